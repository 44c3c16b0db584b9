"""Calibrated cameras that look at a world as a laboratory's would: colour and depth, in perspective.

Conventions are OpenCV's: a camera looks along its z axis, x goes right and y down, the upper left pixel has
its centre at (0, 0), and depth is measured along z. What is seen is cut exactly by the lines of sight, from
the same convex parts as the collisions. `sim.sensors` makes it as bad as a real sensor's, and `sim.fusion`
turns the images of any cameras, ours or yours, into the height map that policies see.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.errors import UsageError
from sim.frames import Frame, Quaternion
from sim.kinds import Vec3
from sim.looks import Look, Surface, plain_look
from sim.parts import Part
from sim.rays import Floats, Lines, axes_of, crossing, normals
from sim.shapes import visual_parts
from sim.world import NOWHERE, TABLE, TABLE_CENTER, TABLE_SIZE, World

NOTHING = -2  # how a segmentation names what is neither a thing nor the table
NEAR_M = 0.01
STRAIGHT = 1e-6  # by how much a rotation may miss being one

REALSENSE_SIZE = (480, 640)
REALSENSE_MATRIX = ((450.0, 0.0, 320.0), (0.0, 450.0, 240.0), (0.0, 0.0, 1.0))
REALSENSE_POSES: tuple[tuple[Vec3, Quaternion], ...] = (  # front, left, right: GenSim's and CLIPort's
    ((1.0, 0.0, 0.75), (0.6532815, 0.6532815, -0.2705981, -0.2705981)),
    ((0.0, 0.5, 0.75), (-0.3596, 0.8682, -0.3160, 0.1309)),
    ((0.0, -0.5, 0.75), (-0.8682, 0.3596, -0.1309, 0.3160)),
)


@dataclass(frozen=True)
class Camera:
    """A pinhole camera; make yours with `calibrated`.

    focal: along columns and rows, in pixels. center: the principal point, (column, row) in pixels.
    pose: the camera in the world. size: (rows, columns).
    """

    focal: tuple[float, float]
    center: tuple[float, float]
    pose: Frame
    size: tuple[int, int]

    def seen(self, points: Floats) -> Floats:
        """Return where points of the world, (N, 3), are seen: (N, 3) columns, rows and depths."""
        x, y, z = ((points - np.array(self.pose.position)) @ axes_of(self.pose)).T
        return np.stack(
            [self.focal[0] * x / z + self.center[0], self.focal[1] * y / z + self.center[1], z], axis=1
        )

    def directions(self, rows: slice, columns: slice) -> Floats:
        """Return the lines of sight through pixels in the world, (rows, columns, 3), one metre deep each."""
        x = (np.arange(columns.start, columns.stop) - self.center[0]) / self.focal[0]
        y = (np.arange(rows.start, rows.stop) - self.center[1]) / self.focal[1]
        across, down, ahead = axes_of(self.pose).T
        lines: Floats = x[None, :, None] * across + y[:, None, None] * down + ahead
        return lines


@dataclass(frozen=True)
class Image:
    """What a camera saw.

    rgb: (rows, columns, 3) uint8. depth: (rows, columns) float32, metres along the camera's z; 0 where
    nothing was measured.
    """

    rgb: npt.NDArray[np.uint8]
    depth: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Truth:
    """An image without any fault, and what each pixel shows: the index of a thing, `TABLE`, or `NOTHING`."""

    image: Image
    segmentation: npt.NDArray[np.int32]


def calibrated(intrinsics: npt.ArrayLike, world_from_camera: npt.ArrayLike, size: tuple[int, int]) -> Camera:
    """Make a camera from what a calibration gives.

    Args:
        intrinsics: 3 x 3, of undistorted images; fx, fy on the diagonal, cx, cy in the last column, pixels.
        world_from_camera: 4 x 4, a rigid transform; metres, in the frame of the robot's base on the table.
        size: rows and columns of the images.

    Raises:
        UsageError: if a matrix is none of that kind; the message says which rule it breaks.
    """
    matrix, pose = np.asarray(intrinsics, dtype=float), np.asarray(world_from_camera, dtype=float)
    if matrix.shape != (3, 3) or pose.shape != (4, 4):
        raise UsageError(f"intrinsics {matrix.shape} and pose {pose.shape}; they must be 3 x 3 and 4 x 4.")
    if min(matrix[0, 0], matrix[1, 1]) <= 0 or not np.array_equal(matrix[2], (0, 0, 1)) or matrix[0, 1] != 0:
        raise UsageError(
            f"intrinsics {matrix.tolist()}: fx and fy must be positive, the skew 0, the last row (0, 0, 1)."
        )
    turn = pose[:3, :3]
    rigid = np.allclose(turn @ turn.T, np.eye(3), atol=STRAIGHT) and np.linalg.det(turn) > 0
    if not rigid or not np.allclose(pose[3], (0, 0, 0, 1)):
        raise UsageError(
            f"world_from_camera {pose.tolist()} is no rigid transform: its rotation must be orthonormal and "
            "right-handed, its last row (0, 0, 0, 1)."
        )
    if min(size) < 1:
        raise UsageError(f"size {size}: rows and columns must be at least 1.")
    x, y, z = (float(value) for value in pose[:3, 3])
    focal, center = (float(matrix[0, 0]), float(matrix[1, 1])), (float(matrix[0, 2]), float(matrix[1, 2]))
    return Camera(focal, center, Frame((x, y, z), _quaternion(turn)), size)


def realsense_cameras() -> tuple[Camera, Camera, Camera]:
    """Return the three cameras of GenSim and CLIPort, modelled on Intel's D415: front, left and right."""
    front, left, right = (
        calibrated(REALSENSE_MATRIX, _matrix(position, rotation), REALSENSE_SIZE)
        for position, rotation in REALSENSE_POSES
    )
    return front, left, right


def photograph(world: World, camera: Camera, look: Look | None = None) -> Truth:
    """Look at a world with a perfect sensor.

    Args:
        world: as it is.
        camera: from where.
        look: light, colours and textures; None for the plain ones.
    """
    shapes = [
        (piece.index, part, piece.foot)
        for piece in world.pieces()
        if piece.foot != NOWHERE
        for part in visual_parts(piece.thing)
    ]
    return expose(shapes, camera, look or plain_look(world.things))


def expose(shapes: Iterable[tuple[int, Part, Frame]], camera: Camera, look: Look) -> Truth:
    """Look at shapes on the table with a perfect sensor.

    Args:
        shapes: the index that each has in the look, a convex part, and the frame in which the part is given.
        camera: from where.
        look: light, colours and textures.
    """
    return _Exposure(camera, look).of(shapes)


class _Exposure:
    """An image in the making: of each pixel depth, colour and what it shows."""

    def __init__(self, camera: Camera, look: Look) -> None:
        self._camera, self._look = camera, look
        self._eye = np.array(camera.pose.position)
        self._depth = np.full(camera.size, np.inf)
        self._rgb = np.empty((*camera.size, 3), dtype=np.uint8)
        self._rgb[:] = look.background
        self._shown = np.full(camera.size, NOTHING, dtype=np.int32)

    def of(self, shapes: Iterable[tuple[int, Part, Frame]]) -> Truth:
        """Expose the table and everything on it."""
        table = Part("box", TABLE_SIZE, (0.0, 0.0, 0.0))
        self._add(table, Frame(TABLE_CENTER), TABLE)
        for index, part, frame in shapes:
            self._add(part, frame.compose(Frame(part.position, part.rotation)), index)
        depth = np.where(np.isfinite(self._depth), self._depth, 0.0).astype(np.float32)
        return Truth(Image(self._rgb, depth), self._shown)

    def _add(self, part: Part, frame: Frame, index: int) -> None:
        rows, columns = self._window(part, frame)
        axes = axes_of(frame)
        start = (self._eye - np.array(frame.position)) @ axes
        lines = Lines(start, self._camera.directions(rows, columns) @ axes)
        enter, leave = crossing(part, lines)
        near = (enter <= leave) & (enter > NEAR_M) & (enter < self._depth[rows, columns])
        if not near.any():
            return
        hits = lines.start + enter[near][:, None] * lines.along[near]
        surface = self._look.surface(index)
        self._rgb[rows, columns][near] = self._shaded(surface, part, hits, axes)
        self._depth[rows, columns][near] = enter[near]
        self._shown[rows, columns][near] = index

    def _shaded(self, surface: Surface, part: Part, hits: Floats, axes: Floats) -> npt.NDArray[np.uint8]:
        light = np.array(self._look.light) @ axes
        bright = self._look.ambient + (1 - self._look.ambient) * np.maximum(normals(part, hits) @ light, 0.0)
        shade = 255 * bright * surface.texture(hits)
        colors: Floats = shade[:, None] * np.array(surface.color)
        return np.clip(colors, 0, 255).astype(np.uint8)

    def _window(self, part: Part, frame: Frame) -> tuple[slice, slice]:
        """Return the rows and columns that hold all of a part; all there are, if it reaches behind us."""
        hx, hy, hz = part.half
        corners = [frame.point((x, y, z)) for x in (-hx, hx) for y in (-hy, hy) for z in (-hz, hz)]
        ahead = (np.array(corners) - self._eye) @ axes_of(self._camera.pose)[:, 2]
        if ahead.min() < NEAR_M:
            return slice(0, self._camera.size[0]), slice(0, self._camera.size[1])
        columns, rows, _ = self._camera.seen(np.array(corners)).T
        return _clipped(rows, self._camera.size[0]), _clipped(columns, self._camera.size[1])


def _clipped(values: Floats, size: int) -> slice:
    first = min(size, max(0, math.floor(values.min())))
    return slice(first, max(first, min(size, math.ceil(values.max()) + 1)))


def _matrix(position: Vec3, rotation: Quaternion) -> Floats:
    """Return a pose as 4 x 4; the quaternion may be rounded."""
    x, y, z, w = rotation
    size = math.sqrt(x * x + y * y + z * z + w * w)
    pose = np.eye(4)
    pose[:3, :3] = axes_of(Frame(position, (x / size, y / size, z / size, w / size)))
    pose[:3, 3] = position
    return pose


def _quaternion(turn: Floats) -> Quaternion:
    """Return a rotation matrix as a unit quaternion (Shepperd's method)."""
    trace = float(np.trace(turn))
    axis = int(np.argmax([*np.diag(turn), trace]))
    if axis == 3:
        values = [turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1], 1 + trace]
    else:
        i, j, k = axis, (axis + 1) % 3, (axis + 2) % 3
        parts = {i: 1 + 2 * turn[i, i] - trace, j: turn[j, i] + turn[i, j], k: turn[k, i] + turn[i, k]}
        values = [parts[0], parts[1], parts[2], turn[k, j] - turn[j, k]]
    x, y, z, w = (float(value) for value in np.array(values) / np.linalg.norm(values))
    return (x, y, z, w)
