"""A random policy wins where anything goes and nowhere else, the same each time."""

from __future__ import annotations

import random

from sim.random_policy import random_action
from sim.random_trial import random_wins
from sim.spec import TABLE_X, TABLE_Y, SceneSpec, Slot
from sim.world import World
from tests.sim.scenes import blocks_in_bowls, goal, scene, thing


def anywhere(seed: int) -> SceneSpec:
    """A block that may lie nearly anywhere."""
    zone = thing("zone", "green", (0.5, 0, 0), size=(0.5, 0.6, 0.001))
    block = thing("block", "red", (0.5, 0.45, 0))
    slot = Slot(relation="within", frame=1, position=(0, 0, 0), accepts=(0,))
    return scene([block, zone], goal(slot), seed=seed)


def test_where_anything_goes_a_random_policy_wins_often_and_repeats_itself() -> None:
    scenes = [anywhere(seed) for seed in range(10)]
    with World() as world:
        wins = [random_wins(world, scenes, [2] * 10) for _ in range(2)]
    assert wins[0] == wins[1] > 4


def test_three_blocks_do_not_fall_into_their_bowls() -> None:
    with World() as world:
        assert random_wins(world, [blocks_in_bowls(seed) for seed in range(5)], [3] * 5) == 0


def test_without_actions_there_is_no_success() -> None:
    with World() as world:
        assert random_wins(world, [anywhere(0)], [0]) == 0


def test_actions_are_spread_over_the_table_and_its_things() -> None:
    rng = random.Random(0)
    with World() as world:
        world.load(blocks_in_bowls(0))
        actions = [random_action(world, blocks_in_bowls(0), rng) for _ in range(60)]
    assert len({action.pick for action in actions}) == 3
    for axis, (low, high) in enumerate((TABLE_X, TABLE_Y)):
        ends = [action.position[axis] for action in actions]
        assert low <= min(ends) < low + 0.2 * (high - low)
        assert high - 0.2 * (high - low) < max(ends) <= high
