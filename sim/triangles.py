"""Which pixels small triangles cover, and how far away they are there: arithmetic for meshes, in numpy.

Meant for many triangles of a few pixels each, as finely tessellated shapes have; a large one costs as many
samples as its box has pixels, so long ones are halved first (`finer`). No scenes and no files here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.rays import Floats

Ints = npt.NDArray[np.intp]
BATCH = 1 << 21  # samples at a time: bounds the memory


@dataclass(frozen=True)
class Mesh:
    """Triangles, (N, 3 corners, 3) in metres, counter-clockwise from outside, and their colours, (N, 3)."""

    corners: Floats
    colors: Floats

    def normals(self) -> Floats:
        """Return the outward unit normals, (N, 3); zero where a triangle has no area."""
        a, b, c = (self.corners[:, number] for number in range(3))
        normal = np.cross(b - a, c - a)
        length = np.linalg.norm(normal, axis=-1, keepdims=True)
        unit: Floats = np.divide(normal, length, out=np.zeros_like(normal), where=length > 0)
        return unit

    def moved(self, axes: Floats, origin: tuple[float, float, float]) -> Mesh:
        """Return the mesh in the world, given its axes as columns and its origin."""
        return Mesh(self.corners @ axes.T + origin, self.colors)


@dataclass(frozen=True)
class Samples:
    """Points of triangles at the centres of pixels: number of the pixel, depth, number of the triangle."""

    pixel: Ints
    depth: Floats
    triangle: Ints


def finer(mesh: Mesh, edge_m: float) -> Mesh:
    """Halve every edge longer than a length until there is none; the surface stays the same."""
    done: list[Floats] = []
    colors: list[Floats] = []
    corners, tint = mesh.corners, mesh.colors
    while len(corners):
        edges = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=-1)
        short = edges.max(axis=1) <= edge_m
        done.append(corners[short])
        colors.append(tint[short])
        corners, tint, longest = corners[~short], tint[~short], edges[~short].argmax(axis=1)
        # Turn each triangle so that its longest edge goes from its first corner to its second.
        turned = corners[np.arange(len(corners))[:, None], (longest[:, None] + np.arange(3)) % 3]
        a, b, c = (turned[:, number] for number in range(3))
        middle = (a + b) / 2
        corners = np.concatenate([np.stack([a, middle, c], axis=1), np.stack([middle, b, c], axis=1)])
        tint = np.concatenate([tint, tint])
    return Mesh(np.concatenate(done), np.concatenate(colors))


def coarser(mesh: Mesh, cell_m: float) -> Mesh:
    """Melt all corners in a cell of a grid into their mean; triangles that lose their area go.

    Source: vertex clustering, Rossignac and Borrel 1993, "Multi-resolution 3D approximations".
    """
    points = mesh.corners.reshape(-1, 3)
    _, cell = np.unique(np.floor(points / cell_m).astype(np.int64), axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    count = np.bincount(cell)
    means = np.stack([np.bincount(cell, points[:, axis]) / count for axis in range(3)], axis=1)
    cells = cell.reshape(-1, 3)
    kept = (cells != np.roll(cells, 1, axis=1)).all(axis=1)
    return Mesh(means[cells[kept]], mesh.colors[kept])


def cover(corners: Floats, shape: tuple[int, int]) -> Samples:
    """Find the pixels whose centres lie in triangles that face the eye.

    Args:
        corners: (N, 3 corners, 3): column, row and depth, in pixels and metres; all in front of the eye.
        shape: rows and columns of the picture.
    """
    a, b, c = (corners[:, number, :2] for number in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    facing = np.flatnonzero(area < 0)  # rows go down, so counter-clockwise is negative
    first = np.ceil(corners[facing, :, :2].min(axis=1) - 0.5)
    last = np.floor(corners[facing, :, :2].max(axis=1) - 0.5)
    inside = np.all((last >= 0) & (first < (shape[1], shape[0])) & (last >= first), axis=1)
    facing, first, last = facing[inside], first[inside], last[inside]
    size = np.exp2(np.ceil(np.log2(np.maximum(last - first + 1, 1).max(axis=1, initial=1)))).astype(int)
    found = [
        _sampled(corners, part, first[size == side][chunk], int(side), shape)
        for side in np.unique(size)
        for chunk in _chunks(int((size == side).sum()), max(1, BATCH // int(side) ** 2))
        for part in [facing[size == side][chunk]]
    ]
    if not found:
        return Samples(np.empty(0, np.intp), np.empty(0), np.empty(0, np.intp))
    return Samples(
        np.concatenate([samples.pixel for samples in found]),
        np.concatenate([samples.depth for samples in found]),
        np.concatenate([samples.triangle for samples in found]),
    )


def _chunks(number: int, most: int) -> list[slice]:
    return [slice(start, start + most) for start in range(0, number, most)]


def _sampled(corners: Floats, which: Ints, first: Floats, side: int, shape: tuple[int, int]) -> Samples:
    """Look at the pixels of a square about each of some triangles."""
    a, b, c = (corners[which, number, :, None] for number in range(3))  # (n, 3, 1)
    step = np.arange(side * side)
    x, y = first[:, 0, None] + step % side, first[:, 1, None] + step // side  # (n, side * side)
    px, py = x + 0.5 - a[:, 0], y + 0.5 - a[:, 1]
    ux, uy, vx, vy = b[:, 0] - a[:, 0], b[:, 1] - a[:, 1], c[:, 0] - a[:, 0], c[:, 1] - a[:, 1]
    area = ux * vy - uy * vx
    s, t = (px * vy - py * vx) / area, (py * ux - px * uy) / area
    there = (s >= 0) & (t >= 0) & (s + t <= 1) & (x >= 0) & (y >= 0) & (x < shape[1]) & (y < shape[0])
    depth = a[:, 2] + s * (b[:, 2] - a[:, 2]) + t * (c[:, 2] - a[:, 2])
    rows = np.broadcast_to(which[:, None], there.shape)
    return Samples((y * shape[1] + x)[there].astype(np.intp), depth[there], rows[there])
