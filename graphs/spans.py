"""Spans of a run, as JSON lines in `runs/R/spans.jsonl`: who was asked what, when, and how it went.

One line when a span starts and one when it ends, so that a killed attempt still shows what it was doing and
a reader can follow a run. The tracer provider belongs to the run and is never set globally. Names follow
OpenInference and OpenTelemetry's conventions for generative AI. Questions and answers are not here: they lie
in the attempt's folder as exchanges, and spans name the files by `answer`. Secrets are hidden before anything
is written. With a collector, finished spans are sent there, too: see `graphs.courier`.

A line: `event` (start or end), `name`, `trace`, `span`, `parent` (hex; parent null at the root), `time_ns`,
`attributes`; an end also has `seconds`, `status` (ok or error) and `error`.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from openinference.semconv.trace import DocumentAttributes, OpenInferenceSpanKindValues, SpanAttributes
from opentelemetry import context as ambient
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanLimits, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes as gen_ai
from opentelemetry.trace import Span as OpenSpan
from opentelemetry.trace import Status, StatusCode, Tracer, set_span_in_context

from graphs.lines import cut_torn_line
from graphs.outside import Outside, Veil

if TYPE_CHECKING:
    from graphs.courier import Courier

Attribute = str | bool | int | float | list[str]
Kind = OpenInferenceSpanKindValues

KIND = SpanAttributes.OPENINFERENCE_SPAN_KIND
NODE = SpanAttributes.GRAPH_NODE_NAME
NODE_ID = SpanAttributes.GRAPH_NODE_ID
NODE_BEFORE = SpanAttributes.GRAPH_NODE_PARENT_ID
SESSION = SpanAttributes.SESSION_ID
OPERATION = gen_ai.GEN_AI_OPERATION_NAME
AGENT = gen_ai.GEN_AI_AGENT_NAME
PROVIDER = gen_ai.GEN_AI_PROVIDER_NAME
REQUEST_MODEL = gen_ai.GEN_AI_REQUEST_MODEL
INPUT_TOKENS = gen_ai.GEN_AI_USAGE_INPUT_TOKENS
CACHED_TOKENS = gen_ai.GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS
OUTPUT_TOKENS = gen_ai.GEN_AI_USAGE_OUTPUT_TOKENS
INVOKE_AGENT = gen_ai.GenAiOperationNameValues.INVOKE_AGENT.value
MODEL_NAME = SpanAttributes.LLM_MODEL_NAME
PROMPT_COUNT = SpanAttributes.LLM_TOKEN_COUNT_PROMPT
ANSWER_COUNT = SpanAttributes.LLM_TOKEN_COUNT_COMPLETION
COST_USD = SpanAttributes.LLM_COST_TOTAL
DOCUMENTS = SpanAttributes.RETRIEVAL_DOCUMENTS
DOCUMENT_ID = DocumentAttributes.DOCUMENT_ID
DOCUMENT_SCORE = DocumentAttributes.DOCUMENT_SCORE
CHAT = gen_ai.GenAiOperationNameValues.CHAT.value
PROJECT = "openinference.project.name"  # of the resource; Phoenix puts spans into the project of this name
NOTHING_OUTSIDE = Outside()

REASON_CHARS = 200  # a span says what happened; the whole text lies in the attempt's folder
_TRACE_KEY = "simwright.trace"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=list)


class Spans:
    """The spans of one run, written as they start and end, and sent on if there is a collector."""

    def __init__(self, path: Path, run: str, outside: Outside = NOTHING_OUTSIDE) -> None:
        cut_torn_line(path)
        self._run = run
        self._veil = Veil(outside.secrets)
        self._file = _SpanFile(path)
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({"service.name": "simwright", PROJECT: "simwright"}),
            id_generator=_TraceOfAttempt(),
            span_limits=SpanLimits(),
            shutdown_on_exit=False,  # the run closes it; an exit hook would outlive the run
        )
        self._provider.add_span_processor(_Lines(self._file))
        self._courier = _hired(outside.collector)
        if self._courier:
            self._provider.add_span_processor(self._courier.processor)
        self._tracer: Tracer = self._provider.get_tracer("simwright.graphs")

    @contextmanager
    def attempt(self, attempt: int) -> Iterator[Noted]:
        """Open the root span of an attempt; a resumed attempt gets a second one in the same trace."""
        trace = trace_id(self._run, attempt)
        token = ambient.attach(ambient.set_value(_TRACE_KEY, trace, Context()))
        try:
            with self.span(
                f"attempt {attempt}", Kind.CHAIN, {SESSION: self._run, "attempt": attempt}
            ) as span:
                yield span
        finally:
            ambient.detach(token)

    @contextmanager
    def span(self, name: str, kind: Kind, attributes: Mapping[str, Attribute]) -> Iterator[Noted]:
        """Open a span below the current one; an exception ends it as an error and passes on."""
        noted = self.begin(name, kind, attributes)
        token = ambient.attach(noted.as_current())
        try:
            yield noted
        except BaseException as error:
            noted.fail(f"{type(error).__name__}: {error}")
            raise
        finally:
            ambient.detach(token)
            noted.end()

    def begin(self, name: str, kind: Kind, attributes: Mapping[str, Attribute]) -> Noted:
        """Open a span below the current one; whoever begins it this way ends it."""
        clean = {key: self._clean(value) for key, value in attributes.items()}
        return Noted(self._tracer.start_span(name, attributes={KIND: kind.value, **clean}), self._veil)

    def _clean(self, value: Attribute) -> Attribute:
        if isinstance(value, str):
            return self._veil(value)
        return [self._veil(text) for text in value] if isinstance(value, list) else value

    def close(self) -> None:
        """Write what is left, send what is left within some seconds, and let go of the file."""
        if self._courier:
            self._courier.close()
        self._provider.shutdown()
        self._file.close()


class Noted:
    """An open span, to which what was found out can be added."""

    def __init__(self, span: OpenSpan, veil: Veil) -> None:
        self._span = span
        self._veil = veil

    def note(self, attributes: Mapping[str, Attribute] | None = None, /, **named: Attribute) -> None:
        """Add attributes; long texts are shortened."""
        for key, value in {**(attributes or {}), **named}.items():
            clean = shorten(self._veil(value)) if isinstance(value, str) else value
            self._span.set_attribute(
                key, [self._veil(one) for one in clean] if isinstance(clean, list) else clean
            )

    def fail(self, error: str) -> None:
        """Say that what the span is about ended with an error."""
        self._span.set_status(Status(StatusCode.ERROR, shorten(self._veil(error))))

    def end(self) -> None:
        """Close the span."""
        self._span.end()

    def as_current(self) -> Context:
        """Return the context in which spans that are opened are below this one."""
        return set_span_in_context(self._span)


def _hired(collector: str) -> Courier | None:
    if not collector:
        return None
    from graphs.courier import Courier  # noqa: PLC0415 - only who sends spans pays for the import

    return Courier(collector)


def trace_id(run: str, attempt: int) -> int:
    """Return the trace of an attempt: a hash of run and attempt, 128 bits."""
    return int.from_bytes(hashlib.sha256(f"{run}/{attempt}".encode()).digest()[:16], "big")


def shorten(text: str) -> str:
    """Cut a text to what a span may hold."""
    return text if len(text) <= REASON_CHARS else text[: REASON_CHARS - 3] + "..."


class _TraceOfAttempt(RandomIdGenerator):
    """Gives every span of an attempt the attempt's trace; outside of one, a random trace."""

    def generate_trace_id(self) -> int:
        trace = ambient.get_value(_TRACE_KEY)
        return trace if isinstance(trace, int) else super().generate_trace_id()


class _Lines(SpanProcessor):
    """Writes a line as soon as a span starts, and one as soon as it ends."""

    def __init__(self, out: _SpanFile) -> None:
        self._out = out

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        self._out.write(_start_line(span))

    def on_end(self, span: ReadableSpan) -> None:
        self._out.write(_end_line(span))


class _SpanFile:
    """A file to which several threads write; every line goes to the system at once and whole."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._lock = threading.Lock()

    def write(self, line: str) -> None:
        with self._lock:
            self._file.write(line.encode())

    def close(self) -> None:
        self._file.close()


def _start_line(span: ReadableSpan) -> str:
    return _line({"event": "start", **_common(span), "time_ns": span.start_time})


def _end_line(span: ReadableSpan) -> str:
    seconds = ((span.end_time or 0) - (span.start_time or 0)) / 1e9
    is_error = span.status.status_code is StatusCode.ERROR
    end = {
        "event": "end",
        **_common(span),
        "time_ns": span.end_time,
        "seconds": round(seconds, 6),
        "status": "error" if is_error else "ok",
        "error": span.status.description or "",
    }
    return _line(end)


def _common(span: ReadableSpan) -> dict[str, object]:
    own = span.get_span_context()
    return {
        "name": span.name,
        "trace": f"{own.trace_id:032x}" if own else None,
        "span": f"{own.span_id:016x}" if own else None,
        "parent": f"{span.parent.span_id:016x}" if span.parent else None,
        "attributes": dict(span.attributes or {}),
    }


def _line(fields: Mapping[str, object]) -> str:
    return _JSON.encode(fields) + "\n"
