"""Slots made from what a record says: in the frame of their host, to a micrometre."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.cliport.record import Point
from sim.frames import Frame, about_z
from sim.kinds import WALL_M
from sim.spec import ObjectSpec, Relation, Slot

DIGITS = 6
HOSTS: dict[str, tuple[Relation, float]] = {
    "region": ("within", 0.0), "receptacle": ("inside", WALL_M), "surface": ("on", 0.0),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A place of a goal: who may take it, where, how high the program says it is, and how high its top is."""

    goal: int
    slot: Slot
    position: tuple[float, float]
    stated_z: float
    top: float


def rounded(point: Point) -> Point:
    """Return a point to a micrometre."""
    x, y, z = (round(value, DIGITS) for value in point)
    return (x, y, z)


def frame_of(thing: ObjectSpec) -> Frame:
    """Return where the foot of a thing is at the start."""
    return Frame(thing.pose.position, about_z(thing.pose.yaw))


def slot_at(  # noqa: PLR0913 - a slot has so many sides
    relation: Relation, host: tuple[int, Frame] | None, foot: Frame, z: float, accepts: tuple[int, ...],
    *, strict: bool | None = None,
) -> Slot:  # fmt: skip
    """Make a slot at a foot's place and heading, in the frame of its host."""
    index, frame = (None, Frame((0.0, 0.0, 0.0))) if host is None else host
    level = (foot.position[0], foot.position[1], frame.position[2] + z)
    x, y, height = frame.local(level)
    yaw = math.remainder(foot.yaw - frame.yaw, 2 * math.pi)
    return Slot(
        relation=relation,
        frame=index,
        position=rounded((x, y, height)),
        yaw=round(yaw, DIGITS),
        strict=relation not in ("inside", "within") if strict is None else strict,
        accepts=accepts,
    )
