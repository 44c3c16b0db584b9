"""Crops turn the way that aims turn, and the correlation is the one that a convolution gives."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional

from policy.cliport.transport import correlated, turn_and_pixel, turned_crops
from sim.aim import turned


def test_without_a_turn_a_crop_is_what_lies_about_the_pick() -> None:
    seen = torch.arange(2 * 40 * 30, dtype=torch.float32).reshape(1, 2, 40, 30)
    crops = turned_crops(seen, torch.tensor([[20, 12]]), 4, 8)
    assert crops.shape == (1, 4, 2, 8, 8)
    assert torch.equal(crops[0, 0], seen[0, :, 16:24, 8:16])


def test_what_lies_beyond_the_edge_is_nothing() -> None:
    crops = turned_crops(torch.ones(1, 1, 40, 30), torch.tensor([[0, 0]]), 1, 8)
    assert crops[0, 0, 0].sum() == 4 * 4
    assert crops[0, 0, 0, 4:, 4:].min() == 1


@pytest.mark.parametrize("rotation", range(12))
def test_a_crop_turns_as_an_aim_does(rotation: int) -> None:
    seen = torch.zeros(1, 1, 64, 64)
    seen[0, 0, 29:32, 41:44] = 1.0  # a dot 10 columns (x) and -2 rows (y) from the pick
    crop = turned_crops(seen, torch.tensor([[32, 32]]), 12, 32)[0, rotation, 0]
    rows, columns = torch.nonzero(crop, as_tuple=True)
    found = (float(columns.float().mean()) - 16, float(rows.float().mean()) - 16)
    assert found == pytest.approx(turned((10, -2), rotation * math.tau / 12), abs=0.5)


def test_the_correlation_is_that_of_a_convolution() -> None:
    torch.manual_seed(0)
    key, query = torch.randn(2, 3, 20, 12), torch.randn(2, 5, 3, 8, 8)
    fits = correlated(key, query)
    assert fits.shape == (2, 5, 20, 12)
    for one, squares, fit in zip(key, query, fits, strict=True):
        expected = functional.conv2d(one[None], squares, padding=4)[0, :, :20, :12] / (3 * 8**2) ** 0.5
        assert torch.allclose(fit, expected, atol=1e-4)


def test_a_crop_fits_best_where_it_came_from() -> None:
    torch.manual_seed(0)
    seen = torch.randn(1, 4, 40, 30)
    crops = turned_crops(seen, torch.tensor([[25, 11]]), 8, 16)
    fits = correlated(seen, crops)[0]
    assert turn_and_pixel(int(fits.argmax()), (8, 40, 30)) == (0.0, (25, 11))


def test_turns_are_within_half_a_turn() -> None:
    angles = [turn_and_pixel(r * 6 + 5, (36, 2, 3)) for r in range(36)]
    assert all(-math.pi < angle <= math.pi and pixel == (1, 2) for angle, pixel in angles)
    assert angles[35][0] == pytest.approx(-math.tau / 36)
