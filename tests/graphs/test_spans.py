"""Spans: every line is whole, starts are written at once, and an attempt is one trace."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry import trace

from agents.transcript import opened
from graphs.spans import REASON_CHARS, Kind, Spans, shorten, trace_id
from graphs.telling import CallSpans
from simwright.spans import flat, read_spans
from tests.graphs.billed import call_of
from tests.graphs.conftest import Finished
from tests.graphs.small_world import ledger_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spans.jsonl"


@pytest.fixture
def spans(path: Path) -> Iterator[Spans]:
    opened = Spans(path, "run-0001")
    yield opened
    opened.close()


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_start_is_on_the_disk_before_the_end(spans: Spans, path: Path) -> None:
    with spans.span("verify program", Kind.EVALUATOR, {"program": "p.json"}):
        (start,) = lines_of(path)
        assert start["event"] == "start"
    assert [line["event"] for line in lines_of(path)] == ["start", "end"]


def test_an_attempt_is_one_trace_also_after_a_resume(spans: Spans, path: Path) -> None:
    for _ in range(2):
        with spans.attempt(7), spans.span("inner", Kind.TOOL, {}):
            pass
    lines = lines_of(path)
    assert {line["trace"] for line in lines} == {f"{trace_id('run-0001', 7):032x}"}
    roots = [line["span"] for line in lines if line["parent"] is None and line["event"] == "start"]
    assert len(roots) == 2
    assert [line["parent"] for line in lines if line["name"] == "inner" and line["event"] == "start"] == roots


async def test_attempts_side_by_side_keep_to_their_traces(spans: Spans, path: Path) -> None:
    async def walk(attempt: int) -> None:
        with spans.attempt(attempt):
            await asyncio.sleep(0)
            with spans.span("step", Kind.CHAIN, {"of": attempt}):
                await asyncio.sleep(0)

    await asyncio.gather(walk(1), walk(2))
    for line in lines_of(path):
        if line["name"] == "step":
            attributes = line["attributes"]
            assert isinstance(attributes, dict)
            assert line["trace"] == f"{trace_id('run-0001', attributes['of']):032x}"


def test_an_error_is_in_the_span_and_goes_on(spans: Spans, path: Path) -> None:
    def broken() -> None:
        with spans.span("ask", Kind.AGENT, {}):
            raise LookupError("nobody there")

    with pytest.raises(LookupError):
        broken()
    end = lines_of(path)[-1]
    assert (end["status"], end["error"]) == ("error", "LookupError: nobody there")


def test_what_is_noted_is_in_the_end_and_short(spans: Spans, path: Path) -> None:
    with spans.span("ask", Kind.AGENT, {}) as span:
        span.note(reason="long " * 100, retrieved=["a", "b"], found=True)
    attributes = lines_of(path)[-1]["attributes"]
    assert isinstance(attributes, dict)
    assert len(attributes["reason"]) == REASON_CHARS
    assert attributes["retrieved"] == ["a", "b"]
    assert attributes["found"] is True


def test_a_torn_last_line_is_cut_off_at_the_next_opening(path: Path) -> None:
    path.write_text('{"event":"end"}\n{"event":"st')
    spans = Spans(path, "run-0001")
    with spans.span("one", Kind.TOOL, {}):
        pass
    spans.close()
    assert [line["event"] for line in lines_of(path)] == ["end", "start", "end"]


def test_no_provider_is_set_globally(spans: Spans) -> None:
    assert isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


@pytest.mark.parametrize(("text", "length"), [("short", 5), ("x" * 300, REASON_CHARS)])
def test_long_texts_are_shortened(text: str, length: int) -> None:
    assert len(shorten(text)) == length


def test_each_call_to_a_model_is_a_span_below_its_question(spans: Spans, path: Path) -> None:
    with spans.span("invoke_agent coder", Kind.AGENT, {}), opened(listener=CallSpans(spans)) as transcript:
        for call in (call_of(fault="rate_limit"), call_of()):
            transcript.begin(call)
            assert lines_of(path)[-1]["name"] == "chat openai:small"
            transcript.write(call)
    ends = [line for line in lines_of(path) if line["event"] == "end"]
    assert [(line["name"], line["status"]) for line in ends] == [
        ("chat openai:small", "error"),
        ("chat openai:small", "ok"),
        ("invoke_agent coder", "ok"),
    ]
    assert ends[0]["parent"] == ends[1]["parent"] == ends[2]["span"]
    told = ends[1]["attributes"]
    assert isinstance(told, dict)
    assert (told["gen_ai.operation.name"], told["openinference.span.kind"]) == ("chat", "LLM")
    assert told["llm.token_count.prompt"] == told["gen_ai.usage.input_tokens"] == 1000
    assert told["llm.cost.total"] == 0.25


def test_every_node_is_a_span_and_what_it_asked_lies_below(finished: Finished) -> None:
    spans = list(flat(read_spans(finished.folder / "spans.jsonl")))
    nodes = {span.id: span for span in spans if span.attributes.get("graph.node.id") == span.name}
    walked = [span for span in spans if span.name.startswith("attempt ")]
    for entry in ledger_of(finished.root):
        (root,) = (span for span in walked if span.attempt == entry.attempt)
        assert tuple(child.name for child in root.children) == entry.path
    below = ("invoke_agent", "retrieve tasks", "verify program")
    asked = [span for span in spans if span.name.startswith(below)]
    assert asked
    assert all(span.parent in nodes for span in asked)
    again = [span for span in nodes.values() if span.name in ("repair", "revise", "drop")]
    assert all(span.attributes["because"] for span in again)


def test_a_run_says_who_was_asked_what_and_how_it_went(finished: Finished) -> None:
    lines = lines_of(finished.folder / "spans.jsonl")
    ends = [line for line in lines if line["event"] == "end"]
    assert len(ends) * 2 == len(lines)
    names = {line["name"] for line in ends}
    roles = ("proposer", "critic", "coder", "reflection")
    assert {f"invoke_agent {role}" for role in roles} <= names
    assert {"retrieve tasks", "verify program", "draw preview", "commit 0", "attempt 0"} <= names
    for line in ends:
        attributes = line["attributes"]
        assert isinstance(attributes, dict)
        if str(line["name"]).startswith("invoke_agent"):
            assert attributes["gen_ai.operation.name"] == "invoke_agent"
            assert attributes["openinference.span.kind"] == "AGENT"
            assert list((finished.folder / "attempts").glob(f"*/{attributes['answer']}"))
