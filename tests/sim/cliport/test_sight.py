"""What the oracle's camera sees from above."""

from __future__ import annotations

import numpy as np
import pytest

from sim.cliport.assets import box
from sim.cliport.sight import COLUMNS, NOTHING, ROWS, Sight, drawn_pixel, eroded
from sim.frames import Frame, about_z


def test_a_block_covers_the_pixels_that_it_touches() -> None:
    sight = Sight()
    sight.add(7, (box((0.04, 0.04, 0.04)),), Frame((0.5, 0.0, 0.02)))
    rows, columns = np.nonzero(sight.bodies == 7)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (153, 166, 73, 85)
    assert sight.heights[160, 80] == pytest.approx(0.04)
    assert sight.bodies[0, 0] == NOTHING


def test_the_higher_one_hides_the_lower_one_in_any_order() -> None:
    low, high = (box((0.08, 0.08, 0.02)), 0.01), (box((0.04, 0.04, 0.04)), 0.04)
    for order in ((low, high), (high, low)):
        sight = Sight()
        for part, z in order:
            sight.add(1 if z > 0.02 else 0, (part,), Frame((0.5, 0.0, z), about_z(0.3)))
        assert sight.bodies[160, 80] == 1
        assert sight.bodies[160, 69] == 0


def test_what_is_higher_than_the_near_plane_is_not_seen() -> None:
    sight = Sight()
    sight.add(0, (box((0.04, 0.04, 0.04)),), Frame((0.5, 0.0, 0.4)))
    assert (sight.bodies == NOTHING).all()


def test_what_lies_beside_the_table_is_not_seen() -> None:
    sight = Sight()
    sight.add(0, (box((0.04, 0.04, 0.04)),), Frame((0.5, -10.0, 0.02)))
    assert (sight.bodies == NOTHING).all()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9])
def test_erosion_keeps_what_the_whole_square_covers(size: int) -> None:
    mask = np.random.default_rng(size).random((20, 30)) > 0.1
    before = size // 2
    found = eroded(mask, size)
    for row in range(20):
        for column in range(30):
            top, left = max(0, row - before), max(0, column - before)
            window = mask[top : row - before + size, left : column - before + size]
            assert found[row, column] == window.all()


def test_a_size_of_zero_erodes_by_three_as_opencv_does() -> None:
    mask = np.random.default_rng(0).random((20, 30)) > 0.1
    assert (eroded(mask, 0) == eroded(mask, 3)).all()


def test_a_pixel_is_drawn_as_numpy_draws_it() -> None:
    mask = np.random.default_rng(1).random((ROWS, COLUMNS)) > 0.5
    weights = mask.astype(np.float32).flatten() / np.sum(mask.astype(np.float32))
    for seed in range(5):
        theirs = np.random.RandomState(seed).choice(np.arange(mask.size), 1, p=weights, replace=False)[0]
        ours = drawn_pixel(mask, float(np.random.RandomState(seed).random_sample()))
        assert ours == (theirs // COLUMNS, theirs % COLUMNS)
