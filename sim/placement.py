"""Place things on the table so that nothing touches, computed from footprints.

A thing claims its own footprint and every place that a goal has in its frame: a pyramid's base claims the
pyramid. Claims are placed, largest first, at random; when chance finds no room in `TRIES` draws, a grid is
searched, so that "the table is full" is a finding and not bad luck.

Unlike GenSim, which erodes a rendered segmentation image, this needs no picture and cannot overlap
(sim-to-sim differences are intended: see docs/architecture.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely import MultiPoint, Point, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from sim.errors import TableFull
from sim.kinds import Kind, Vec3
from sim.spec import TABLE_X, TABLE_Y

CLEARANCE_M = 0.012  # between two claims: the tip of radius 10 mm passes
EDGE_M = 0.01  # between a claim and the border of the workspace
TRIES = 60
GRID_M = 0.02
YAWS = 8


@dataclass(frozen=True)
class Spot:
    """Where a foot goes: x and y in metres, yaw in radians."""

    x: float
    y: float
    yaw: float


@dataclass(frozen=True)
class Claim:
    """The part of the table that one thing needs, in its foot frame."""

    outline: BaseGeometry
    yaw_range: tuple[float, float] = (-math.pi, math.pi)

    def moved(self, spot: Spot) -> BaseGeometry:
        """Return the outline in the world frame."""
        turned = affinity.rotate(self.outline, spot.yaw, origin=(0.0, 0.0), use_radians=True)
        return affinity.translate(turned, spot.x, spot.y)


def footprint(kind: Kind, size: Vec3, x: float = 0.0, y: float = 0.0, yaw: float = 0.0) -> Polygon:
    """Return what a thing covers when its foot is at (x, y, yaw), metres and radians."""
    if kind in ("ball", "cylinder", "bowl", "disk"):
        return Point(x, y).buffer(size[0] / 2, quad_segs=8)
    half = (size[0] / 2, size[1] / 2)
    if kind == "corner":  # its foot is the inner vertex, not the middle
        outline = box(-0.005, -0.005, size[0], size[1])
    else:
        outline = box(-half[0], -half[1], half[0], half[1])
    return affinity.translate(affinity.rotate(outline, yaw, origin=(0.0, 0.0), use_radians=True), x, y)


def hull(outlines: list[Polygon]) -> BaseGeometry:
    """Return the convex hull of several outlines."""
    return MultiPoint([point for o in outlines for point in o.exterior.coords]).convex_hull


def place(claims: list[Claim], first: int, rng: np.random.Generator) -> list[Spot]:
    """Find a spot for every claim.

    Args:
        claims: what needs room, in any order.
        first: how many of the claims, from the start, are placed before all others (the fixed things).
        rng: the only source of randomness.

    Raises:
        TableFull: if a claim fits nowhere beside those placed before it.
    """
    order = sorted(range(len(claims)), key=lambda i: (i >= first, -claims[i].outline.area, i))
    spots: dict[int, Spot] = {}
    taken: list[BaseGeometry] = []
    for index in order:
        spot = _free_spot(claims[index], taken, rng)
        if spot is None:
            raise TableFull(
                f"only {len(spots)} of {len(claims)} things fit on the table with {CLEARANCE_M * 1e3:.0f} mm "
                "between them; use fewer or smaller things"
            )
        spots[index] = spot
        taken.append(claims[index].moved(spot))
    return [spots[i] for i in range(len(claims))]


def _free_spot(claim: Claim, taken: list[BaseGeometry], rng: np.random.Generator) -> Spot | None:
    for spot in _candidates(claim, rng):
        outline = claim.moved(spot)
        if _on_table(outline) and all(other.distance(outline) >= CLEARANCE_M for other in taken):
            return spot
    return None


def _on_table(outline: BaseGeometry) -> bool:
    left, low, right, high = outline.bounds
    inside_x = left >= TABLE_X[0] + EDGE_M and right <= TABLE_X[1] - EDGE_M
    return bool(inside_x and low >= TABLE_Y[0] + EDGE_M and high <= TABLE_Y[1] - EDGE_M)


def _candidates(claim: Claim, rng: np.random.Generator) -> Iterator[Spot]:
    low, high = claim.yaw_range
    for _ in range(TRIES):
        x, y = rng.uniform(*TABLE_X), rng.uniform(*TABLE_Y)
        yield Spot(_rounded(x), _rounded(y), _rounded(rng.uniform(low, high)))
    columns = np.arange(TABLE_X[0] + EDGE_M, TABLE_X[1], GRID_M)
    rows = np.arange(TABLE_Y[0] + EDGE_M, TABLE_Y[1], GRID_M)
    yaws = np.linspace(low, high, YAWS, endpoint=False)
    grid = [(x, y) for x in columns for y in rows]
    rng.shuffle(grid)
    for yaw in yaws:
        for x, y in grid:
            yield Spot(_rounded(x), _rounded(y), _rounded(yaw))


def _rounded(value: float) -> float:
    """Round to a micrometre (or microradian), so that the last bits of a libm do not matter."""
    return round(float(value), 6)
