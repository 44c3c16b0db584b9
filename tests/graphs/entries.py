"""Ledger entries made up for tests."""

from __future__ import annotations

from graphs.ledger import Entry


def entry_of(attempt: int, **changes: object) -> Entry:
    """Return the entry of an attempt that was kept at once, with changes."""
    kept: dict[str, object] = {
        "attempt": attempt,
        "outcome": "kept",
        "gate": "",
        "reason": "",
        "name": f"task-{attempt}",
        "description": "Do it.",
        "signature": "on(block -> zone) by all",
        "duplicate_of": "",
        "verdict": "solved",
        "phase": "repeat",
        "revisions": 0,
        "repairs": 0,
        "votes": (True, True, False),
        "retrieved": ("base",),
        "path": ("retrieve", "propose", "critique", "code", "verify", "reflect", "keep"),
        "lesson": "",
        "before": 5,
        "sequence": 6 + attempt,
    }
    return Entry.model_validate(kept | changes)
