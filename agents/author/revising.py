"""Mending a proposal: what the critic's faults call for, and nothing else.

All faults that stand are mended once, as a person would who reads a list of problems; whether that is enough,
the critic says.
"""

from __future__ import annotations

import numpy as np

from agents.author.grammar import form_of, is_mixture
from agents.author.planning import matched, worded
from agents.author.rules import Fault, faults_of
from agents.roles import Proposal, Step
from sim.kinds import FACTS, Kind
from sim.signature import Clause


def mended(proposal: Proposal, rng: np.random.Generator) -> Proposal | None:
    """Mend each fault of a proposal; None when one of them is out of reach, or there is none."""
    better, touched = proposal, set[int]()
    for fault in faults_of(proposal):
        if fault.step in touched or fault.step >= len(better.steps):
            continue  # one change for each step, and none for a step that is gone
        changed = _mend(better, fault, rng)
        if changed is None:
            return None
        better = changed
        touched.add(fault.step)
    return better if touched else None


def _mend(proposal: Proposal, fault: Fault, rng: np.random.Generator) -> Proposal | None:
    steps, spares = proposal.steps, proposal.distractors
    step = steps[fault.step]
    if fault.mend in ("fewer", "more"):
        steps = _swapped(steps, fault.step, step.model_copy(update={"count": max(1, fault.count)}))
    elif fault.mend == "drop":
        if fault.step == 0:
            return None
        steps = steps[: fault.step]
    elif fault.mend == "distractors":
        spares = _needed(steps)
    elif fault.mend in ("target", "mover"):
        clause = _other_kind(step.clause, fault.mend, [s.clause for s in steps[: fault.step]], rng)
        if clause is None:
            return None
        steps = _swapped(steps, fault.step, step.model_copy(update={"clause": clause}))
        spares = _needed(steps)
    else:
        return None
    return worded(matched(steps), spares, rng)


def _swapped(steps: tuple[Step, ...], index: int, step: Step) -> tuple[Step, ...]:
    return (*steps[:index], step, *steps[index + 1 :])


def _needed(steps: tuple[Step, ...]) -> tuple[Kind, ...]:
    return tuple(s.clause.mover for s in steps if s.clause.selection == "one" for _ in range(2))


def _other_kind(clause: Clause, place: str, before: list[Clause], rng: np.random.Generator) -> Clause | None:
    """Replace the mover or the target by a kind with which the grammar knows the clause."""
    if place == "target" and clause.link != "none" and before:
        kinds: list[Kind] = [c.mover for c in before]
    else:
        kinds = list(FACTS)
    options = [clause.model_copy(update={place: kind}) for kind in kinds]
    fitting = [o for o in options if o != clause and form_of(o) is not None and o.mover != o.target]
    fitting = [o for o in fitting if not any(o.mover == b.mover and not is_mixture(b, o) for b in before)]
    return fitting[int(rng.integers(len(fitting)))] if fitting else None
