"""Which of a run's new tasks to look at first: the best, and the oddest. Pure.

The best are those that ask most of a robot and are solved for sure: different steps first, then actions, then
how exactly things have to be placed. The oddest are farthest from everything else in the library, by the
cosine of their texts. Ties go to the earlier attempt, so the same run always has the same highlights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphs.summary import steps_of
from memory.reading import Placed
from memory.record import TaskRecord

EACH = 3


@dataclass(frozen=True)
class Highlight:
    """A task to look at, and why."""

    name: str
    why: str


def best(records: Sequence[TaskRecord], count: int = EACH) -> tuple[Highlight, ...]:
    """Choose the tasks that ask most, among those that the oracle always solved; else among all."""
    sure = [record for record in records if record.report.success_rate == 1.0] or list(records)
    ranked = sorted(sure, key=lambda record: (_demands(record), record.sequence))
    return tuple(Highlight(record.name, _asks(record)) for record in ranked[:count])


def oddest(names: Sequence[str], library: Sequence[Placed], count: int = EACH) -> tuple[Highlight, ...]:
    """Choose the tasks whose nearest neighbour in the library is farthest away."""
    if len(library) < 2:
        return ()
    vectors = np.stack([placed.vector for placed in library])  # (N, D)
    places = {placed.card.name: place for place, placed in enumerate(library)}
    found: list[tuple[float, int, Highlight]] = []
    for name in names:
        if (place := places.get(name)) is not None:
            near = vectors @ vectors[place]
            near[place] = -1.0
            nearest = int(near.argmax())
            why = f"its nearest neighbour is {library[nearest].card.name}, at a cosine of {near[nearest]:.2f}"
            found.append((float(near[nearest]), place, Highlight(name, why)))
    return tuple(highlight for *_, highlight in sorted(found, key=lambda one: one[:2])[:count])


def _demands(record: TaskRecord) -> tuple[float, float, float]:
    """Rank a task: the most steps, the most actions, the least slack come first."""
    hard = record.report.difficulty
    return (
        -steps_of(record.signature),
        -hard.actions if hard else 0.0,
        hard.slack_m if hard else 1.0,
    )


def _asks(record: TaskRecord) -> str:
    steps, hard = steps_of(record.signature), record.report.difficulty
    asks = "one step" if steps == 1 else f"{steps} different steps"
    if hard is None:
        return asks
    return f"{asks}, {hard.actions:g} actions, {1000 * hard.slack_m:.0f} mm of slack"
