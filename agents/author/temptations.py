"""What the author is tempted to want: a little more than is possible, or than makes a good task.

A person's first ideas do that, too. Some of these the critic foresees, some only physics or the votes find
out, and some turn out well. Nothing here knows which: a temptation changes a plan, and gives its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from agents.author.grammar import ARRANGEMENTS, form_of, mixtures, parse_signature, singles
from agents.author.planning import SPACIOUS, compose, worded
from agents.author.sizes import GRADES, WHOLES
from agents.author.words import preposition
from agents.roles import Proposal, ProposeRequest, Step
from sim.kinds import FACTS, Kind
from sim.signature import Clause, Selection, Verb
from sim.words import plural

MODEST = 0.08  # share of first ideas that want a little too much in their last goal
CROWD = (6, 13)  # others of its kind beside a named thing, from and below
MORE = 2  # things that make a task "more of the same"
MOST = 8  # that a step may say
SORTS = 3  # of things: kinds that are tidied up at once, sizes that are packed
RINGS = (3, 6)  # colours of rings, from and below

Tempted = tuple[Proposal, str]  # what is wanted, and why it seems a good idea
Temptation = Callable[[Proposal, ProposeRequest, np.random.Generator], Tempted | None]


@dataclass(frozen=True)
class Excess:
    """One way of wanting too much in the last goal: where it tempts, and what it changes."""

    why: str
    verbs: tuple[Verb, ...]
    selections: tuple[Selection, ...] = ("all", "one", "color", "size")
    mover: Kind | None = None
    target: Kind | None = None
    count: int = 0
    distractors: Literal["keep", "none", "same", "other"] = "keep"


EXCESSES: tuple[Excess, ...] = (
    Excess("balancing on something round would be a challenge", ("on", "tower"), target="ball"),
    Excess("round things have not been arranged yet", ("row", "tower", "pyramid"), mover="ball"),
    Excess("a full container is more fun than a half empty one", ("inside", "within"), ("all",), count=8),
    Excess("a really high tower would be spectacular", ("tower",), ("all", "one"), count=7),
    Excess("a rod has room for a really high tower of disks", ("inserted",), ("size",), count=7),
    Excess("five things are a livelier wall", ("wall", "layer"), count=5),
    Excess("four blocks are easier to find than six", ("pyramid",), count=4),
    Excess("one colour keeps the scene tidy", ("inside", "within", "on", "at"), ("color",), count=1),
    Excess("fewer things keep the scene tidy", (*ARRANGEMENTS, "inside", "on"), ("one",),
           distractors="none"),
    Excess("a spare one makes the scene livelier", ("inside", "within", "row", "tower"), ("all",),
           distractors="same"),
    Excess("something else on the table makes it livelier", ("inside", "within", "at", "on"),
           distractors="other"),
)  # fmt: skip


def tempted(proposal: Proposal, request: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    """Want too much, if the mood is for it: return what is wanted instead, and why, or None."""
    mood = rng.random()
    for share, idea in BOLD_IDEAS:
        if mood < share:
            return idea(proposal, request, rng)
        mood -= share
    return _exceeded(proposal, request, rng) if mood < MODEST else None


# --- a little too much ------------------------------------------------------------------------------------


def _exceeded(proposal: Proposal, _: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    last = proposal.steps[-1]
    fitting = [e for e in EXCESSES if last.clause.verb in e.verbs and last.clause.selection in e.selections]
    if not fitting:
        return None
    excess = fitting[int(rng.integers(len(fitting)))]
    kinds = {"mover": excess.mover or last.clause.mover, "target": excess.target or last.clause.target}
    step = Step(clause=last.clause.model_copy(update=kinds), count=excess.count or last.count)
    return worded((*proposal.steps[:-1], step), _others(excess, proposal), rng), excess.why


def _others(excess: Excess, proposal: Proposal) -> tuple[Kind, ...]:
    movers = {step.clause.mover for step in proposal.steps}
    if excess.distractors == "none":
        return ()
    if excess.distractors == "same":
        return (proposal.steps[-1].clause.mover,)
    if excess.distractors == "other":
        places = {step.clause.target for step in proposal.steps}
        strange = [k for k in FACTS if FACTS[k].graspable and k not in movers and k not in places]
        return (*proposal.distractors, *strange[:1])
    return proposal.distractors


# --- something bold ---------------------------------------------------------------------------------------


def _more_of_it(_: Proposal, request: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    """Make a solved task harder by more things: whether that is a new task, the memory decides."""
    solved = [(e.name, cell) for e in request.examples if len(cell := parse_signature(e.signature)) == 1]
    if not solved:
        return None
    name, cell = solved[int(rng.integers(len(solved)))]
    usual = compose(cell, rng)
    (step,) = usual.steps
    more = WHOLES[step.clause.verb][-1] if step.clause.verb in WHOLES else min(step.count + MORE, MOST)
    larger = worded((step.model_copy(update={"count": more}),), usual.distractors, rng)
    return larger, f"{name} is solved, and with more things it is harder"


def _crowded(proposal: Proposal, _: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    """Hide the named things among many others of their kind."""
    named = [step.clause.mover for step in proposal.steps if step.clause.selection == "one"]
    if not named:
        return None
    crowd = (named[0],) * int(rng.integers(*CROWD))
    rest = tuple(kind for kind in proposal.distractors if kind != named[0])
    why = "a choice is worth something only where there is a crowd to choose from"
    return worded(proposal.steps, (*crowd, *rest), rng), why


def _whole_lot(_: Proposal, request: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    """Tidy up all sorts of things into one place, as many as a goal can say."""
    rooms = [cell[0] for cell in mixtures(request.kinds) if _is_plain(cell[0], "all")]
    if not rooms:
        return None
    clause = _one_of(rooms, rng)
    sorts = [clause.model_copy(update={"mover": kind}) for kind in request.kinds if FACTS[kind].graspable]
    steps = tuple(Step(clause=sort, count=MOST) for sort in sorts if form_of(sort) is form_of(clause))
    why = f"tidying up means to put everything {preposition(clause)} the {clause.target}"
    return worded(steps[:SORTS], (), rng), why


def _packed_by_size(_: Proposal, request: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    """Pack things in an order of size, as a suitcase is packed."""
    rooms = [clause for (clause,) in singles(request.kinds) if _is_plain(clause, "all")]
    rooms = [c for c in rooms if c.verb != "on" and c.target in SPACIOUS and c.mover in GRADES]
    if not rooms:
        return None
    sized = _one_of(rooms, rng).model_copy(update={"selection": "size", "ordered": True})
    why = "whoever packs well begins with what is large"
    return worded((Step(clause=sized, count=SORTS),), (), rng), why


def _ringed_by_color(_: Proposal, request: ProposeRequest, rng: np.random.Generator) -> Tempted | None:
    """Sort by colour, but round the places instead of into them."""
    sorts = [c for (c,) in singles(request.kinds) if _is_plain(c, "color") and c.verb == "inside"]
    rings = [clause.model_copy(update={"verb": "circle"}) for clause in sorts]
    rings = [ring for ring in rings if form_of(ring) is not None]
    if not rings:
        return None
    ring, colors = _one_of(rings, rng), int(rng.integers(*RINGS))
    why = f"{plural(ring.mover)} are sorted into {plural(ring.target)}, but not around them"
    return worded((Step(clause=ring, count=colors),), (), rng), why


def _is_plain(clause: Clause, selection: Selection) -> bool:
    """Whether things are only put somewhere, all of them or each by its colour."""
    return clause.verb in ("inside", "within", "on") and clause.selection == selection


def _one_of(clauses: list[Clause], rng: np.random.Generator) -> Clause:
    return clauses[int(rng.integers(len(clauses)))]


def _one_after_the_other(
    proposal: Proposal, request: ProposeRequest, rng: np.random.Generator
) -> Tempted | None:
    """Put a solved task and this idea after each other, though they share nothing."""
    mine = {kind for step in proposal.steps for kind in (step.clause.mover, step.clause.target)}
    solved = [(e.name, cell[0]) for e in request.examples if len(cell := parse_signature(e.signature)) == 1]
    strange = [(name, clause) for name, clause in solved if not mine & {clause.mover, clause.target}]
    if not strange:
        return None
    name, clause = strange[int(rng.integers(len(strange)))]
    first = compose((clause,), rng)
    steps, others = (*first.steps, *proposal.steps), (*first.distractors, *proposal.distractors)
    return worded(steps, others, rng), f"{name} is solved, so something else can follow it"


# What is bold, and the share of first ideas that it gets where it fits.
BOLD_IDEAS: tuple[tuple[float, Temptation], ...] = (
    (0.035, _more_of_it), (0.04, _crowded), (0.035, _whole_lot), (0.01, _packed_by_size),
    (0.05, _ringed_by_color), (0.04, _one_after_the_other),
)  # fmt: skip
