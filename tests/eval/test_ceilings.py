"""Rounding costs what it costs, and is no more than a pixel and half a bin."""

from __future__ import annotations

import math
from dataclasses import replace

from eval.ceilings import rounded
from policy.targets import BIN
from sim.aim import aim_of
from sim.motion import Action
from sim.oracle import Oracle, run_episode
from sim.pixels import PIXEL_M, middle_of, pixel_of
from sim.world import World
from tests.sim.insertion_scenes import ell_in_fixture
from tests.sim.scenes import blocks_in_bowls


def test_what_is_rounded_is_off_by_half_a_pixel_and_half_a_bin_at_most() -> None:
    seen: list[Action] = []

    def see(expert: Oracle, action: Action) -> None:
        exact, coarse = aim_of(world, action), aim_of(world, rounded(world, action))
        assert coarse.pick == middle_of(pixel_of(coarse.pick))
        for one, other in ((exact.pick, coarse.pick), (exact.place, coarse.place)):
            assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= 0.51 * PIXEL_M
        assert abs(math.remainder(exact.turn - coarse.turn, math.tau)) <= 0.51 * BIN
        seen.append(action)

    with World() as world:
        assert run_episode(world, blocks_in_bowls(1), see=see).success
    assert seen


def test_the_hand_of_the_oracle_is_what_acts() -> None:
    with World() as world:
        scene = ell_in_fixture(0)
        assert run_episode(world, scene, hand=rounded).success
        astray = run_episode(world, scene, hand=lambda world, action: replace(action, yaw=action.yaw + 1.0))
    assert not astray.success
