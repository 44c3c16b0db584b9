"""What a task is, once colours, counts, sizes, poses, distractors and names are taken away.

Two tasks with the same signature are the same task to a researcher. A signature is a canonical line of text,
one clause per different goal:

    inside(block -> bowl) by color
    tower(block -> pallet) by size, ordered + inside(ball -> bowl) one, same object

The skeleton replaces kinds by their roles (stackable, receptacle, ...): tasks with one skeleton ask for the
same skill.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from sim.kinds import FACTS, Kind
from sim.spec import Data, GoalSpec, ObjectSpec, SceneSpec

Selection = Literal["all", "one", "color", "size", "any"]
Link = Literal["none", "object", "place"]
Verb = Literal[
    "inside", "on", "at", "within", "inserted", "spans",
    "tower", "pyramid", "row", "circle", "wall", "bridge", "layer", "beside", "between", "aligned",
]  # fmt: skip
Ground = Kind | Literal["table"]


class Clause(Data):
    """One goal of a signature.

    `selection` says how the sentence picks what to move: everything of its kind (`all`), some named ones
    among others of their kind (`one`), each to the target of its colour (`color`), by size (`size`), or that
    any will do (`any`).
    `link` says what a goal shares with an earlier one: a moved object, a place, or nothing.
    """

    verb: Verb
    mover: Kind
    target: Ground
    selection: Selection
    ordered: bool = False
    link: Link = "none"

    def text(self, *, roles: bool = False) -> str:
        """Write the clause out; with `roles`, kinds are replaced by their roles."""
        mover = FACTS[self.mover].role if roles else self.mover
        target = FACTS[self.target].role if roles and self.target != "table" else self.target
        order = ", ordered" if self.ordered else ""
        link = f", same {self.link}" if self.link != "none" else ""
        return f"{self.verb}({mover} -> {target}) by {self.selection}{order}{link}"


def signature(clauses: list[Clause]) -> str:
    """Write clauses as one canonical line: sorted, repeated ones once."""
    return " + ".join(sorted({clause.text() for clause in clauses}))


def skeleton(clauses: list[Clause]) -> str:
    """Write clauses as `signature` does, with kinds replaced by roles."""
    return " + ".join(sorted({clause.text(roles=True) for clause in clauses}))


def clauses_of(scene: SceneSpec) -> list[Clause]:
    """Read the clauses off a built scene; goals with several kinds of movers give one clause a kind.

    Steps on the way to a goal of the same family give none: what has to hold in the end is what counts.
    """
    clauses: list[Clause] = []
    repeated = _families(scene)
    last = {_family(scene, goal) for goal in scene.goals if not goal.transient}
    for position, goal in enumerate(scene.goals):
        if goal.transient and _family(scene, goal) in last:
            continue
        earlier = [g for g in scene.goals[:position] if _family(scene, g) != _family(scene, goal)]
        link = _link(goal, earlier)
        selection = _selection(scene, goal, repeated[_family(scene, goal)])
        for mover in sorted({scene.objects[i].kind for i in goal.objects}):
            clauses.append(
                Clause(
                    verb=_verb(goal),
                    mover=mover,
                    target=_target(scene, goal),
                    selection=selection,
                    ordered=goal.ordered and _is_built(goal),
                    link=link,
                )
            )
    return clauses


def _verb(goal: GoalSpec) -> Verb:
    return goal.slots[0].relation if goal.arrangement == "none" else goal.arrangement


def _is_built(goal: GoalSpec) -> bool:
    """Whether things are put together: an arrangement, or disks above each other on a rod."""
    return goal.arrangement != "none" or any(slot.needs for slot in goal.slots)


def _target(scene: SceneSpec, goal: GoalSpec) -> Ground:
    frame = goal.slots[0].frame
    return "table" if frame is None else scene.objects[frame].kind


def _family(scene: SceneSpec, goal: GoalSpec) -> tuple[str, str, tuple[str, ...]]:
    """Goals of one family say the same of different objects: a bowl for each block, one goal a block."""
    movers = tuple(sorted({scene.objects[i].kind for i in goal.objects}))
    return _verb(goal), _target(scene, goal), movers


def _families(scene: SceneSpec) -> dict[tuple[str, str, tuple[str, ...]], list[GoalSpec]]:
    families: dict[tuple[str, str, tuple[str, ...]], list[GoalSpec]] = {}
    for goal in scene.goals:
        families.setdefault(_family(scene, goal), []).append(goal)
    return families


def _selection(scene: SceneSpec, goal: GoalSpec, family: list[GoalSpec]) -> Selection:
    if goal.ordered and _monotone([_volume(scene.objects[i]) for i in _chain(scene, goal)]):
        return "size"
    if any(member.any_will_do for member in family):
        return "any"
    if _matched_by_color(scene, family):
        return "color"
    named = {index for member in family for index in member.objects}
    carriers = {index for member in family for index in member.frames}
    kinds = {scene.objects[i].kind for i in named}
    others = [
        o
        for i, o in enumerate(scene.objects)
        if i not in {*named, *carriers} and o.kind in kinds and not o.fixed
    ]
    return "one" if others else "all"


def _chain(scene: SceneSpec, goal: GoalSpec) -> list[int]:
    """The objects of an ordered arrangement in their order; a movable base is the first of them."""
    movable = [i for i in goal.frames if not scene.objects[i].fixed]
    return movable + [slot.accepts[0] for slot in goal.slots if _is_built(goal)]


def _matched_by_color(scene: SceneSpec, family: list[GoalSpec]) -> bool:
    """Whether each object goes to a target of its own colour, and there is more than one colour."""
    pairs = [
        (scene.objects[i].color, scene.objects[slot.frame].color)
        for goal in family
        if goal.arrangement == "none"
        for slot in goal.slots
        if slot.frame is not None
        for i in slot.accepts
    ]
    return len({target for _, target in pairs}) > 1 and all(a == b for a, b in pairs)


def _link(goal: GoalSpec, earlier: list[GoalSpec]) -> Link:
    moved = {i for g in earlier for i in g.objects}
    places = {i for g in earlier for i in g.frames}
    if moved & {*goal.objects, *goal.frames}:
        return "object"
    return "place" if places & {*goal.frames} else "none"


def _volume(thing: ObjectSpec) -> float:
    return thing.size[0] * thing.size[1] * thing.size[2]


def _monotone(values: list[float]) -> bool:
    steps = [b - a for a, b in pairwise(values)]
    return bool(steps) and (all(s > 1e-9 for s in steps) or all(s < -1e-9 for s in steps))
