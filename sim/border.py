"""The border: what a program's process said is read here, strictly, before anything of ours acts on it.

A program that took its process over can still only send bytes. These are bounded, parsed as JSON and nothing
else, and must be scenes that the task language could have made: of this program, for the seeds that were
asked for, of things as big and heavy as their kind. Whether such a scene is a good task is judged later, by
what does not run there.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from pydantic import ValidationError

from sim.kinds import VARIANTS, facts
from sim.messages import BuildAnswer, BuildRequest
from sim.spec import GoalSpec, ObjectSpec, SceneSpec

ROUNDING_M = 1e-5
MANY = 1000
MAX_BODIES = 600  # things and their parts; more would keep the simulator busy for minutes
ALWAYS_FIXED = ("region", "marker", "surface", "socket")
WITH_VARIANT = ("shape", "hole")


class Refused(Exception):
    """What came is no answer; the message says what is wrong with it."""


def admit(said: bytes, request: BuildRequest, task: str, *, check: bool = True) -> BuildAnswer:
    """Read an answer to a request.

    Args:
        said: what the program's process wrote.
        request: what it had been asked.
        task: the name of the program's class.
        check: ask whether the scenes could be; a test that looks at what is behind the border leaves it out.

    Raises:
        Refused: if it is not an answer to this request that a program could have earned.
    """
    try:
        answer = BuildAnswer.model_validate_json(said, strict=True)
    except ValidationError as error:
        raise Refused(_first(error)) from error
    if not check:
        return answer
    if answer.failure is None:
        _check_seeds(answer, request)
    for scene in answer.scenes:
        _check_scene(scene, task)
    if any(record.task != task for record in answer.records):
        raise Refused(f"a record calls itself otherwise than the program, {task}")
    return answer


def _first(error: ValidationError) -> str:
    """Tell the first of the errors, unless there are so many that listing them were work for us."""
    if error.error_count() > MANY:
        return f"{error.error_count()} values are wrong"
    first = error.errors(include_url=False, include_input=False)[0]
    return f"at {'.'.join(map(str, first['loc'])) or 'its start'}: {first['msg']}"


def _check_seeds(answer: BuildAnswer, request: BuildRequest) -> None:
    if request.dialect == "cliport":
        if answer.scenes or answer.full or tuple(record.seed for record in answer.records) != request.seeds:
            raise Refused("it has not one record for each seed that was asked for, and nothing else")
        return
    if answer.records:
        raise Refused("it has records, and scenes were asked for")
    built = [scene.seed for scene in answer.scenes]
    tried = {*built, *answer.full}
    once = len(tried) == len(built) + len(answer.full)
    all_of_them = len(answer.full) > request.max_full or tried == set(request.seeds)
    if not (
        once and all_of_them and tried <= set(request.seeds) and built == _in_order(request.seeds, set(built))
    ):
        raise Refused("it is for other seeds than those that were asked for")


def _in_order(seeds: Sequence[int], among: set[int]) -> list[int]:
    return [seed for seed in seeds if seed in among]


def _check_scene(scene: SceneSpec, task: str) -> None:
    if scene.task != task:
        raise Refused(f"a scene calls itself {scene.task}, and the program {task}")
    bodies = sum(1 + len(thing.parts) for thing in scene.objects)
    if bodies > MAX_BODIES:
        raise Refused(
            f"a scene has {bodies} things and parts of things; at most {MAX_BODIES} can be simulated"
        )
    for thing in scene.objects:
        _check_object(thing)
    for goal in scene.goals:
        _check_goal(goal, scene)


def _check_object(thing: ObjectSpec) -> None:
    known = facts(thing.kind)
    sizes = zip(known.smallest, thing.size, known.largest, strict=True)
    if any(not low - ROUNDING_M <= size <= high + ROUNDING_M for low, size, high in sizes):
        raise Refused(f"a {thing.name} has a size that no {thing.kind} has: {thing.size}")
    if thing.mass != known.mass_kg:
        raise Refused(
            f"a {thing.name} weighs {thing.mass:g} kg; each {thing.kind} weighs {known.mass_kg:g} kg"
        )
    if known.role in ALWAYS_FIXED and not thing.fixed:
        raise Refused(f"a {thing.name} is loose; each {thing.kind} is fixed")
    if (thing.variant in VARIANTS) != (thing.kind in WITH_VARIANT):
        raise Refused(f"a {thing.name} has the shape {thing.variant!r}")
    if bool(thing.parts) != (known.role == "soft"):
        raise Refused(f"a {thing.name} has {len(thing.parts)} parts")


def _check_goal(goal: GoalSpec, scene: SceneSpec) -> None:
    if not goal.instruction.isprintable():
        raise Refused("an instruction holds characters that cannot be shown")
    if any(index in slot.accepts for slot in goal.slots for index in (slot.frame,)):
        raise Refused(f"goal {goal.instruction!r} moves a thing relative to itself")
    if any(scene.objects[index].fixed for index in goal.objects):
        raise Refused(f"goal {goal.instruction!r} moves what is fixed")
    try:
        TopologicalSorter({number: slot.needs for number, slot in enumerate(goal.slots)}).prepare()
    except CycleError as circle:
        raise Refused(f"goal {goal.instruction!r} has slots that need each other") from circle
