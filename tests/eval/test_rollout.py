"""A policy acts through pictures and aims, and the simulator's judge has the last word."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from eval.rollout import roll_out
from policy.model import Decision
from policy.pictures import Floats, Picture
from sim.aim import Aim
from sim.demonstrate import demonstrate
from sim.pixels import middle_of, pixel_of
from sim.spec import SceneSpec
from sim.world import World
from tests.sim.scenes import blocks_in_bowls

NOTHING: Floats = np.zeros((160, 80), np.float32)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


class Crib:
    """Says what the oracle did, rounded to pixels."""

    def __init__(self, world: World, scene: SceneSpec) -> None:
        self._steps = iter(demonstrate(world, scene).steps)
        self.sentences: list[str] = []

    def decide(self, picture: Picture, words: str) -> Decision:
        step = next(self._steps)
        self.sentences.append(words)
        aim = Aim(middle_of(pixel_of(step.pick)), middle_of(pixel_of(step.place)), step.turn)
        return Decision(aim, NOTHING, NOTHING)


class Lost:
    """Always lifts the same bare spot of the table."""

    def decide(self, picture: Picture, words: str) -> Decision:
        return Decision(Aim((0.26, -0.49), (0.3, -0.4)), NOTHING, NOTHING)


def test_who_does_what_the_oracle_did_succeeds(world: World) -> None:
    scene = blocks_in_bowls(1)
    crib = Crib(world, scene)
    done = roll_out(world, scene, crib)
    assert (done.success, done.reward, done.reason) == (True, 1.0, "")
    assert done.actions == len(scene.goals) == len(crib.sentences)


def test_who_does_nothing_of_use_fails_and_hears_why(world: World) -> None:
    done = roll_out(world, blocks_in_bowls(1), Lost())
    assert (done.success, done.reward) == (False, 0.0)
    assert "the tip met nothing but the table" in done.reason
