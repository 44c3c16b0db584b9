"""Turns and offsets are found by correlation: what is shifted shifts the answer alike."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from policy.fitting import CROP, HELD, Slider, Turner, spun
from policy.nets import WORDS
from policy.pictures import CHANNELS
from policy.targets import BIN, BINS, OFFSETS


def blot() -> Tensor:
    """Return a crop with something on it that lies off its middle, far from the edge."""
    torch.manual_seed(1)
    crop = torch.zeros(1, CHANNELS, CROP, CROP)
    crop[:, :, 28:44, 30:40] = torch.rand(1, CHANNELS, 16, 10)
    return crop


def test_turning_what_is_held_turns_the_answer_back() -> None:
    torch.manual_seed(0)
    turner, words = Turner(), torch.randn(1, WORDS)
    held, there = blot(), blot().flip(3)
    quarter = BINS // 4
    answer = turner(held, there, words)
    assert answer.shape == (1, BINS)
    turned = turner(spun(held, torch.tensor([math.pi / 2]), CROP), there, words)
    assert torch.allclose(turned, answer.roll(-quarter, 1), atol=0.02 * float(answer.detach().std()))
    assert math.isclose(quarter * BIN, math.pi / 2)


def test_moving_the_place_moves_the_answer() -> None:
    torch.manual_seed(0)
    slider, words, straight = Slider(), torch.randn(1, WORDS), torch.zeros(1)
    answer = slider((blot(), blot()), straight, words)[0]
    assert answer.shape == (OFFSETS, OFFSETS)
    moved = slider((blot(), blot().roll((2, -1), (2, 3))), straight, words)[0]
    middle = slice(3, OFFSETS - 3)
    expected = answer.roll((2, -1), (0, 1))[middle, middle]
    assert torch.allclose(moved[middle, middle], expected, atol=0.05 * float(answer.detach().std()))


def test_a_crop_is_turned_counterclockwise_about_its_middle_pixel() -> None:
    crop = torch.zeros(1, CHANNELS, CROP, CROP)
    crop[0, 0, 32, 42] = 1.0  # ten pixels along x
    turned = spun(crop, torch.tensor([math.pi / 2]), HELD)
    assert divmod(int(turned[0, 0].argmax()), HELD) == (HELD // 2 + 10, HELD // 2)
