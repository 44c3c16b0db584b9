"""What a ledger adds up to: how far proposals came, and which edges of the graph they took.

Folded from ledger entries and nothing else, so nothing can disagree. A run that walks adds entry by entry,
who looks at a run later folds the whole ledger, and both get the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from pydantic import Field

from graphs.edges import edges
from graphs.ledger import Entry
from graphs.settings import Part
from sim.spec import Data


class Funnel(Data):
    """How many attempts came how far; the ways to be turned away, errors, waiting and kept ones are all."""

    proposed: int
    not_novel: int
    rejected: int
    failed_verification: int
    failed_by_phase: dict[str, int]
    failed_by_verdict: dict[str, int]
    voted_down: int
    refused: int = Field(default=0, description="By a person.")
    duplicates: int
    waiting: int = Field(default=0, description="For a person.")
    kept: int
    revised: int
    repaired: int
    unanswered: int
    errors: int


class Statistics(Data):
    """A run in numbers."""

    attempts: int
    funnel: Funnel
    edges: dict[str, int] = Field(description="Every edge of the graph, also those never taken.")


def statistics(entries: Iterable[Entry], without: Collection[Part] = ()) -> Statistics:
    """Fold a ledger into numbers; `without` are the parts that the run left out."""
    return Tally(entries, without).statistics


LATEST = 4  # the last quarter of a run says whether its author still finds something
SHARE_OF_REPEATS = 0.5


def is_exhausted(entries: Sequence[Entry]) -> bool:
    """Say whether at least half of the last quarter of the attempts repeated what was there already."""
    latest = entries[len(entries) - len(entries) // LATEST :]
    repeats = sum(entry.gate == "novelty" or bool(entry.duplicate_of) for entry in latest)
    return bool(latest) and repeats >= SHARE_OF_REPEATS * len(latest)


class Tally:
    """Counts entries as they come."""

    def __init__(self, entries: Iterable[Entry] = (), without: Collection[Part] = ()) -> None:
        self._gates: Counter[str] = Counter()
        self._signs: Counter[str] = Counter()
        self._phases: Counter[str] = Counter()
        self._verdicts: Counter[str] = Counter()
        self._edges: Counter[str] = Counter(dict.fromkeys(edges(without), 0))
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Count one more entry."""
        self._gates[entry.gate] += 1
        self._signs["kept"] += entry.outcome == "kept"
        self._signs["waiting"] += entry.outcome == "waiting"
        self._signs["proposed"] += bool(entry.name)
        self._signs["revised"] += entry.revisions > 0
        self._signs["repaired"] += entry.repairs > 0 and entry.verdict == "solved"
        if entry.gate == "verification":
            self._phases[entry.phase] += 1
            self._verdicts[entry.verdict] += 1
        self._edges.update(f"{start} -> {end}" for start, end in pairwise(entry.path))

    @property
    def statistics(self) -> Statistics:
        """The numbers so far."""
        gates, signs = self._gates, self._signs
        funnel = Funnel(
            proposed=signs["proposed"],
            not_novel=gates["novelty"],
            rejected=gates["critique"],
            failed_verification=gates["verification"],
            failed_by_phase=_sorted(self._phases),
            failed_by_verdict=_sorted(self._verdicts),
            voted_down=gates["reflection"],
            refused=gates["review"],
            duplicates=gates["commit"],
            waiting=signs["waiting"],
            kept=signs["kept"],
            revised=signs["revised"],
            repaired=signs["repaired"],
            unanswered=gates["answer"],
            errors=gates["error"],
        )
        return Statistics(attempts=gates.total(), funnel=funnel, edges=_sorted(self._edges))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
