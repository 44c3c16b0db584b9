"""Pixels and points of the table agree."""

from __future__ import annotations

import pytest

from sim.pixels import COLUMNS, ROWS, middle_of, pixel_of


@pytest.mark.parametrize("pixel", [(0, 0), (ROWS - 1, COLUMNS - 1), (17, 101)])
def test_the_middle_of_a_pixel_is_in_it(pixel: tuple[int, int]) -> None:
    assert pixel_of(middle_of(pixel)) == pixel


def test_the_first_pixel_is_at_the_right_hand_of_the_robot() -> None:
    assert pixel_of((0.2501, -0.4999)) == (0, 0)
    assert pixel_of((0.7499, 0.4999)) == (ROWS - 1, COLUMNS - 1)


def test_a_point_outside_gives_the_nearest_pixel() -> None:
    assert pixel_of((0.0, 3.0)) == (ROWS - 1, 0)
