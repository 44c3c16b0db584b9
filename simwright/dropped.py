"""Why attempts were turned away: grouped by the fingerprint of what went wrong. Pure.

Two attempts have the same fingerprint when they ended at the same place with the same fault, numbers and
names in quotes aside: what `sim.report` says of reports, said of attempts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from graphs.ledger import Entry, Gate
from sim.report import Report, nameless
from simwright.pages import DroppedGroup, Example

EXAMPLES: Final = 3  # of each group

# What a person reads for each gate; verification speaks for itself by phase and verdict.
GATES: Final[dict[Gate, str]] = {
    "novelty": "the library holds it already",
    "critique": "rejected by the critic",
    "reflection": "voted down",
    "review": "a person turned it down",
    "commit": "another attempt landed it first",
    "answer": "a model gave no usable answer",
    "error": "something broke; see the log",
}
NO_FAULT: Final = ("novelty", "commit", "review")  # nothing is wrong with these, so there is no kind of fault


def fingerprint(entry: Entry) -> str:
    """Return 12 hexadecimal digits that are equal for the same fault; empty where there is none."""
    if entry.gate in NO_FAULT or not entry.gate:
        return ""
    if entry.gate == "verification":
        return Report.model_validate(
            {"verdict": entry.verdict, "phase": entry.phase, "reason": entry.reason}
        ).fingerprint
    return hashlib.sha256(f"{entry.gate} {nameless(entry.reason)}".encode()).hexdigest()[:12]


def dropped_groups(entries: Iterable[Entry]) -> tuple[DroppedGroup, ...]:
    """Group what was turned away, the commonest reason first."""
    turned_away = sorted((entry for entry in entries if entry.outcome in ("dropped", "failed")), key=_reason)
    groups = [(reason, list(members)) for reason, members in groupby(turned_away, key=_reason)]
    groups.sort(key=lambda group: -len(group[1]))
    return tuple(
        DroppedGroup(phase, verdict, len(members), tuple(map(_example, members[:EXAMPLES])), kind)
        for (phase, verdict, kind), members in groups
    )


def _example(entry: Entry) -> Example:
    return Example(entry.name or f"attempt {entry.attempt}", entry.reason, entry.attempt)


def _reason(entry: Entry) -> tuple[str, str, str]:
    if entry.gate == "verification":
        return f"verification, {entry.phase}", entry.verdict, fingerprint(entry)
    return entry.gate or entry.outcome, GATES.get(entry.gate, ""), fingerprint(entry)
