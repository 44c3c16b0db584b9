"""Rotations as SciPy and transforms3d spell them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.cliport.poses import PoseError, from_zxy
from sim.cliport.rotations import Rotation, euler2quat, quat2euler

QUARTER = math.sqrt(0.5)


def test_a_quarter_turn_about_z_is_told_in_all_ways() -> None:
    turn = Rotation.from_euler("z", 90, degrees=True)
    assert turn.as_quat() == pytest.approx([0, 0, QUARTER, QUARTER])
    assert turn.as_euler("xyz", degrees=True) == pytest.approx([0, 0, 90])
    assert turn.apply((1, 0, 0)) == pytest.approx([0, 1, 0])
    assert turn.as_matrix() == pytest.approx(np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]]))
    assert (turn * turn.inv()).as_quat() == pytest.approx(Rotation.identity().as_quat())
    assert Rotation.from_quat(turn.as_quat()).as_quat() == pytest.approx(turn.as_quat())


def test_small_letters_turn_about_fixed_axes_and_capital_ones_about_moving_axes() -> None:
    fixed = Rotation.from_euler("xz", [math.pi / 2, math.pi / 2])
    moving = Rotation.from_euler("ZX", [math.pi / 2, math.pi / 2])
    assert fixed.as_quat() == pytest.approx(moving.as_quat())
    assert fixed.apply((0, 1, 0)) == pytest.approx([0, 0, 1])


def test_angles_that_do_not_fit_their_axes_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit the axes 'xyz'"):
        Rotation.from_euler("xyz", [1.0])
    with pytest.raises(ValueError, match="fixed axes 'xyz' only"):
        Rotation.identity().as_euler("zyx")
    with pytest.raises(PoseError, match="a recording knows sxyz, szxy"):
        euler2quat(0, 0, 0, axes="rzyz")


def test_transforms3d_puts_the_real_part_first() -> None:
    w, x, y, z = euler2quat(0.3, 0.1, 0.2, axes="szxy")
    assert (x, y, z, w) == pytest.approx(from_zxy((0.1, 0.2, 0.3)))
    assert quat2euler(euler2quat(0.1, 0.2, 0.3)) == pytest.approx((0.1, 0.2, 0.3))
