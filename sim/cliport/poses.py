"""Rigid poses as GenSim's programs compute with them: PyBullet's transforms and CLIPort's Euler angles.

Plain Python, since programs run where no physics is. A pose is a pair of a position and a quaternion
(x, y, z, w). CLIPort's Euler angles turn about the fixed z, then x, then y axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.frames import Frame, Quaternion, multiply
from sim.kinds import Vec3

Matrix = tuple[Vec3, Vec3, Vec3]


class PoseError(ValueError):
    """What was given is no position, no quaternion or no pose; PyBullet refuses it as well."""


def vector(given: object) -> Vec3:
    """Read a position of three numbers."""
    x, y, z = _numbers(given, 3, "a position of three numbers")
    return (x, y, z)


def quaternion(given: object) -> Quaternion:
    """Read a quaternion of four numbers; like PyBullet, make it one of unit length."""
    x, y, z, w = _numbers(given, 4, "a quaternion of four numbers")
    return _unit((x, y, z, w))


def _numbers(given: object, count: int, what: str) -> list[float]:
    try:
        values = [float(value) for value in given]  # type: ignore[attr-defined] # whatever a program gives
    except (TypeError, ValueError) as error:
        raise PoseError(f"{str(given)[:80]} is not {what}") from error
    if len(values) != count or not all(map(math.isfinite, values)):
        raise PoseError(f"{str(given)[:80]} is not {what}")
    return values


def inverse(frame: Frame) -> Frame:
    """Return the pose that undoes a pose."""
    x, y, z, w = frame.rotation
    back = Frame((0.0, 0.0, 0.0), (-x, -y, -z, w))
    px, py, pz = back.point(frame.position)
    return Frame((-px, -py, -pz), back.rotation)


def matrix(rotation: Quaternion) -> Matrix:
    """Return the rotation matrix of a quaternion, row by row."""
    frame = Frame((0.0, 0.0, 0.0), rotation)
    columns = [frame.point(axis) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
    first, second, third = zip(*columns, strict=True)
    return (first, second, third)


def _unit(rotation: Quaternion) -> Quaternion:
    length = math.sqrt(sum(value * value for value in rotation))
    if length == 0:
        raise PoseError("the quaternion (0, 0, 0, 0) turns nothing")
    x, y, z, w = rotation
    return (x / length, y / length, z / length, w / length)


def turn_about(axis: int, angle: float) -> Quaternion:
    """Return the quaternion of a turn about one of the three fixed axes."""
    values = [0.0, 0.0, 0.0]
    values[axis] = math.sin(angle / 2)
    return (values[0], values[1], values[2], math.cos(angle / 2))


def from_rpy(angles: Sequence[float]) -> Quaternion:
    """Return PyBullet's quaternion of roll, pitch and yaw: turns about the fixed x, then y, then z axis."""
    roll, pitch, yaw = vector(angles)
    return multiply(turn_about(2, yaw), multiply(turn_about(1, pitch), turn_about(0, roll)))


def to_rpy(rotation: Quaternion) -> Vec3:
    """Return roll, pitch and yaw of a quaternion."""
    (xx, _, _), (yx, _, _), (zx, zy, zz) = matrix(rotation)
    return (math.atan2(zy, zz), math.asin(max(-1.0, min(1.0, -zx))), math.atan2(yx, xx))


def from_zxy(angles: Sequence[float]) -> Quaternion:
    """Return the quaternion of CLIPort's Euler angles (x, y, z)."""
    about_x, about_y, about_z = vector(angles)
    return multiply(turn_about(1, about_y), multiply(turn_about(0, about_x), turn_about(2, about_z)))


def to_zxy(rotation: Quaternion) -> Vec3:
    """Return CLIPort's Euler angles (x, y, z) of a quaternion."""
    (_, _, xz), (yx, yy, yz), (_, _, zz) = matrix(rotation)
    return (math.asin(max(-1.0, min(1.0, -yz))), math.atan2(xz, zz), math.atan2(yx, yy))
