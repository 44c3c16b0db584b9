"""Exchanges that cost something, made up for tests."""

from __future__ import annotations

from agents.exchange import Asked, ExchangeStore
from agents.roles import RoleName
from agents.transcript import Call, FaultKind
from tests.agents.test_exchange import ANSWER, question


def call_of(*, fault: FaultKind | None = None, usd: float = 0.25) -> Call:
    """Return a call of 1,000 tokens and 100 more, 400 of them cached."""
    return Call(
        model="openai:small",
        method="text",
        prompt_sha256="",
        question="",
        text="",
        fault=fault or "",
        detail="",
        input_tokens=1000,
        cached_tokens=400,
        output_tokens=100,
        estimated=False,
        usd=usd,
    )


def bill(store: ExchangeStore, attempt: int, *calls: Call, role: RoleName = "coder") -> None:
    """Save an answer that took some calls."""
    asked = question(attempt=attempt)
    store.save(Asked(attempt, role, 0, 0, asked.request, asked.reply_type, asked.who), ANSWER, calls)


def bill_unanswered(store: ExchangeStore, attempt: int, *calls: Call) -> None:
    """Save calls that led to no answer."""
    store.notes(question(attempt=attempt)).keep(calls)
