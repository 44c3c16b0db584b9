"""Place things on the table so that nothing touches, computed from footprints.

A thing claims its own footprint and every place that a goal has in its frame: a pyramid's base claims the
pyramid. Claims are placed, largest first, at random; when chance finds no room in `TRIES` draws, a grid is
searched, so that "the table is full" is a finding and not bad luck.

Unlike GenSim, which erodes a rendered segmentation image, this needs no picture and cannot overlap
(sim-to-sim differences are intended: see docs/architecture.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import MultiPoint, Point, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from sim.errors import TableFull
from sim.kinds import Kind, Vec3
from sim.spec import TABLE_X, TABLE_Y, Basis
from sim.spots import frame_of

CLEARANCE_M = 0.012  # between two claims: the tip of radius 10 mm passes
EDGE_M = 0.01  # between a claim and the border of the workspace
TRIES = 60
ROUNDS = 10  # with reserves: whoever was placed first may leave no room for them, where others would
GRID_M = 0.02
YAWS = 8


@dataclass(frozen=True)
class Footing:
    """Where a foot goes: x and y in metres, yaw in radians."""

    x: float
    y: float
    yaw: float


@dataclass(frozen=True)
class Claim:
    """The part of the table that one thing needs, in its foot frame."""

    outline: BaseGeometry
    yaw_range: tuple[float, float] = (-math.pi, math.pi)

    def moved(self, footing: Footing) -> BaseGeometry:
        """Return the outline in the world frame."""
        turned = affinity.rotate(self.outline, footing.yaw, origin=(0.0, 0.0), use_radians=True)
        return affinity.translate(turned, footing.x, footing.y)


@dataclass(frozen=True)
class Reserve:
    """Round ground that a spot keeps free, as soon as all that it is made from has a place.

    `anchors` are numbers of claims: of the slot's frame, then of the other thing.
    """

    basis: Basis
    anchors: tuple[int, ...]
    distance: float  # metres, of its middle from the origin of the spot's frame
    radius: float

    def ground(self, footings: Mapping[int, Footing]) -> Polygon:
        """Return the ground in the world frame."""
        feet = [(footings[anchor].x, footings[anchor].y) for anchor in self.anchors]
        x, y, _ = frame_of(self.basis, *feet).point((self.distance, 0.0, 0.0))
        return Point(x, y).buffer(self.radius, quad_segs=8)


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


def place(
    claims: Sequence[Claim], first: int, rng: np.random.Generator, reserves: Sequence[Reserve] = ()
) -> list[Footing]:
    """Find a footing for every claim, so that no claim and no reserve meets another.

    Args:
        claims: what needs room, in any order.
        first: how many of the claims, from the start, are placed before all others (the fixed things).
        rng: the only source of randomness.
        reserves: what has to stay free besides.

    Raises:
        TableFull: if a claim fits nowhere beside those placed before it.
    """
    order = sorted(range(len(claims)), key=lambda i: (i >= first, -claims[i].outline.area, i))
    for _ in range(ROUNDS if reserves else 0):
        found = _placed(claims, order, reserves, lambda claim: _by_chance(claim, rng))
        if len(found) == len(claims):
            break
    else:
        found = _placed(claims, order, reserves, lambda claim: _everywhere(claim, rng))
    if len(found) < len(claims):
        raise TableFull(
            f"only {len(found)} of {len(claims)} things fit on the table with {CLEARANCE_M * 1e3:.0f} mm "
            "between them; use fewer or smaller things"
        )
    return [found[i] for i in range(len(claims))]


def _placed(
    claims: Sequence[Claim],
    order: Sequence[int],
    reserves: Sequence[Reserve],
    candidates: Callable[[Claim], Iterator[Footing]],
) -> dict[int, Footing]:
    """Place claims in an order, each at its first free candidate, until one has none."""
    found: dict[int, Footing] = {}
    taken: list[BaseGeometry] = []
    for index in order:
        due = [r for r in reserves if index in r.anchors and {*r.anchors} <= {*found, index}]
        for footing in candidates(claims[index]):
            ground = _needed(claims[index].moved(footing), [r.ground({**found, index: footing}) for r in due])
            if _is_free(ground, taken):
                found[index] = footing
                taken += ground
                break
        else:
            break
    return found


def _needed(outline: BaseGeometry, reserved: list[Polygon]) -> list[BaseGeometry]:
    """Return the ground that a claim and its reserves take; nothing if they meet each other."""
    clear = all(outline.distance(ground) >= CLEARANCE_M for ground in reserved)
    return [outline, *reserved] if clear else []


def _is_free(ground: list[BaseGeometry], taken: list[BaseGeometry]) -> bool:
    """Whether there is ground at all, on the table and clear of what is taken."""
    apart = all(_on_table(g) and all(other.distance(g) >= CLEARANCE_M for other in taken) for g in ground)
    return bool(ground) and apart


def _on_table(outline: BaseGeometry) -> bool:
    left, low, right, high = outline.bounds
    inside_x = left >= TABLE_X[0] + EDGE_M and right <= TABLE_X[1] - EDGE_M
    return bool(inside_x and low >= TABLE_Y[0] + EDGE_M and high <= TABLE_Y[1] - EDGE_M)


def _by_chance(claim: Claim, rng: np.random.Generator) -> Iterator[Footing]:
    low, high = claim.yaw_range
    for _ in range(TRIES):
        x, y = rng.uniform(*TABLE_X), rng.uniform(*TABLE_Y)
        yield Footing(_rounded(x), _rounded(y), _rounded(rng.uniform(low, high)))


def _everywhere(claim: Claim, rng: np.random.Generator) -> Iterator[Footing]:
    """Draw first; when chance finds nothing, search a grid."""
    yield from _by_chance(claim, rng)
    low, high = claim.yaw_range
    columns = np.arange(TABLE_X[0] + EDGE_M, TABLE_X[1], GRID_M)
    rows = np.arange(TABLE_Y[0] + EDGE_M, TABLE_Y[1], GRID_M)
    yaws = np.linspace(low, high, YAWS, endpoint=False)
    grid = [(x, y) for x in columns for y in rows]
    rng.shuffle(grid)
    for yaw in yaws:
        for x, y in grid:
            yield Footing(_rounded(x), _rounded(y), _rounded(yaw))


def _rounded(value: float) -> float:
    """Round to a micrometre (or microradian), so that the last bits of a libm do not matter."""
    return round(float(value), 6)
