"""What the oracle does with ropes and piles: it looks where their parts are and picks a drag or push."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.effort import PLAN
from sim.frames import Frame, Outline, Point2
from sim.motion import Action
from sim.roping import DRAGS, bead_places, crown, next_drag
from sim.shapes import collision_parts
from sim.soft import is_soft
from sim.spec import GoalSpec, SceneSpec, Slot
from sim.sweeping import PUSHES, Crumb, Field, next_push
from sim.world import World

WORLD_FRAME = Frame((0.0, 0.0, 0.0))


@dataclass(frozen=True)
class Stroke:
    """One drag or push that brings an object nearer to a slot."""

    index: int
    slot: Slot
    action: Action


def strokes_allowed(scene: SceneSpec) -> int:
    """Return how many drags and pushes the ropes and piles of a scene may take."""
    total = 0
    for goal in scene.goals:
        for slot in goal.slots:
            kinds = {scene.objects[index].kind for index in slot.accepts}
            total += DRAGS * ("rope" in kinds) + PUSHES * ("pile" in kinds)
    return total


def next_stroke(
    world: World, scene: SceneSpec, goal: GoalSpec, filled: Mapping[int, int]
) -> Stroke | str | None:
    """Decide how to go on with the ropes and piles of a goal.

    Args:
        world: as it is.
        scene: what it was loaded from.
        goal: does not hold.
        filled: its slots that have what they need, and by which object.

    Returns:
        The next drag or push; a sentence if there is none that helps; None if this is about other things.
    """
    for number, slot in enumerate(goal.slots):
        spare = [i for i in slot.accepts if is_soft(scene.objects[i]) and i not in filled.values()]
        if number in filled or not spare:
            continue
        thing = scene.objects[spare[0]]
        stroke = _drag if thing.kind == "rope" else _push
        found = stroke(world, scene, slot, spare[0])
        return f"nothing left to try: no way to move the {thing.name} was found" if found is None else found
    return None


def _drag(world: World, scene: SceneSpec, slot: Slot, index: int) -> Stroke | None:
    if slot.end is None:
        return None
    base = WORLD_FRAME if slot.frame is None else world.foot(slot.frame)
    beads = [part.position for part in world.parts(index)]
    bead, place = next_drag(beads, bead_places(base, (slot.position, slot.end), len(beads)))
    return Stroke(index, slot, Action(crown(bead, scene.objects[index].size[2] / 2), place, 0.0))


def _push(world: World, scene: SceneSpec, slot: Slot, index: int) -> Stroke | None:
    if slot.frame is None:
        return None
    zones = _homes(world, scene)
    crumbs = [
        Crumb(spot, zones.get(other))
        for other, thing in enumerate(scene.objects)
        if thing.kind == "pile"
        for spot in _spots(world, other)
    ]
    solid = [i for i, thing in enumerate(scene.objects) if collision_parts(thing)]
    edge, obstacles = scene.objects[index].size[2], tuple(world.outline(i) for i in solid)
    field = Field(tuple(crumbs), edge, obstacles, turn=world.steps)
    world.effort.spend(PLAN * len(crumbs) * (len(crumbs) + len(solid)))
    push = next_push(field, world.outline(slot.frame))
    if push is None:
        return None
    return Stroke(index, slot, Action((*push.start, 0.0), (*push.end, 0.0), 0.0))


def _homes(world: World, scene: SceneSpec) -> dict[int, Outline]:
    """Return the zone where each pile belongs, of those that some goal asks for."""
    return {
        index: world.outline(slot.frame)
        for goal in scene.goals
        for slot in goal.slots
        if slot.relation == "within" and slot.frame is not None
        for index in slot.accepts
    }


def _spots(world: World, index: int) -> Iterator[Point2]:
    for part in world.parts(index):
        yield part.position[0], part.position[1]
