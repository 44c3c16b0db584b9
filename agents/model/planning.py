"""What a plan has to hold beyond its form before anybody follows it, said so that a model can mend it.

`agents.roles.Plan` refuses what no planner may say. Here is what only models get wrong: they plan one stage,
or stages that lead nowhere, and forget what they called the ones that are done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from agents.model.faults import Fault
from agents.roles import Plan, PlanRequest

FEWEST_STAGES: Final = 2  # whatever can be wished for builds on something; what fails may be left out later


def sound(plan: Plan, request: PlanRequest) -> Plan:
    """Return a plan that can be followed, or that refuses.

    Raises:
        Fault: `rule`, with everything that is wrong with it.
    """
    if wrong := "" if plan.refusal else "; ".join(_complaints(plan, request)):
        raise Fault("rule", wrong)
    return plan


def _complaints(plan: Plan, request: PlanRequest) -> Iterator[str]:
    if len(plan.stages) < FEWEST_STAGES and not request.setbacks:
        yield f"one stage is no way to a target; plan {FEWEST_STAGES} at least, or refuse"
    first: dict[str, str] = {}
    done = _verified(request)
    for number, stage in enumerate(plan.stages, start=1):
        goals = stage.goals
        if not stage.name.strip():
            yield f"stage {number} has no name"
        if not goals:
            yield f"{stage.name} has no steps"
        elif goals in first:
            yield f"{stage.name} has the goals of {first[goals]}; leave one of them out"
        first.setdefault(goals, stage.name)
        if done.get(stage.name, goals) != goals:
            yield f"{stage.name} is verified with the goals {done[stage.name]}; keep them, or change the name"
    if idle := _leading_nowhere(plan):
        target = plan.stages[-1].name
        yield f"nothing that leads to {target} needs {', '.join(idle)}; say who does, or leave it out"


def _verified(request: PlanRequest) -> dict[str, str]:
    """Return the goals of the stages that are done, by name."""
    stages = request.previous.stages if request.previous else ()
    return {stage.name: stage.goals for stage in stages if stage.name in request.verified}


def _leading_nowhere(plan: Plan) -> list[str]:
    """Name the stages that the last one does not need, directly or through others."""
    *_, target = plan.stages
    needed = {target.name}
    for stage in reversed(plan.stages):
        if stage.name in needed:
            needed.update(stage.needs)
    return [stage.name for stage in plan.stages if stage.name not in needed]
