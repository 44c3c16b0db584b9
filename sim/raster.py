"""The upper surfaces of convex parts on a grid seen from straight above: the arithmetic of the height map.

Where most parts stand upright, a surface is a flat top within a rectangle or a circle; only what is tilted
costs more. Sampled at the centres of the pixels. No scenes and no colours here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.frames import Frame, rotate
from sim.kinds import Vec3
from sim.parts import Part
from sim.rays import Floats, Lines, axes_of, crossing

Mask = npt.NDArray[np.bool_]
UPRIGHT = 1 - 5e-7  # cosine of a thousandth of a radian: a top of 0.1 m is off by 0.05 mm at its ends
PARALLEL = 1e-9


@dataclass(frozen=True)
class Grid:
    """Where pixels are: the corner of the first, their size in metres, and how many; rows go along y."""

    corner: tuple[float, float]
    pixel_m: float
    rows: int
    columns: int

    def window(self, middle: Vec3, half_x: float, half_y: float) -> tuple[slice, slice]:
        """Return the rows and columns of the pixels in a rectangle about a point, as far as they exist."""
        x, y = middle[0] - self.corner[0], middle[1] - self.corner[1]
        return self._slice(y, half_y, self.rows), self._slice(x, half_x, self.columns)

    def _slice(self, middle_m: float, half_m: float, pixels: int) -> slice:
        first = min(pixels, max(0, math.floor((middle_m - half_m) / self.pixel_m)))
        return slice(first, max(first, min(pixels, math.ceil((middle_m + half_m) / self.pixel_m))))

    def away(self, middle: Vec3, rows: slice, columns: slice) -> tuple[Floats, Floats]:
        """Return how far pixels are from a point: (1, columns) along x and (rows, 1) along y."""
        x = (np.arange(columns.start, columns.stop) + 0.5) * self.pixel_m + (self.corner[0] - middle[0])
        y = (np.arange(rows.start, rows.stop) + 0.5) * self.pixel_m + (self.corner[1] - middle[1])
        return x[None, :], y[:, None]


@dataclass(frozen=True)
class Surface:
    """What of a part is seen: the window, which of its pixels, and their heights (one, if all are equal)."""

    rows: slice
    columns: slice
    there: Mask
    height: Floats | float


def seen_from_above(part: Part, frame: Frame, grid: Grid) -> Surface:
    """Return the upper surface of a part whose centre is at a frame."""
    if part.form == "sphere":
        return _dome(part, frame, grid)
    if abs(_vertical(frame)) > UPRIGHT:
        return _flat_top(part, frame, grid)
    return _tilted(part, frame, grid)


def _vertical(frame: Frame) -> float:
    x, y, _, _ = frame.rotation
    return 1 - 2 * (x * x + y * y)


def _dome(part: Part, frame: Frame, grid: Grid) -> Surface:
    radius = part.half[0]
    rows, columns = grid.window(frame.position, radius, radius)
    x, y = grid.away(frame.position, rows, columns)
    square = radius * radius - x * x - y * y
    return Surface(rows, columns, square >= 0, frame.position[2] + np.sqrt(np.maximum(square, 0.0)))


def _flat_top(part: Part, frame: Frame, grid: Grid) -> Surface:
    hx, hy, hz = part.half
    top = frame.position[2] + hz
    if part.form == "cylinder":
        rows, columns = grid.window(frame.position, hx, hx)
        x, y = grid.away(frame.position, rows, columns)
        return Surface(rows, columns, x * x + y * y <= hx * hx, top)
    cos, sin, _ = rotate(frame.rotation, (1.0, 0.0, 0.0))
    reach = (abs(cos) * hx + abs(sin) * hy, abs(sin) * hx + abs(cos) * hy)
    rows, columns = grid.window(frame.position, *reach)
    x, y = grid.away(frame.position, rows, columns)
    there = (np.abs(x * cos + y * sin) <= hx) & (np.abs(y * cos - x * sin) <= hy)
    return Surface(rows, columns, there, top)


def _tilted(part: Part, frame: Frame, grid: Grid) -> Surface:
    axes = axes_of(frame)
    reach = np.abs(axes) @ part.half
    rows, columns = grid.window(frame.position, float(reach[0]), float(reach[1]))
    x, y = grid.away(frame.position, rows, columns)
    if part.form == "box":
        low, high = _through_box(part, (x, y), axes)
    else:
        low, high = crossing(part, Lines(x[..., None] * axes[0] + y[..., None] * axes[1], axes[2]))
    return Surface(rows, columns, low <= high, frame.position[2] + high)


def _through_box(part: Part, away: tuple[Floats, Floats], axes: Floats) -> tuple[Floats, Floats]:
    """Return between which heights, relative to its centre, uprights are inside a box."""
    x, y = away
    low: Floats = np.full(np.broadcast_shapes(x.shape, y.shape), -np.inf)
    high: Floats = -low
    for (ax, ay, az), half in zip(axes.T.tolist(), part.half, strict=True):
        if abs(az) < PARALLEL:  # this pair of sides is vertical
            low = np.where(np.abs(x * ax + y * ay) <= half, low, np.inf)
            continue
        middle, span = (x * ax + y * ay) / -az, half / abs(az)
        low, high = np.maximum(low, middle - span), np.minimum(high, middle + span)
    return low, high
