"""Where straight lines pass through convex parts: the arithmetic of both cameras.

Exact for boxes, cylinders and spheres, vectorised over lines with numpy, and nothing else: no scenes, no
colours. A line is `start + t * along` in a part's own frame; either may be one vector or an array of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.frames import Frame, rotate
from sim.kinds import Vec3
from sim.parts import Part

Floats = npt.NDArray[np.float64]
PARALLEL = 1e-12


@dataclass(frozen=True)
class Lines:
    """Lines in a part's frame: starts and directions, (..., 3) each; their shapes broadcast."""

    start: Floats
    along: Floats

    def at(self, t: Floats) -> Floats:
        """Return the points at parameters t, (..., 3)."""
        return self.start + t[..., None] * self.along


def axes_of(frame: Frame) -> Floats:
    """Return a frame's axes as the columns of a matrix; `vectors @ axes` are the vectors in the frame."""
    units: tuple[Vec3, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    return np.array([rotate(frame.rotation, unit) for unit in units]).T


def crossing(part: Part, lines: Lines) -> tuple[Floats, Floats]:
    """Return where lines enter and leave a part, as parameters; if they miss it, they leave too early."""
    spans = [_through_round(lines, part.half[0], 3)] if part.form == "sphere" else []
    if part.form == "cylinder":
        spans = [_through_slab(lines, 2, part.half[2]), _through_round(lines, part.half[0], 2)]
    if part.form == "box":
        spans = [_through_slab(lines, axis, part.half[axis]) for axis in range(3)]
    enter, leave = spans[0]
    for later, earlier in spans[1:]:
        enter, leave = np.maximum(enter, later), np.minimum(leave, earlier)
    return enter, leave


def normals(part: Part, points: Floats) -> Floats:
    """Return the outward unit normals at points of a part's surface, (..., 3), both in the part's frame."""
    if part.form == "sphere":
        return points / part.half[0]
    if part.form == "cylinder":
        side = points / part.half[0] * (1.0, 1.0, 0.0)
        cap = np.sign(points) * (0.0, 0.0, 1.0)
        on_cap = np.abs(points[..., 2]) > part.half[2] * (1 - 1e-6)
        return np.where(on_cap[..., None], cap, side)
    nearness = np.abs(points) / part.half
    face = nearness.argmax(axis=-1)[..., None] == np.arange(3)
    return np.where(face, np.sign(points), 0.0)


def _through_slab(lines: Lines, axis: int, half: float) -> tuple[Floats, Floats]:
    start, along = lines.start[..., axis], lines.along[..., axis]
    # A line parallel to the slab is in it for ever or never: a tiny direction gives huge parameters.
    along = np.where(np.abs(along) < PARALLEL, PARALLEL, along)
    a, b = (-half - start) / along, (half - start) / along
    return np.minimum(a, b), np.maximum(a, b)


def _through_round(lines: Lines, radius: float, dimensions: int) -> tuple[Floats, Floats]:
    """Solve for a sphere (three dimensions) or an endless cylinder along z (two)."""
    start, along = lines.start[..., :dimensions], lines.along[..., :dimensions]
    a = np.maximum((along * along).sum(axis=-1), PARALLEL**2)
    b = (start * along).sum(axis=-1)
    c = (start * start).sum(axis=-1) - radius * radius
    inner = b * b - a * c
    root = np.sqrt(np.maximum(inner, 0.0))
    miss = inner < 0
    return np.where(miss, np.inf, (-b - root) / a), np.where(miss, -np.inf, (-b + root) / a)
