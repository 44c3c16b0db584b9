"""From a cell of the grammar to a proposal: counts, spare objects, name and description.

What makes a plan a little wider than what is possible is in `agents.author.temptations`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agents.author.assets import assets_of
from agents.author.describing import describe
from agents.author.grammar import ARRANGEMENTS, SPOTS, Cell, form_of, is_mixture, source_of
from agents.author.rules import capacity
from agents.author.sizes import LEAST_GRADES, WHOLES
from agents.author.words import name_of
from agents.roles import Proposal, Step
from sim.kinds import Kind
from sim.signature import Clause

# Targets small enough for three of them, one of each colour.
ROOMY = ("bowl", "container", "corner", "block", "box", "cylinder", "hole")
SPACIOUS = ("container", "zone", "pallet")  # of these things, any two may lie there
WORDINGS = 6  # how many descriptions are tried
SHORT = 95  # characters of a first sentence that fits the first line of a docstring


def compose(cell: Cell, rng: np.random.Generator) -> Proposal:
    """Make a proposal of a cell; `reasons` and `parents` are for the caller to fill."""
    steps = tuple(Step(clause=clause, count=_count(clause, cell, rng)) for clause in cell)
    return worded(matched(steps), _spares(cell, rng), rng)


def worded(steps: tuple[Step, ...], distractors: tuple[Kind, ...], rng: np.random.Generator) -> Proposal:
    """Give steps a name and a description."""
    cell = tuple(step.clause for step in steps)
    counts = [step.count for step in steps]
    wordings = (describe(cell, counts, picker(rng)) for _ in range(WORDINGS))
    short = next((text for text in wordings if len(text.split(". ")[0]) <= SHORT), None)
    return Proposal(
        reasons="",
        name=name_of(cell),
        description=short or describe(cell, counts, lambda items: min(items, key=len)),
        assets=assets_of(steps, distractors),
        steps=steps,
        distractors=distractors,
        parents=(),
    )


def picker(rng: np.random.Generator) -> Callable[[tuple[str, ...]], str]:
    """Return a function that draws one of several wordings."""
    return lambda items: items[int(rng.integers(len(items)))]


def _count(clause: Clause, cell: Cell, rng: np.random.Generator) -> int:
    form = form_of(clause)
    if form is None:
        return 2
    if clause.verb == "bridge" and len(cell) > 1:
        return 1 if clause.mover == "box" else 2
    if clause.verb in WHOLES:
        wholes = WHOLES[clause.verb]
        return int(rng.choice(wholes)) if clause.selection == "all" and len(cell) == 1 else wholes[0]
    if clause.verb in SPOTS:
        return 1
    arranged = clause.verb in ARRANGEMENTS
    if clause.selection == "any":
        return int(rng.integers(1, 3)) if len(cell) == 1 and clause.target in SPACIOUS else 1
    if clause.selection == "one" and not (arranged or clause.ordered):
        return 1 if len(cell) > 1 or clause.target != "container" else int(rng.integers(1, 3))
    step = Step(clause=clause, count=form.low)
    high = min(form.high, capacity(step, Proposal.model_construct(steps=(step,))))
    low = min(form.low, high)
    if clause.selection == "size" and clause.mover in LEAST_GRADES:
        low = LEAST_GRADES[clause.mover]
    elif clause.selection == "color":
        low, high = 2, 3 if len(cell) == 1 and clause.target in ROOMY else 2
    elif len(cell) > 1:
        low = high = min(low, 2) if not arranged or is_mixture(cell[0], cell[1]) else low
    return int(rng.integers(low, high + 1))


def matched(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Make counts of linked steps agree: as many carriers as loads, one carrier for a tower."""
    agreed = list(steps)
    for _ in steps[1:]:  # what a later link asks for may go through to the first step
        for index, step in enumerate(agreed):
            source = source_of([s.clause for s in agreed], index)
            if source >= 0:
                agreed[source], agreed[index] = _agreed(agreed[source], step)
    return tuple(agreed)


def _agreed(first: Step, second: Step) -> tuple[Step, Step]:
    if second.clause.link == "place":  # what stands round one place fills only one
        near = second.clause.verb in ("circle", *SPOTS)
        lone = near and (first.clause.target in ("bowl", "fixture", "hole") or first.clause.verb == "on")
        return (first.model_copy(update={"count": 1}), second) if lone else (first, second)
    carriers, loads = first.count, second.count
    spread = first.clause.verb in ("row", "circle")
    if first.clause.verb == "tower" or (second.clause.verb == "on" and second.clause.selection == "one"):
        loads = 1
    if second.clause.verb in ARRANGEMENTS or (first.clause.verb != "tower" and loads == 1):
        carriers = carriers if spread else 1
    if second.clause.verb == "on" and first.clause.verb != "tower" and second.clause.selection != "one":
        loads = carriers = carriers if spread else min(carriers, loads)
    return first.model_copy(update={"count": carriers}), second.model_copy(update={"count": loads})


def _spares(cell: Cell, rng: np.random.Generator) -> tuple[Kind, ...]:
    """Others of a named thing's kind, so that there is something to choose from."""
    most = 3 if len(cell) == 1 else 2
    return tuple(
        clause.mover
        for clause in cell
        if clause.selection in ("one", "any")
        for _ in range(int(rng.integers(1, most + 1)))
    )
