"""Targets say what is as good, and can be read back exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from policy.pictures import Picture, Sample
from policy.targets import (
    BINS,
    MISS_M,
    OFFSETS,
    least_turn,
    mountains,
    offset_target,
    peak_of,
    place_at,
    place_of,
    targets_of,
    turn_of,
    turn_target,
)
from sim.messages import Option
from sim.pixels import COLUMNS, ROWS, middle_of, pixel_of

EMPTY = Picture(np.zeros((ROWS, COLUMNS, 3), np.uint8), np.zeros((ROWS, COLUMNS), np.float32))


def option(number: int, x: float, turn: float = 0.0, period: float = math.pi / 2) -> Option:
    return Option(object=number, pick=(x, 0.1), foot=(x, 0.1), target=(0.6, -0.2), turn=turn, period=period)


def sample(*options: Option) -> Sample:
    return Sample(EMPTY, "do it", (0.4, 0.1), (0.6, -0.2), 0.0, options)


@pytest.mark.parametrize("point", [(0.4013, 0.1234), (0.3999, -0.3), (0.61, 0.0)])
def test_the_peak_of_a_mountain_is_read_to_a_tenth_of_a_millimetre(point: tuple[float, float]) -> None:
    logits = np.log(mountains([point]) + 1e-30)
    assert math.dist(peak_of(logits), point) < 1e-4


@pytest.mark.parametrize("turn", [0.0, 0.1, -1.234, 3.1])
def test_a_turn_is_read_to_a_tenth_of_a_degree(turn: float) -> None:
    found = turn_of(np.log(turn_target(option(0, 0.4, turn, math.tau)) + 1e-30))
    assert abs((found - turn + math.pi) % math.tau - math.pi) < math.radians(0.1)


def test_all_good_picks_share_the_target() -> None:
    picks = targets_of(sample(option(0, 0.35), option(1, 0.6)), np.random.default_rng(0)).picks
    assert picks.sum() == pytest.approx(1, abs=1e-5)
    assert picks[:, :28].sum() == pytest.approx(0.5, abs=1e-3)


def test_only_places_of_what_is_held_count() -> None:
    there = option(0, 0.35)
    other = option(1, 0.6).model_copy(update={"target": (0.3, 0.4)})
    for seed in range(5):
        targets = targets_of(sample(there, other), np.random.default_rng(seed))
        held, around = middle_of(targets.held), middle_of(targets.about)
        goal = place_of(there if held[0] < 0.5 else other, held)
        assert math.dist(peak_of(np.log(targets.places + 1e-30)), goal) < 2e-4
        assert math.dist(around, goal) < 6 * MISS_M


def test_what_is_held_off_its_middle_is_let_go_off_the_target() -> None:
    held = (0.36, 0.1)
    turned = option(0, 0.35, turn=math.pi / 2, period=math.tau)
    assert place_of(turned, held) == pytest.approx((0.6, -0.2 + 0.01))


def test_what_may_turn_many_ways_turns_as_little_as_it_can() -> None:
    assert least_turn(option(0, 0.4, turn=math.radians(100))) == pytest.approx(math.radians(10))
    assert least_turn(option(0, 0.4, turn=1.0, period=0.0)) == 0
    square = option(0, 0.4, turn=math.radians(100))
    assert turn_of(np.log(turn_target(square) + 1e-30)) == pytest.approx(math.radians(10), abs=2e-3)


def test_a_square_may_turn_four_ways_and_a_ball_need_not() -> None:
    square = turn_target(option(0, 0.4))
    assert np.allclose(square, np.roll(square, BINS // 4))
    ball = turn_target(option(0, 0.4, turn=1.0, period=0.0))
    assert ball.argmax() == 0


@pytest.mark.parametrize("off", [(0.0, 0.0), (0.004, -0.003)])
def test_an_offset_is_read_to_a_fifth_of_a_millimetre(off: tuple[float, float]) -> None:
    about = pixel_of((0.5, 0.1))
    x, y = middle_of(about)
    goal = (x + off[0], y + off[1])
    assert math.dist(place_at(about, np.log(offset_target(about, goal) + 1e-30)), goal) < 2e-4


def test_who_knows_no_offset_stays() -> None:
    about = pixel_of((0.5, 0.1))
    assert place_at(about, np.zeros((OFFSETS, OFFSETS), np.float32)) == pytest.approx(middle_of(about))


def test_a_stroke_has_one_answer() -> None:
    targets = targets_of(sample(), np.random.default_rng(0))
    assert targets.held == pixel_of((0.4, 0.1))
    assert math.dist(peak_of(np.log(targets.places + 1e-30)), (0.6, -0.2)) < 4e-3
