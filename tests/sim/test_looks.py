"""Looks differ from seed to seed, and colours stay worthy of their names."""

from __future__ import annotations

import numpy as np
import pytest

from sim.colors import RGB
from sim.looks import Variety, plain_look, random_look
from sim.world import TABLE
from tests.sim.scenes import thing

THINGS = (thing("block", "red", (0.5, 0, 0)), thing("bowl", "blue", (0.6, 0.2, 0)))


def test_the_plain_look_has_the_colours_of_the_language() -> None:
    look = plain_look(THINGS)
    assert look.surface(0).color == RGB["red"]
    assert set(look.surfaces) == {0, 1, TABLE}
    assert look.surface(TABLE).texture(np.zeros((3, 3))).tolist() == [1, 1, 1]


def test_a_seed_gives_a_look_and_another_seed_another() -> None:
    one, again, other = (random_look(THINGS, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_a_look_stays_within_its_variety() -> None:
    narrow = Variety(tilt_rad=0.2, color=0.05, texture=0.1)
    points = np.random.default_rng(0).uniform(-1, 1, (200, 3))
    for seed in range(20):
        look = random_look(THINGS, np.random.default_rng(seed), narrow)
        assert np.linalg.norm(look.light) == pytest.approx(1)
        assert look.light[2] >= np.cos(0.2) - 1e-9
        assert max(abs(a - b) for a, b in zip(look.surface(0).color, RGB["red"], strict=True)) < 0.051
        assert np.abs(look.surface(1).texture(points) - 1).max() <= 0.1
