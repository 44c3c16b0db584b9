"""Where several loads go on one support: pure geometry, in the support's foot frame.

Loads lie at yaw 0 in rows along x, widest rows first, with a gap that the gripper needs between them. Nothing
here knows about tasks or physics.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.kinds import WALL_M, Kind, Vec3

GAP_M = 0.010  # between two loads, and between a load and a wall or an edge


@dataclass(frozen=True)
class Area:
    """The usable part of a support: its sides in metres and the height of its floor above the foot."""

    x: float
    y: float
    floor: float


def usable_area(kind: Kind, size: Vec3) -> Area:
    """Return the flat part of a support on which loads can lie."""
    if kind == "bowl":
        return Area(0.05, 0.05, WALL_M)
    if kind == "container":
        return Area(size[0] - 2 * WALL_M, size[1] - 2 * WALL_M, WALL_M)
    if kind == "zone":
        return Area(size[0], size[1], 0.0)
    return Area(size[0], size[1], size[2])


def shelve(loads: list[Vec3], area: Area, gap: float = GAP_M) -> list[tuple[float, float]] | None:
    """Lay loads out in rows, centred as a whole; None when they do not fit.

    A first-fit shelf packing (Coffman et al. 1980): deepest loads first, each in the first row with room.

    Args:
        loads: full extents of each load, metres.
        area: where they go.
        gap: free space round each load, metres.

    Returns:
        (x, y) of the centre of each load, in the order given.
    """
    order = sorted(range(len(loads)), key=lambda i: (-loads[i][1], -loads[i][0], i))
    rows: list[list[int]] = []
    for index in order:
        row = next((r for r in rows if _row_length([*r, index], loads, gap) <= area.x + 1e-9), None)
        if row is None:
            rows.append([index])
        else:
            row.append(index)
    depth = gap + sum(loads[row[0]][1] + gap for row in rows)
    if depth > area.y + 1e-9 or any(_row_length(row, loads, gap) > area.x + 1e-9 for row in rows):
        return None
    return _centers(rows, loads, gap, depth)


def _row_length(row: list[int], loads: list[Vec3], gap: float) -> float:
    return gap + sum(loads[i][0] + gap for i in row)


def _centers(rows: list[list[int]], loads: list[Vec3], gap: float, depth: float) -> list[tuple[float, float]]:
    centers: dict[int, tuple[float, float]] = {}
    y = -depth / 2 + gap
    for row in rows:
        x = -_row_length(row, loads, gap) / 2 + gap
        for index in row:
            centers[index] = (x + loads[index][0] / 2, y + loads[row[0]][1] / 2)
            x += loads[index][0] + gap
        y += loads[row[0]][1] + gap
    return [centers[i] for i in range(len(loads))]


def line_up(widths: list[float], length: float, gap: float) -> list[float] | None:
    """Return the centres of loads along one axis, centred as a whole; None when `length` is too short."""
    total = sum(widths) + gap * (len(widths) - 1)
    if total > length + 1e-9:
        return None
    centers, start = [], -total / 2
    for width in widths:
        centers.append(start + width / 2)
        start += width + gap
    return centers
