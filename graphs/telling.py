"""What spans say of retrievals and of calls to models, in the names that other tools know.

Numbers and names only: what was asked and answered lies in the exchanges, and the span of the question names
the file.
"""

from __future__ import annotations

from agents.transcript import Call
from graphs.recall import Shown
from graphs.spans import (
    ANSWER_COUNT,
    CACHED_TOKENS,
    CHAT,
    COST_USD,
    DOCUMENT_ID,
    DOCUMENT_SCORE,
    DOCUMENTS,
    INPUT_TOKENS,
    MODEL_NAME,
    OPERATION,
    OUTPUT_TOKENS,
    PROMPT_COUNT,
    REQUEST_MODEL,
    Attribute,
    Kind,
    Noted,
    Spans,
)


def told_shown(shown: Shown) -> dict[str, Attribute]:
    """Say in a span what was found: for people, with the reasons, and as documents with their scores."""
    told: dict[str, Attribute] = {"retrieved": list(shown.told)}
    for place, example in enumerate(shown.examples):
        told[f"{DOCUMENTS}.{place}.{DOCUMENT_ID}"] = example.name
        told[f"{DOCUMENTS}.{place}.{DOCUMENT_SCORE}"] = example.score
    return told


def told_calls(calls: tuple[Call, ...]) -> dict[str, Attribute]:
    """Say in the span of a question what its calls took, all together; nothing, where the author answered."""
    if not calls:
        return {}
    return {
        REQUEST_MODEL: calls[-1].model,
        INPUT_TOKENS: sum(call.input_tokens for call in calls),
        CACHED_TOKENS: sum(call.cached_tokens for call in calls),
        OUTPUT_TOKENS: sum(call.output_tokens for call in calls),
        "calls": len(calls),
        "usd": sum(call.usd for call in calls),
        "faults": [call.fault for call in calls if call.fault],
    }


def told_call(call: Call) -> dict[str, Attribute]:
    """Say in a span of its own what one call took."""
    return {
        REQUEST_MODEL: call.model,
        MODEL_NAME: call.model,
        INPUT_TOKENS: call.input_tokens,
        PROMPT_COUNT: call.input_tokens,
        CACHED_TOKENS: call.cached_tokens,
        OUTPUT_TOKENS: call.output_tokens,
        ANSWER_COUNT: call.output_tokens,
        COST_USD: call.usd,
        "calls": 1,
        "usd": call.usd,
        "method": call.method,
        "prompt_sha256": call.prompt_sha256,
        "estimated": call.estimated,
    }


class CallSpans:
    """Makes a span of each call to a model, below the question that it is made for."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._open: Noted | None = None

    def began(self, call: Call) -> None:
        """Open a span; a process that is killed leaves it open."""
        what: dict[str, Attribute] = {OPERATION: CHAT, REQUEST_MODEL: call.model, "method": call.method}
        self._open = self._spans.begin(f"chat {call.model}", Kind.LLM, what)

    def ended(self, call: Call) -> None:
        """Close the span; what could not be used is an error."""
        if self._open is None:
            return
        self._open.note(told_call(call))
        if call.fault:
            self._open.fail(f"{call.fault}: {call.detail}")
        self._open.end()
        self._open = None
