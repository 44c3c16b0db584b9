"""The way in: from a program and its report to a better program, by a table of small mends.

What a verdict calls for is tried in the order of the table; the first mend that changes something, and leaves
Python behind, is taken. A mend never asks what the task should have been: it keeps the goals that are there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agents.author.mends import colors, goals, measures, names, places, syntax
from agents.author.mends.splicing import tree_of
from sim.report import Report, Verdict

Mend = Callable[[str, Report], str | None]

MENDS: dict[Verdict, tuple[Mend, ...]] = {
    "syntax": (syntax.python,),
    "rejected": (names.imports, names.task_class),
    "timeout": (measures.ending,),
    "error": (goals.ordered, names.names, names.attributes, names.keywords, goals.spoken, goals.added),
    "misuse": (
        colors.colors, measures.sizes_by_number, measures.shapes_of_sizes, measures.within_bounds,
        measures.things, measures.counted, measures.freed, goals.related, goals.ordered, goals.stated,
        goals.spoken,
    ),
    "impossible": (
        measures.largest_first, measures.slimmer, places.container_for_bowl, measures.freed,
        places.rope_and_mark, places.wider_circle, places.larger_place, goals.related,
        measures.no_balls,
    ),
    "full": (places.emptier,),
    "trivial": (goals.apart,),
    "unsolved": (measures.steadier, places.larger_place),
    "random": (places.harder,),
    "language": (goals.true_words,),
}  # fmt: skip


@dataclass(frozen=True)
class Mended:
    """A better program, and what was done to it."""

    source: str
    what: str


def mended(source: str, report: Report) -> Mended | None:
    """Mend a program by what its report says; None when no mend knows what to do."""
    for mend in MENDS.get(report.verdict, ()):
        better = mend(source, report)
        if better is not None and better != source and tree_of(better) is not None:
            better = names.names(better, report) or better  # what a mend uses, it need not import
            what, *_ = (mend.__doc__ or "").splitlines()
            return Mended(better, what)
    return None
