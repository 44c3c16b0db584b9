"""How hard a task is, as far as numbers can tell: how long, how often, how exactly.

The placement slack of a slot is the least distance in the plane by which a filler may miss its place before
the slot is not filled, or before the filler meets a neighbour or a wall. It is read off the scene alone: no
physics, and nothing about how well the oracle aims.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

from sim.frames import Frame, Outline, Point2, about_z, depth_in
from sim.judge import AT_XY_M
from sim.kinds import Kind
from sim.report import Difficulty, EpisodeResult
from sim.shapes import mouth, outline
from sim.spec import GoalSpec, ObjectSpec, SceneSpec, Slot

BEAD_M = 0.020  # how far a rope's bead may be from its place
ORIGIN = Frame((0.0, 0.0, 0.0))
EXACT = ("at", "inserted")
FIT_M: dict[Kind, float] = {"fixture": 0.004, "rods": 0.007}  # sockets with walls: the play in them


def difficulty_of(scenes: Sequence[SceneSpec], episodes: Sequence[EpisodeResult]) -> Difficulty | None:
    """Sum up a task over its scenes; None when the oracle solved none of them."""
    solved = [episode.actions for episode in episodes if episode.success]
    if not solved:
        return None
    return Difficulty(
        actions=median(solved),
        success_rate=len(solved) / len(episodes),
        slack_m=round(median(map(slack_of, scenes)), 4),
    )


def slack_of(scene: SceneSpec) -> float:
    """Return the least slack of all slots of a scene, metres."""
    return min(max(0.0, slack) for goal in scene.goals for slack in _slacks(scene, goal))


def _slacks(scene: SceneSpec, goal: GoalSpec) -> Iterator[float]:
    for number, slot in enumerate(goal.slots):
        # Several objects may fill the slot; the one that fits best counts, as a person would choose it.
        yield max(_slack(scene, slot, index) for index in slot.accepts)
        yield from (_gap(scene, slot, other) for other in goal.slots[:number] if _beside(slot, other))


def _slack(scene: SceneSpec, slot: Slot, index: int) -> float:
    if slot.relation == "spans":
        return BEAD_M
    exact = AT_XY_M if slot.strict or slot.relation in EXACT else math.inf
    if slot.frame is None or slot.needs or slot.is_spot:
        return AT_XY_M
    filler, frame = scene.objects[index], scene.objects[slot.frame]
    if slot.relation in EXACT:
        return min(exact, FIT_M.get(frame.kind, exact))
    if filler.kind == "pile":
        return min(frame.size[0] - filler.size[0], frame.size[1] - filler.size[1]) / 2
    return min(exact, _room(slot, filler, frame))


def _room(slot: Slot, filler: ObjectSpec, frame: ObjectSpec) -> float:
    """Return how far a filler at its place is from the border of what it is on, or in."""
    place = _placed(slot, filler)
    if slot.relation == "inside":
        return min(depth_in(mouth(frame)[0], corner) for corner in place)
    border = outline(frame, ORIGIN)
    if slot.relation == "within" or frame.kind == "zone":
        return min(depth_in(border, corner) for corner in place)
    return depth_in(border, (slot.position[0], slot.position[1]))


def _placed(slot: Slot, filler: ObjectSpec) -> Outline:
    """Return the outline of a filler in its slot, in the frame of the slot."""
    x, y, _ = slot.position
    return outline(filler, Frame((x, y, 0.0), about_z(slot.yaw)))


def _beside(slot: Slot, other: Slot) -> bool:
    """Whether two slots are on one floor of one thing, for different fillers."""
    return (
        slot.frame == other.frame
        and not slot.is_spot
        and not other.is_spot
        and slot.relation not in ("spans", "inserted")
        and slot.position[2] == other.position[2]
        and slot.position != other.position
        and not (len(slot.accepts) == 1 and slot.accepts == other.accepts)
    )


def _gap(scene: SceneSpec, slot: Slot, other: Slot) -> float:
    """Return the distance between the smallest fillers of two slots, along the best of their sides."""
    a, b = (_placed(s, _smallest(scene, s)) for s in (slot, other))
    return max(_parted(a, b), _parted(b, a))


def _smallest(scene: SceneSpec, slot: Slot) -> ObjectSpec:
    return min((scene.objects[i] for i in slot.accepts), key=lambda thing: thing.size[0] * thing.size[1])


def _parted(a: Outline, b: Outline) -> float:
    """Return by how much the side of `a` that parts the two best is away from `b`; negative: they overlap."""
    sides = zip(a, a[1:] + a[:1], strict=True)
    return max(min(_beyond(side, corner) for corner in b) for side in sides)


def _beyond(side: tuple[Point2, Point2], point: Point2) -> float:
    """Return how far a point is on the outer side, the right, of a side."""
    (ax, ay), (bx, by) = side
    twice_area = (by - ay) * (point[0] - ax) - (bx - ax) * (point[1] - ay)
    return twice_area / math.dist(*side)
