"""The built-in reflection: three votes, each with an eye for something else.

Vote 0 reads every instruction against its goal (`agents.author.wording`). Vote 1 asks for taste: chores,
trifles, and what could be taken away. Vote 2 asks whether the task is what was promised, and new. A false
sentence, and a thing, word or goal that nobody needs, are grave: no vote passes over them. They see the built
scene as data, never the world.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator

from agents.author.likeness import same_signature
from agents.author.wording import complaints
from agents.roles import Reflection, ReflectRequest
from sim.colors import COLORS
from sim.kinds import FACTS, KINDS, Kind
from sim.report import Report
from sim.signature import signature
from sim.spec import GoalSpec, SceneSpec

MOST_ACTIONS = 6
MOST_STROKES = 16  # of the same, until a pile or a rope lies where it should


class BuiltInReflection:
    """Votes on solved tasks."""

    async def reflect(self, request: ReflectRequest) -> Reflection:
        """Answer with one vote; the work is done in a thread."""
        return await asyncio.to_thread(_reflect, request)


def _reflect(request: ReflectRequest) -> Reflection:
    scene = request.report.scene
    if scene is None:
        reason = "The report holds no scene, so there is nothing to compare the words with."
        return Reflection(reasons=(reason,), language_matches=False, keep=False, lesson=reason)
    aspect = ASPECTS[request.vote % len(ASPECTS)]
    lies = tuple(dict.fromkeys(_language(request, scene)))
    needless = tuple(dict.fromkeys(_needless(scene)))
    own = dict.fromkeys((*aspect(request, scene), *lies, *needless))  # what is grave, every vote sees
    if not own:
        return Reflection(reasons=(PRAISE[aspect],), language_matches=True, keep=True, lesson="")
    return Reflection(reasons=tuple(own), language_matches=not lies, keep=False, lesson=_lesson(tuple(own)))


def _lesson(complaints: tuple[str, ...]) -> str:
    return f"Before writing the sentence or adding an object, check: {complaints[0]}"


# --- vote 0: the language ---------------------------------------------------------------------------------


def _language(_request: ReflectRequest, scene: SceneSpec) -> Iterator[str]:
    for goal in scene.goals:
        yield from complaints(scene, goal)


# --- vote 1: taste ----------------------------------------------------------------------------------------


def _taste(request: ReflectRequest, scene: SceneSpec) -> Iterator[str]:
    yield from _needless(scene)
    yield from _effort(request.report, scene)


def _needless(scene: SceneSpec) -> Iterator[str]:
    """The one rule of taste: to take away an object, a colour word or a goal has to change who succeeds."""
    yield from _idle_things(scene)
    yield from _idle_words(scene)
    yield from _idle_goals(scene)


def _idle_things(scene: SceneSpec) -> Iterator[str]:
    """Things that no goal uses and that could not be taken for one that it does."""
    used = {i for goal in scene.goals for i in (*goal.objects, *goal.frames)}
    kinds = {scene.objects[i].kind for i in used}
    kinds |= {"kit"} if "hole" in kinds else set()
    for index, thing in enumerate(scene.objects):
        if index not in used and thing.kind not in kinds:
            yield f"The {thing.name} could be taken away and nothing would change."


def _idle_words(scene: SceneSpec) -> Iterator[str]:
    """Colour words of things that have no rival of another colour."""
    for goal in scene.goals:
        if goal.ordered:
            continue  # the order needs names for its things
        for color, kind in re.findall(rf"({'|'.join(COLORS)}) ({'|'.join(KINDS)})\b", goal.instruction):
            alike = {thing.color for thing in scene.objects if thing.kind == kind}
            if alike == {color} and _movable(scene, kind):
                yield f'"{color}" tells nothing apart in "{goal.instruction}": every {kind} is {color}.'


def _idle_goals(scene: SceneSpec) -> Iterator[str]:
    """Goals that another goal asks for as well."""
    lasting = [goal for goal in scene.goals if not goal.transient]
    if len({goal.instruction for goal in lasting}) < len(lasting):
        yield "Two goals are asked for by the same sentence."
    for goal in lasting:
        if any(_implies(other, goal) for other in lasting if other is not goal):
            yield f'"{goal.instruction}" asks for nothing that another goal does not ask for as well.'


def _implies(other: GoalSpec, goal: GoalSpec) -> bool:
    """Whether one goal holds whenever another does: same place, same relation, some of its things."""
    same = (other.arrangement, other.frames) == (goal.arrangement, goal.frames)
    whole = not other.any_will_do and {*goal.objects} <= {*other.objects}
    built_further = goal.arrangement != "none" and goal.count < other.count  # a tower, floor by floor
    return same and whole and not built_further


def _movable(scene: SceneSpec, kind: Kind) -> bool:
    return any(thing.kind == kind and not thing.fixed for thing in scene.objects)


def _effort(report: Report, scene: SceneSpec) -> Iterator[str]:
    actions = sorted(e.actions for e in report.episodes if e.success)
    if not actions:
        return
    usual = actions[len(actions) // 2]
    soft = any(FACTS[scene.objects[i].kind].role == "soft" for goal in scene.goals for i in goal.objects)
    if usual > (MOST_STROKES if soft else MOST_ACTIONS + 2):
        yield f"It takes {usual} actions; the same could be learned from {MOST_ACTIONS}."
    movers = {i for goal in scene.goals for i in goal.objects}
    choice = any(
        thing.kind == scene.objects[m].kind and i not in movers and not thing.fixed
        for m in movers
        for i, thing in enumerate(scene.objects)
    )
    exact = any(slot.strict for goal in scene.goals for slot in goal.slots)
    if usual <= 1 and not (choice or exact or soft):
        yield "One move, nothing to choose and nothing to aim at: too easy to learn anything from."


# --- vote 2: novelty and promise --------------------------------------------------------------------------


def _novelty(request: ReflectRequest, scene: SceneSpec) -> Iterator[str]:
    promised = signature([step.clause for step in request.proposal.steps])
    built = request.report.signature
    if built != promised:
        yield f'Promised was "{promised}", built was "{built}".'
    for example in request.nearest:
        if same_signature(example.signature, built):
            yield f"{example.name} asks for exactly the same."


Aspect = Callable[[ReflectRequest, SceneSpec], Iterator[str]]
ASPECTS: tuple[Aspect, ...] = (_language, _taste, _novelty)
PRAISE: dict[Aspect, str] = {
    _language: "Every instruction names the colours, kinds and counts of its goal, and nothing else.",
    _taste: "Every object has a part, every colour word tells something apart, and the effort is right.",
    _novelty: "It is what was proposed, and none of the nearest tasks asks for the same.",
}
