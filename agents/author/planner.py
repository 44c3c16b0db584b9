"""The built-in author's second mode: from a target in plain words to a curriculum.

A wish is read (`wishes`) and granted by a construction or a cell of the grammar (`matching`); the task is
then taken apart into what has to be learned before it (`ladder`). After a setback a stage is made easier, or
left out. Nothing is built, or verified, here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from agents.author.grammar import form_of
from agents.author.ladder import Rung, ladder, skill
from agents.author.matching import PLACES, Granted, NoWay, grant, moved
from agents.author.planning import compose, worded
from agents.author.rules import faults_of
from agents.author.wishes import Wish, read_wish
from agents.roles import Plan, PlanRequest, Proposal, Stage, Step
from sim.kinds import Kind


def plan(request: PlanRequest) -> Plan:
    """Answer with stages, or with the reason why there are none."""
    rng = np.random.default_rng(np.random.SeedSequence(request.draw))
    wish = read_wish(request.target)
    try:
        granted = grant(wish, request.kinds, rng)
        stages = _stages(granted, rng)
        return _answer(request, granted, _around_setbacks(request, wish, stages, rng))
    except NoWay as why:
        return Plan(
            reasons=f"{request.target!r} was read as far as its words are known.", refusal=str(why), stages=()
        )


def staged(stage: Stage) -> Proposal:
    """Propose the task of a stage, as a child of the tasks that it needs."""
    reasons = f"It teaches to {stage.teaches}."
    return stage.task.model_copy(update={"parents": stage.needs, "reasons": reasons})


def _stages(granted: Granted, rng: np.random.Generator) -> list[Stage]:
    """Make a stage of each rung that can be built, the target last."""
    *rungs, top = ladder(tuple(step.clause for step in granted.task.steps))
    names: dict[str, tuple[str, ...]] = {}  # signature of a rung: the stages that stand for it
    stages: list[Stage] = []
    for rung in (*rungs, top):
        needs = tuple(dict.fromkeys(name for need in rung.needs for name in names[need]))
        task = granted.task if rung is top else compose(rung.cell, rng)
        if rung is not top and faults_of(task):  # then what needs it builds on what it would have built on
            names[rung.signature] = needs
            continue
        names[rung.signature] = (task.name,)
        stages.append(Stage(teaches=_teaches(rung, granted if rung is top else None), needs=needs, task=task))
    return stages


def _teaches(rung: Rung, target: Granted | None) -> str:
    if target is not None and target.made:
        return f"put it all together: {target.made}"
    return skill(rung.cell)


def _answer(request: PlanRequest, granted: Granted, stages: list[Stage]) -> Plan:
    made = f" {granted.made[0].upper()}{granted.made[1:]}." if granted.made else ""
    clauses = " and ".join(dict.fromkeys(step.clause.text() for step in stages[-1].task.steps))
    why = f"{request.target!r} comes down to {clauses}.{made} What each relation builds on comes before it."
    return Plan(reasons=why, refusal="", stages=tuple(stages))


# --- after setbacks ---------------------------------------------------------------------------------------


def _around_setbacks(
    request: PlanRequest, wish: Wish, stages: list[Stage], rng: np.random.Generator
) -> list[Stage]:
    """Put an easier stage in the place of each that failed; leave it out when nothing easier is left.

    Raises:
        NoWay: if the target itself failed in every way that there is.
    """
    target = stages[-1].name
    for failed in dict.fromkeys(setback.stage.name for setback in request.setbacks):
        tried = [s.stage.task.steps for s in request.setbacks if s.stage.name == failed]
        stage = next((stage for stage in stages if stage.name == failed), None)
        if stage is None:
            continue
        may_move = failed != target or not any(noun.is_place for noun in wish.nouns)
        easier = next((t for t in _easier(stage.task, may_move, rng) if t.steps not in tried), None)
        if easier is None and failed == target:
            last = request.setbacks[-1].reason
            raise NoWay(f"{failed} failed, and there is no easier way to it; the last try: {last}")
        stages = _replaced(stages, stage, easier)
    return stages


def _easier(task: Proposal, may_move: bool, rng: np.random.Generator) -> Iterator[Proposal]:
    """Think of easier versions of a task: as it is, with fewer things, in another place."""
    fewer = _with_fewest(task.steps)
    versions = [task.steps, fewer]
    if may_move:
        versions += [there for place in PLACES if (there := _moved(fewer, place))]
    for steps in versions:
        if not faults_of(worded(steps, task.distractors, rng)):
            yield _renewed(task, steps, rng)


def _with_fewest(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(
        step.model_copy(update={"count": min(step.count, form.low)})
        if (form := form_of(step.clause))
        else step
        for step in steps
    )


def _moved(steps: tuple[Step, ...], place: Kind) -> tuple[Step, ...]:
    clauses = moved([step.clause for step in steps], place)
    return tuple(s.model_copy(update={"clause": c}) for s, c in zip(steps, clauses, strict=False))


def _renewed(task: Proposal, steps: tuple[Step, ...], rng: np.random.Generator) -> Proposal:
    """Say anew what is asked; the name stays, for it is that of the stage."""
    return (
        task
        if steps == task.steps
        else worded(steps, task.distractors, rng).model_copy(update={"name": task.name})
    )


def _replaced(stages: list[Stage], old: Stage, task: Proposal | None) -> list[Stage]:
    """Change the task of a stage; without one, what needed it needs what it needed."""
    if task is not None:
        return [s.model_copy(update={"task": task}) if s is old else s for s in stages]
    return [
        s.model_copy(
            update={"needs": tuple(dict.fromkeys(n for need in s.needs for n in _instead(need, old)))}
        )
        for s in stages
        if s is not old
    ]


def _instead(need: str, left_out: Stage) -> tuple[str, ...]:
    return left_out.needs if need == left_out.name else (need,)
