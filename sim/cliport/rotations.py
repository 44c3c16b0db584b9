"""Rotations as SciPy and transforms3d spell them, for programs that import either beside PyBullet.

Only what a task that places things upright or turned calls; plain Python and numpy, since SciPy itself is not
let into the sandbox for this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from sim.cliport.poses import PoseError, from_rpy, matrix, quaternion, to_rpy, turn_about, vector
from sim.cliport.session import Given
from sim.frames import Quaternion, multiply

STATIC_AXES = ("sxyz", "szxy")  # of transforms3d; the second is CLIPort's


class Rotation:
    """One rotation, as `scipy.spatial.transform.Rotation` has it; angles about fixed or moving axes."""

    _AXES: ClassVar[str] = "xyz"

    def __init__(self, turn: Quaternion) -> None:
        self._turn = turn

    @classmethod
    def identity(cls) -> Rotation:
        """Make the rotation that turns nothing."""
        return cls((0.0, 0.0, 0.0, 1.0))

    @classmethod
    def from_quat(cls, quat: Given) -> Rotation:
        """Make one of a quaternion (x, y, z, w)."""
        return cls(quaternion(quat))

    @classmethod
    def from_euler(cls, seq: str, angles: Given, degrees: bool = False) -> Rotation:
        """Make one of angles about a sequence of axes: small letters are fixed axes, capital ones move."""
        values: list[float] = [float(angle) for angle in np.atleast_1d(np.asarray(angles, dtype=float))]
        if len(values) != len(seq) or set(seq.lower()) - set(cls._AXES):
            raise ValueError(f"the angles {values} do not fit the axes {seq[:20]!r}")
        turn: Quaternion = (0.0, 0.0, 0.0, 1.0)
        for axis, value in zip(seq, values, strict=True):
            one = turn_about(cls._AXES.index(axis.lower()), math.radians(value) if degrees else value)
            turn = multiply(turn, one) if seq.isupper() else multiply(one, turn)
        return cls(turn)

    def as_quat(self) -> Given:
        """Return the quaternion (x, y, z, w) as an array."""
        return np.array(self._turn)

    def as_matrix(self) -> Given:
        """Return the rotation matrix, (3, 3)."""
        return np.array(matrix(self._turn))

    def as_euler(self, seq: str, degrees: bool = False) -> Given:
        """Return roll, pitch and yaw about the fixed axes x, y, z."""
        if seq != "xyz":
            raise ValueError(
                f"as_euler({seq[:20]!r}): a recording tells angles about the fixed axes 'xyz' only"
            )
        angles = np.array(to_rpy(self._turn))
        return np.degrees(angles) if degrees else angles

    def apply(self, vectors: Given) -> Given:
        """Turn a vector, or N x 3 of them."""
        return np.asarray(vectors, dtype=float) @ self.as_matrix().T

    def inv(self) -> Rotation:
        """Return the rotation that undoes this one."""
        x, y, z, w = self._turn
        return Rotation((-x, -y, -z, w))

    def __mul__(self, other: Rotation) -> Rotation:
        """Return `other` followed by this one."""
        return Rotation(multiply(self._turn, other._turn))


def euler2quat(ai: float, aj: float, ak: float, axes: str = "sxyz") -> Given:
    """Return the quaternion (w, x, y, z) of three angles, as transforms3d does for its two usual orders."""
    if axes not in STATIC_AXES:
        raise PoseError(f"the axes {axes[:20]!r}; a recording knows {', '.join(STATIC_AXES)}")
    x, y, z, w = (
        from_rpy((ai, aj, ak)) if axes == "sxyz" else Rotation.from_euler("zxy", (ai, aj, ak)).as_quat()
    )
    return np.array((w, x, y, z))


def quat2euler(quat: Sequence[float]) -> tuple[float, float, float]:
    """Return roll, pitch and yaw of a quaternion (w, x, y, z)."""
    w, x, y, z = (float(value) for value in quat)
    return vector(to_rpy(quaternion((x, y, z, w))))
