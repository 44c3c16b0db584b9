"""The built-in reflection: three votes, each with an eye for something else.

Vote 0 reads every instruction against its goal: true words (`sim.words`), enough of them, and their order.
Vote 1 asks for taste: needless objects, colour words that tell nothing apart, chores, trifles. Vote 2 asks
whether the task is what was promised, and new. They see the built scene as data, never the world.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from agents.author.grammar import parse_signature
from agents.roles import Reflection, ReflectRequest
from sim.colors import COLORS
from sim.kinds import FACTS, KINDS, Kind
from sim.report import Report
from sim.signature import signature
from sim.spec import GoalSpec, ObjectSpec, SceneSpec
from sim.words import plural, wrong_words

MOST_ACTIONS = 6
MOST_STROKES = 16  # of the same, until a pile or a rope lies where it should
GENERIC = ("object", "thing", "piece", "item", "everything")
LARGE, SMALL = ("largest", "biggest", "widest"), ("smallest", "narrowest")


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
    complaints = tuple(dict.fromkeys(aspect(request, scene)))
    matches = not (complaints if aspect is _language else tuple(_language(request, scene)))
    if not complaints:
        return Reflection(reasons=(PRAISE[aspect],), language_matches=matches, keep=True, lesson="")
    return Reflection(reasons=complaints, language_matches=matches, keep=False, lesson=_lesson(complaints))


def _lesson(complaints: tuple[str, ...]) -> str:
    return f"Before writing the sentence or adding an object, check: {complaints[0]}"


# --- vote 0: the language ---------------------------------------------------------------------------------


def _language(_request: ReflectRequest, scene: SceneSpec) -> Iterator[str]:
    for goal in scene.goals:
        words = re.findall(r"[a-z]+", goal.instruction.lower())
        yield from (f"{complaint}." for complaint in wrong_words(scene, goal))
        yield from _unsaid_colors(scene, goal, words)
        yield from _unsaid_kinds(scene, goal, words)
        yield from _wrong_order(scene, goal, words)


def _unsaid_colors(scene: SceneSpec, goal: GoalSpec, words: list[str]) -> Iterator[str]:
    said = [word for word in words if word in COLORS]
    movers = [scene.objects[i] for i in goal.objects]
    for mover in movers:
        rivals = _rivals(scene, goal, mover)
        if rivals and mover.color not in said:
            yield f'"{goal.instruction}" does not say which {mover.kind}: there are others.'
        elif any(rival.color == mover.color for rival in rivals):
            yield f"There are two things that could be the {mover.name}."
    if goal.frames and movers and not said:
        yield from _open_target(scene, goal)


def _open_target(scene: SceneSpec, goal: GoalSpec) -> Iterator[str]:
    """A target among several of its kind must be said, unless an earlier goal or the count tells which."""
    frame = scene.objects[goal.frames[0]]
    earlier = {i for g in scene.goals[: scene.goals.index(goal)] for i in (*g.objects, *g.frames)}
    fixed = [i for i, thing in enumerate(scene.objects) if thing.kind == frame.kind and thing.fixed]
    if frame.fixed and len(fixed) > len(goal.frames) and not set(goal.frames) <= earlier:
        yield f'"{goal.instruction}" does not say which {frame.kind} is meant.'


def _rivals(scene: SceneSpec, goal: GoalSpec, mover: ObjectSpec) -> list[ObjectSpec]:
    """Movable things of the mover's kind that the goal does not name."""
    named = {*goal.objects, *goal.frames}
    return [
        thing
        for i, thing in enumerate(scene.objects)
        if i not in named and thing.kind == mover.kind and not thing.fixed
    ]


def _unsaid_kinds(scene: SceneSpec, goal: GoalSpec, words: list[str]) -> Iterator[str]:
    if any(word.rstrip("s") in GENERIC for word in words):
        return
    said = {kind for kind in KINDS if kind in words or plural(kind) in words}
    movers = [scene.objects[i] for i in goal.objects]
    unsaid = {m.kind for m in movers if not {*m.variant.lower().split("-")} & {*words}}  # "star" will do
    for kind in sorted(unsaid - said):
        yield f'"{goal.instruction}" does not mention the {kind} that has to move.'


def _wrong_order(scene: SceneSpec, goal: GoalSpec, words: list[str]) -> Iterator[str]:
    said = [word for word in words if word in COLORS]
    by_size = any(word in words for word in (*LARGE, *SMALL, "size"))
    if not goal.ordered:
        if by_size:
            yield f'"{goal.instruction}" speaks of sizes, but any order would do.'
        return
    movers = [scene.objects[slot.accepts[0]] for slot in goal.slots]
    if by_size:
        yield from _wrong_sizes(goal, movers, words)
    elif [color for color in said if color in {m.color for m in movers}][-len(movers) :] != [
        mover.color for mover in movers
    ]:
        yield f'"{goal.instruction}" gives another order than its goal.'


def _wrong_sizes(goal: GoalSpec, movers: list[ObjectSpec], words: list[str]) -> Iterator[str]:
    volumes = [m.size[0] * m.size[1] * m.size[2] for m in movers]
    first_large = next((word in LARGE for word in words if word in (*LARGE, *SMALL)), True)
    falls = all(a > b for a, b in pairwise(volumes))
    rises = all(a < b for a, b in pairwise(volumes))
    if not (falls if first_large else rises):
        yield f'"{goal.instruction}" orders by size, but its goal does not.'


# --- vote 1: taste ----------------------------------------------------------------------------------------


def _taste(request: ReflectRequest, scene: SceneSpec) -> Iterator[str]:
    used = {i for goal in scene.goals for i in (*goal.objects, *goal.frames)}
    movers = {scene.objects[i].kind for goal in scene.goals for i in goal.objects}
    targets = {scene.objects[i].kind for goal in scene.goals for i in goal.frames}
    targets |= {"kit"} if "hole" in targets else set()
    for index, thing in enumerate(scene.objects):
        if index not in used and thing.kind not in movers | targets:
            yield f"The {thing.name} could be taken away and nothing would change."
    yield from _idle_words(scene)
    yield from _effort(request.report, scene)
    lasting = [goal.instruction for goal in scene.goals if not goal.transient]
    if len({*lasting}) < len(lasting):
        yield "Two goals are asked for by the same sentence."


def _idle_words(scene: SceneSpec) -> Iterator[str]:
    """Colour words of movable things that have no rival of another colour."""
    for goal in scene.goals:
        if goal.ordered:
            continue  # the order needs names for its things
        for color, kind in re.findall(rf"({'|'.join(COLORS)}) ({'|'.join(KINDS)})\b", goal.instruction):
            alike = {thing.color for thing in scene.objects if thing.kind == kind}
            if alike == {color} and _movable(scene, kind):
                yield f'"{color}" tells nothing apart in "{goal.instruction}": every {kind} is {color}.'


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
        held = parse_signature(example.signature)
        if example.signature == built or (held and signature(list(held)) == built):
            yield f"{example.name} asks for exactly the same."
    lasting = [goal for goal in scene.goals if not goal.transient]
    if len(lasting) != len(set(map(_essence, lasting))):
        yield "Two goals ask for the same of the same things."


def _essence(goal: GoalSpec) -> tuple[object, ...]:
    return goal.arrangement, goal.objects, goal.frames


Aspect = Callable[[ReflectRequest, SceneSpec], Iterator[str]]
ASPECTS: tuple[Aspect, ...] = (_language, _taste, _novelty)
PRAISE: dict[Aspect, str] = {
    _language: "Every instruction names the colours, kinds and counts of its goal, and nothing else.",
    _taste: "Every object has a part, every colour word tells something apart, and the effort is right.",
    _novelty: "It is what was proposed, and none of the nearest tasks asks for the same.",
}
