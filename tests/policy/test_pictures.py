"""Turning the table turns what is seen and what is asked alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from policy.demos.rows import rows_of
from policy.pictures import COARSE_COLUMNS, COARSE_ROWS, Sample, Turned, on_table, sample_of
from sim.colors import RGB
from sim.demonstrate import demonstrate
from sim.pixels import pixel_of
from sim.world import World
from tests.sim.scenes import blocks_in_bowls


@pytest.fixture(scope="module")
def samples() -> Iterator[list[Sample]]:
    with World() as world:
        scenes = [blocks_in_bowls(seed) for seed in range(3)]
        yield [sample_of(row) for s in scenes for row in rows_of("bowls", s, demonstrate(world, s))]


def held_color(sample: Sample) -> tuple[int, ...]:
    row, column = pixel_of(sample.pick)
    return tuple(int(level) for level in sample.picture.rgb[row, column])


@pytest.mark.parametrize(
    "turned", [Turned(), Turned(0.7), Turned(-2.9, (0.02, -0.05)), Turned(0.0, (0.05, 0.1))]
)
def test_a_pick_stays_on_its_object(samples: list[Sample], turned: Turned) -> None:
    kept = [sample for sample in samples if on_table(turned.point(sample.pick))]
    assert kept
    for sample in kept:
        assert held_color(turned.sample(sample)) == held_color(sample)
        assert held_color(sample) in {tuple(round(c * 255) for c in rgb) for rgb in RGB.values()}


def test_a_turn_and_back_is_no_turn(samples: list[Sample]) -> None:
    point = samples[0].place
    there, back = Turned(1.1), Turned(-1.1)
    assert back.point(there.point(point)) == pytest.approx(point)


def test_half_a_turn_is_the_picture_upside_down(samples: list[Sample]) -> None:
    picture = samples[0].picture
    assert np.array_equal(Turned(math.pi).picture(picture).rgb, picture.rgb[::-1, ::-1])


def test_what_leads_off_the_table_is_no_option(samples: list[Sample]) -> None:
    away = Turned(0.0, (0.0, 0.45))
    assert all(on_table(o.pick) and on_table(o.target) for s in samples for o in away.sample(s).options)


def test_a_picture_can_be_seen_at_half_its_size(samples: list[Sample]) -> None:
    seen = samples[0].picture.half()
    assert seen.shape == (4, COARSE_ROWS, COARSE_COLUMNS)
    assert -0.5 <= seen[:3].min() <= seen[:3].max() <= 0.5
