"""PyBullet's transforms without PyBullet: held to PyBullet itself."""

from __future__ import annotations

import math

import numpy as np
import pybullet
import pytest

from sim.cliport.poses import (
    PoseError,
    from_rpy,
    from_zxy,
    inverse,
    matrix,
    quaternion,
    to_rpy,
    to_zxy,
    vector,
)
from sim.frames import Frame, multiply

ANGLES = [(0.1, -0.4, 2.0), (1.2, 0.3, -2.5), (0.0, 0.0, 3.0)]


@pytest.mark.parametrize("angles", ANGLES)
def test_roll_pitch_and_yaw_are_those_of_pybullet(angles: tuple[float, float, float]) -> None:
    assert from_rpy(angles) == pytest.approx(pybullet.getQuaternionFromEuler(angles))
    assert to_rpy(from_rpy(angles)) == pytest.approx(angles)


@pytest.mark.parametrize("angles", ANGLES)
def test_transforms_are_those_of_pybullet(angles: tuple[float, float, float]) -> None:
    turn = from_rpy(angles)
    a, b = Frame((0.1, 0.2, 0.3), turn), Frame((-0.4, 0.0, 0.2), from_rpy((0.3, 0.1, 0.2)))
    both = a.compose(b)
    theirs = pybullet.multiplyTransforms(a.position, a.rotation, b.position, b.rotation)
    assert both.position == pytest.approx(theirs[0])
    back = pybullet.invertTransform(a.position, a.rotation)
    assert inverse(a).position == pytest.approx(back[0])
    alike = sum(one * other for one, other in zip(inverse(a).rotation, back[1], strict=True))
    assert abs(alike) == pytest.approx(1.0, abs=1e-6)  # a quaternion and its negative turn alike
    flat = [value for row in matrix(turn) for value in row]
    assert flat == pytest.approx(pybullet.getMatrixFromQuaternion(turn))


@pytest.mark.parametrize("angles", ANGLES)
def test_the_angles_of_cliport_turn_about_z_then_x_then_y(angles: tuple[float, float, float]) -> None:
    about = [
        pybullet.getQuaternionFromEuler([a * (axis == i) for i in range(3)]) for axis, a in enumerate(angles)
    ]
    assert from_zxy(angles) == pytest.approx(multiply(about[1], multiply(about[0], about[2])))
    assert to_zxy(from_zxy(angles)) == pytest.approx(angles)


def test_numpy_arrays_are_positions_as_well() -> None:
    assert vector(np.array([1, 2, 3], dtype=np.float32)) == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("given", [3, "abc", (1, 2), (1, 2, math.nan), None])
def test_what_is_no_position_is_named(given: object) -> None:
    with pytest.raises(PoseError, match="is not a position"):
        vector(given)


def test_what_is_no_quaternion_is_named() -> None:
    with pytest.raises(PoseError, match="not a quaternion"):
        quaternion((0, 0, 1))
    with pytest.raises(PoseError, match="turns nothing"):
        quaternion((0, 0, 0, 0))


def test_a_quaternion_of_any_length_is_made_one_of_unit_length() -> None:
    assert quaternion((0, 0, 3, 4)) == pytest.approx((0, 0, 0.6, 0.8))
