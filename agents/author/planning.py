"""From a cell of the grammar to a proposal: counts, spare objects, name and description.

Also the author's brainstorm: temptations that make a plan a little wider than what is possible, as a person
would; the critic has to notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from agents.author.grammar import ARRANGEMENTS, Cell, form_of, is_mixture, source_of
from agents.author.rules import capacity
from agents.author.sizes import LEAST_GRADES, WHOLES
from agents.author.words import describe, name_of
from agents.roles import Proposal, Step
from sim.kinds import FACTS, Kind
from sim.signature import Clause, Selection, Verb

# Targets small enough for three of them, one of each colour.
ROOMY = ("bowl", "container", "corner", "block", "box", "cylinder", "hole")
WORDINGS = 6  # how many descriptions are tried
SHORT = 95  # characters of a first sentence that fits the first line of a docstring


@dataclass(frozen=True)
class Temptation:
    """One way of wanting too much: where it tempts, and what it changes in the last goal."""

    why: str
    verbs: tuple[Verb, ...]
    selections: tuple[Selection, ...] = ("all", "one", "color", "size")
    mover: Kind | None = None
    target: Kind | None = None
    count: int = 0
    distractors: Literal["keep", "none", "same", "other"] = "keep"


TEMPTATIONS: tuple[Temptation, ...] = (
    Temptation("balancing on something round would be a challenge", ("on", "tower"), target="ball"),
    Temptation("round things have not been arranged yet", ("row", "tower", "pyramid"), mover="ball"),
    Temptation("a full container is more fun than a half empty one", ("inside", "within"), ("all",), count=8),
    Temptation("a really high tower would be spectacular", ("tower",), ("all", "one"), count=7),
    Temptation("a rod has room for a really high tower of disks", ("inserted",), ("size",), count=7),
    Temptation("five things are a livelier wall", ("wall", "layer"), count=5),
    Temptation("four blocks are easier to find than six", ("pyramid",), count=4),
    Temptation("one colour keeps the scene tidy", ("inside", "within", "on", "at"), ("color",), count=1),
    Temptation("fewer things keep the scene tidy", (*ARRANGEMENTS, "inside", "on"), ("one",),
               distractors="none"),
    Temptation("a spare one makes the scene livelier", ("inside", "within", "row", "tower"), ("all",),
               distractors="same"),
    Temptation("something else on the table makes it livelier", ("inside", "within", "at", "on"),
               distractors="other"),
)  # fmt: skip


def compose(cell: Cell, rng: np.random.Generator) -> Proposal:
    """Make a proposal of a cell; `reasons` and `parents` are for the caller to fill."""
    steps = tuple(Step(clause=clause, count=_count(clause, cell, rng)) for clause in cell)
    return worded(_matched(steps), _spares(cell, rng), rng)


def worded(steps: tuple[Step, ...], distractors: tuple[Kind, ...], rng: np.random.Generator) -> Proposal:
    """Give steps a name and a description."""
    cell = tuple(step.clause for step in steps)
    counts = [step.count for step in steps]
    wordings = [describe(cell, counts, picker(rng)) for _ in range(WORDINGS)]
    short = next((text for text in wordings if len(text.split(". ")[0]) <= SHORT), None)
    return Proposal(
        reasons="",
        name=name_of(cell),
        description=short or describe(cell, counts, lambda items: min(items, key=len)),
        steps=steps,
        distractors=distractors,
        parents=(),
    )


def tempted(proposal: Proposal, rng: np.random.Generator) -> tuple[Proposal, str] | None:
    """Want too much: return the changed proposal and why it seemed a good idea, or None."""
    last = proposal.steps[-1]
    fitting = [t for t in TEMPTATIONS if _tempts(t, last.clause)]
    if not fitting:
        return None
    temptation = fitting[int(rng.integers(len(fitting)))]
    clause = last.clause.model_copy(
        update={
            "mover": temptation.mover or last.clause.mover,
            "target": temptation.target or last.clause.target,
        }
    )
    step = Step(clause=clause, count=temptation.count or last.count)
    distractors = _tempting(temptation, proposal)
    return worded((*proposal.steps[:-1], step), distractors, rng), temptation.why


def picker(rng: np.random.Generator) -> Callable[[tuple[str, ...]], str]:
    """Return a function that draws one of several wordings."""
    return lambda items: items[int(rng.integers(len(items)))]


def _tempts(temptation: Temptation, clause: Clause) -> bool:
    return clause.verb in temptation.verbs and clause.selection in temptation.selections


def _tempting(temptation: Temptation, proposal: Proposal) -> tuple[Kind, ...]:
    movers = {step.clause.mover for step in proposal.steps}
    if temptation.distractors == "none":
        return ()
    if temptation.distractors == "same":
        return (proposal.steps[-1].clause.mover,)
    if temptation.distractors == "other":
        places = {step.clause.target for step in proposal.steps}
        strange = [k for k in FACTS if FACTS[k].graspable and k not in movers and k not in places]
        return (*proposal.distractors, *strange[:1])
    return proposal.distractors


def _count(clause: Clause, cell: Cell, rng: np.random.Generator) -> int:
    form = form_of(clause)
    if form is None:
        return 2
    if clause.verb == "bridge" and len(cell) > 1:
        return 1 if clause.mover == "box" else 2
    if clause.verb in WHOLES:
        wholes = WHOLES[clause.verb]
        return int(rng.choice(wholes)) if clause.selection == "all" and len(cell) == 1 else wholes[0]
    arranged = clause.verb in ARRANGEMENTS
    if clause.selection == "one" and not (arranged or clause.ordered):
        return 1 if len(cell) > 1 or clause.target != "container" else int(rng.integers(1, 3))
    step = Step(clause=clause, count=form.low)
    high = min(form.high, capacity(step, worded((step,), (), rng)))
    low = min(form.low, high)
    if clause.selection == "size" and clause.mover in LEAST_GRADES:
        low = LEAST_GRADES[clause.mover]
    elif clause.selection == "color":
        low, high = 2, 3 if len(cell) == 1 and clause.target in ROOMY else 2
    elif len(cell) > 1:
        low = high = min(low, 2) if not arranged or is_mixture(cell[0], cell[1]) else low
    return int(rng.integers(low, high + 1))


def _matched(steps: tuple[Step, ...]) -> tuple[Step, ...]:
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
        lone = second.clause.verb == "circle" and first.clause.target in ("bowl", "fixture")
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
        if clause.selection == "one"
        for _ in range(int(rng.integers(1, most + 1)))
    )
