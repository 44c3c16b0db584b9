"""Ropes and piles of a record, each told as one thing of ours.

GenSim's rope starts upright and falls in a heap that never comes to rest; ours starts flat and straight, as
near as there is room. GenSim strews the cubes of a pile anywhere, also into each other; here each takes the
nearest free cell of a grid. The number of pieces, their size and where they shall go are the program's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from sim.cliport.record import Goal, Record
from sim.cliport.things import DIGITS, Untold, colour_of
from sim.frames import Frame, Outline, about_z, overlap
from sim.kinds import Vec3, facts
from sim.shapes import outline
from sim.spec import MAX_PARTS, TABLE_X, TABLE_Y, ObjectSpec, Pose

CUBE = "block/small.urdf"
CUBE_M = 0.01
CELL_M = 0.0125  # of the grid that the cubes of a pile are put on
CELLS = 24
HEADINGS = 8  # in which a rope may lie
STEP_M = 0.025  # between the places where it may lie
EDGE_M = 0.02  # that it keeps from the table's edge
STRAIGHT_M = 0.005  # by which the ends of a rope's places may be off a straight line
LINE_M = 0.01  # width of the strip that is looked at for room


@dataclass(frozen=True)
class Cluster:
    """Bodies of a record that are one thing: a rope's in the order of the chain."""

    kind: str
    bodies: tuple[int, ...]


def clusters_of(record: Record) -> tuple[Cluster, ...]:
    """Find the ropes and the piles of a record.

    Raises:
        Untold: if what is tied is no rope, or two goals share a pile in part.
    """
    return (*_ropes(record), *(_piles(record) if record.primitive == "push" else ()))


def _ropes(record: Record) -> list[Cluster]:
    following = {tie.parent: tie.child for tie in record.ties}
    followers = set(following.values())
    if len(following) < len(record.ties) or len(followers) < len(record.ties):
        raise Untold("bodies that are tied together otherwise than in a rope")
    ropes = []
    for start in sorted(set(following) - followers):
        chain = [start]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        ropes.append(Cluster("rope", tuple(chain)))
    if sum(len(rope.bodies) for rope in ropes) != len(record.ties) + len(ropes):
        raise Untold("bodies that are tied in a ring")
    return ropes


def _piles(record: Record) -> list[Cluster]:
    found: dict[tuple[int, ...], None] = {}
    for goal in record.goals:
        bodies = tuple(sorted({index for index, _ in goal.objects}))
        if any(record.bodies[index].asset != CUBE for index in bodies):
            raise Untold("things that are pushed, and are no pile")
        found[bodies] = None
    if sum(map(len, found)) != len({index for bodies in found for index in bodies}):
        raise Untold("a pile that goals share in part")
    return [Cluster("pile", bodies) for bodies in found]


def told(cluster: Cluster, record: Record, others: Sequence[ObjectSpec]) -> ObjectSpec:
    """Return a cluster as one thing, where the others leave room."""
    if len(cluster.bodies) > MAX_PARTS:
        raise Untold(f"a {cluster.kind} of {len(cluster.bodies)} pieces; ours has at most {MAX_PARTS}")
    return _rope(cluster, record, others) if cluster.kind == "rope" else _pile(cluster, record)


def _rope(cluster: Cluster, record: Record, others: Sequence[ObjectSpec]) -> ObjectSpec:
    beads = len(cluster.bodies)
    tie = next(tie for tie in record.ties if tie.parent == cluster.bodies[0])
    length = round(beads * math.dist(tie.parent_pivot, tie.child_pivot), DIGITS)
    first = record.bodies[cluster.bodies[0]]
    thick = first.collision.size[0] if first.collision else CUBE_M
    size = (length, thick, thick)
    _check("rope", size)
    x, y, yaw = _room((first.position[0], first.position[1]), length, others)
    parts = tuple((round(((bead + 0.5) / beads - 0.5) * length, DIGITS), 0.0, 0.0) for bead in range(beads))
    return ObjectSpec(
        kind="rope", color=colour_of(record.bodies[cluster.bodies[beads // 2]], "red"), size=size,
        mass=facts("rope").mass_kg, pose=Pose(position=(x, y, 0.0), yaw=yaw), parts=parts,
    )  # fmt: skip


def _room(start: tuple[float, float], length: float, others: Sequence[ObjectSpec]) -> Vec3:
    """Return where a rope can lie straight, as (x, y, yaw): the place that is nearest to a point."""
    taken = [outline(o, Frame(o.pose.position, about_z(o.pose.yaw))) for o in others]
    columns = [TABLE_X[0] + STEP_M * n for n in range(round((TABLE_X[1] - TABLE_X[0]) / STEP_M) + 1)]
    rows = [TABLE_Y[0] + STEP_M * n for n in range(round((TABLE_Y[1] - TABLE_Y[0]) / STEP_M) + 1)]
    for x, y in sorted(product(columns, rows), key=lambda point: math.dist(point, start)):
        for heading in range(HEADINGS):
            yaw = heading * math.pi / HEADINGS
            if _lies_free((x, y, yaw), length, taken):
                return round(x, DIGITS), round(y, DIGITS), round(yaw, DIGITS)
    raise Untold("a rope that has no room to lie straight")


def _lies_free(place: Vec3, length: float, taken: Sequence[Outline]) -> bool:
    x, y, yaw = place
    frame = Frame((x, y, 0.0), about_z(yaw))
    reach, half = length / 2 + EDGE_M, LINE_M
    corners = [frame.point((a * reach, b * half, 0.0)) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    strip: Outline = tuple((px, py) for px, py, _ in corners)
    on_table = all(TABLE_X[0] <= px <= TABLE_X[1] and TABLE_Y[0] <= py <= TABLE_Y[1] for px, py in strip)
    return on_table and not any(overlap(strip, other) for other in taken)


def _pile(cluster: Cluster, record: Record) -> ObjectSpec:
    spots = [record.bodies[index].position[:2] for index in cluster.bodies]
    middle = tuple(sum(axis) / len(spots) for axis in zip(*spots, strict=True))
    cells = sorted(product(range(CELLS), repeat=2))
    free = {cell: tuple(CELL_M * (n - (CELLS - 1) / 2) for n in cell) for cell in cells}
    parts: list[Vec3] = []
    for x, y in spots:
        away = (x - middle[0], y - middle[1])
        cell = min(free, key=lambda c: (round(math.dist(free[c], away), DIGITS), c))
        px, py = free.pop(cell)
        parts.append((round(px, DIGITS), round(py, DIGITS), 0.0))
    extents = [2 * max(abs(part[axis]) for part in parts) + CUBE_M for axis in (0, 1)]
    size = (round(max(extents), DIGITS), round(max(extents), DIGITS), CUBE_M)
    _check("pile", size)
    position = (round(middle[0], DIGITS), round(middle[1], DIGITS), 0.0)
    return ObjectSpec(
        kind="pile", color=colour_of(record.bodies[cluster.bodies[0]], "gray"), size=size,
        mass=facts("pile").mass_kg, pose=Pose(position=position), parts=tuple(parts),
    )  # fmt: skip


def _check(kind: str, size: Vec3) -> None:
    known = facts("rope" if kind == "rope" else "pile")
    limits = zip(known.smallest, size, known.largest, strict=True)
    if any(not low - 1e-6 <= extent <= high + 1e-6 for low, extent, high in limits):
        raise Untold(f"a {kind} of {' x '.join(f'{1000 * extent:.0f}' for extent in size)} mm")


def ends_of(goal: Goal, beads: int) -> tuple[Vec3, Vec3]:
    """Return where a rope shall start and end: half a step beyond the first and the last of its places.

    Raises:
        Untold: if the places are not a straight line, one for each bead.
    """
    targets = goal.targets
    if goal.metric != "pose" or len(targets) != beads or any(target.fault for target in targets):
        raise Untold("a rope with other places than one for each bead")
    first, last = targets[0].position, targets[-1].position
    step = [(b - a) / (beads - 1) for a, b in zip(first, last, strict=True)]
    for number, target in enumerate(targets):
        if math.dist(_along(first, step, number)[:2], target.position[:2]) > STRAIGHT_M:
            raise Untold("a rope that shall lie bent")
    start, end = _along(first, step, -0.5), _along(first, step, beads - 0.5)
    return (start[0], start[1], 0.0), (end[0], end[1], 0.0)


def _along(first: Vec3, step: Sequence[float], steps: float) -> Vec3:
    x, y, z = (a + steps * s for a, s in zip(first, step, strict=True))
    return (x, y, z)
