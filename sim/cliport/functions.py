"""The functions of `cliport.utils.utils` that programs call."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np

from sim.cliport.colors import EVAL_COLORS, TRAIN_COLORS, Rgb
from sim.cliport.poses import from_zxy, inverse, matrix, quaternion, to_zxy, vector
from sim.cliport.session import Given, Session
from sim.frames import Frame, Quaternion
from sim.kinds import VARIANTS, Vec3

Pose = tuple[Vec3, Quaternion]


class Functions:
    """The helper functions, bound to the chance and the colours of one run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.COLORS = session.palette
        self.TRAIN_COLORS = list(TRAIN_COLORS)
        self.EVAL_COLORS = list(EVAL_COLORS)
        self.COLORS_NAMES = list(self.COLORS)
        self.assembling_kit_shapes = dict(enumerate(name.replace("-", " ") for name in VARIANTS))

    def get_colors_names(self, mode: Given = "train", **_: Given) -> list[str]:
        """Return the names of the training colours, whatever the mode."""
        return list(self.TRAIN_COLORS)

    def get_colors(
        self, mode: Given = "train", n_colors: int = -1, **_: Given
    ) -> tuple[list[Rgb], list[str]]:
        """Draw some of the training colours; all of them, in order, if no number is given."""
        names = self.get_colors_names(mode)
        if n_colors != -1:
            names = self._session.chance.sample(names, n_colors)
        return [self.COLORS[name] for name in names], names

    def get_random_color(self, *_: Given, **__: Given) -> tuple[list[Rgb], list[str]]:
        """Draw one training colour."""
        return self.get_colors("train", 1)

    def apply(self, pose: Given, position: Given) -> tuple[Given, ...]:
        """Return a point, or 3 x N points, of a pose in the world; single precision, as there."""
        points = np.asarray(position, dtype=np.float32)
        flat = points.reshape(3, -1)
        turn = np.asarray(matrix(quaternion(pose[1])), dtype=np.float32)
        moved = turn @ flat + np.asarray(vector(pose[0]), dtype=np.float32).reshape(3, 1)
        return tuple(moved.reshape(points.shape))

    def multiply(self, pose0: Given, pose1: Given) -> Pose:
        """Return `pose1`, given in `pose0`, in the world."""
        first = Frame(vector(pose0[0]), quaternion(pose0[1]))
        both = first.compose(Frame(vector(pose1[0]), quaternion(pose1[1])))
        return both.position, both.rotation

    def invert(self, pose: Given) -> Pose:
        """Return the pose that undoes a pose."""
        back = inverse(Frame(vector(pose[0]), quaternion(pose[1])))
        return back.position, back.rotation

    def eulerXYZ_to_quatXYZW(self, rotation: Given) -> Quaternion:
        """Return the quaternion of CLIPort's Euler angles."""
        return from_zxy(rotation)

    def quatXYZW_to_eulerXYZ(self, quaternion_xyzw: Given) -> Vec3:
        """Return CLIPort's Euler angles of a quaternion."""
        return to_zxy(quaternion(quaternion_xyzw))

    def sample_distribution(self, prob: Given, n_samples: int = 1) -> Given:
        """Draw indices of an array with the probabilities in it."""
        flat = np.asarray(prob).flatten() / np.sum(prob)
        drawn = self._session.numbers.choice(np.arange(len(flat)), n_samples, p=flat, replace=False)
        return np.int32(np.array(np.unravel_index(drawn, np.shape(prob))).T.squeeze())

    def pix_to_xyz(
        self, pixel: Given, height: Given, bounds: Given, pixel_size: Given, skip_height: bool = False
    ) -> tuple[Given, Given, Given]:
        """Return the world point of a pixel."""
        row, column = pixel
        z = 0.0 if skip_height else bounds[2, 0] + height[row, column]
        return (bounds[0, 0] + column * pixel_size, bounds[1, 0] + row * pixel_size, z)

    def xyz_to_pix(self, position: Given, bounds: Given, pixel_size: Given) -> tuple[int, int]:
        """Return the pixel of a world point."""
        row = int(np.round((position[1] - bounds[1, 0]) / pixel_size))
        return row, int(np.round((position[0] - bounds[0, 0]) / pixel_size))

    def map_kit_scale(self, scale: Sequence[float]) -> tuple[float, float, float]:
        """Return a tenth of a scale."""
        x, y, z = scale
        return (x / 10, y / 10, z / 10)

    def solve_hanoi_all(self, n_disks: int) -> list[list[int]]:
        """Return the moves of the towers of Hanoi: disk, from rod, to rod."""
        moves: list[list[int]] = []

        def solve(disk: int, start: int, end: int, spare: int) -> None:
            if disk > 0:
                solve(disk - 1, start, spare, end)
            moves.append([disk, start, end])
            if disk > 0:
                solve(disk - 1, spare, end, start)

        solve(n_disks - 1, 0, 2, 1)
        return moves


def module(functions: Functions) -> ModuleType:
    """Return them as the module that `from cliport.utils import utils` gives."""
    stand_in = ModuleType("cliport.utils.utils")
    for name in dir(functions):
        if not name.startswith("_"):
            setattr(stand_in, name, getattr(functions, name))
    return stand_in
