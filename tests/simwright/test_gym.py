"""Every task is an environment that Gymnasium's checker accepts and in which an expert earns the reward."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.hands import open_world
from sim.motion import lower_tip
from sim.oracle import run_episode
from sim.spec import SceneSpec
from simwright.gym import Move, TaskEnv, move, register

PROGRAM = '''
from sim.language import Block, Task, Zone, within


class BlockToZone(Task):
    """Put the block into the zone."""

    def build(self, scene):
        block, zone = scene.add(Block("red")), scene.add(Zone("blue"))
        self.goal(within(block, zone), "put the red block into the blue zone")
'''


@pytest.fixture(scope="module")
def env() -> Iterator[TaskEnv]:
    env = TaskEnv("put-block-in-bowl", render_mode="rgb_array")
    yield env
    env.close()


def experts_moves(env: TaskEnv) -> list[Move]:
    """Return what the oracle does in the episode that has just begun."""
    scene: SceneSpec = env.scene
    with open_world("fast") as world:
        done = run_episode(world, scene).done
        world.start(scene)
        moves = []
        for action in done:
            met = lower_tip(world, action.pick[:2])[1]
            turn = 0.0 if met is None else action.yaw - world.foot(met).yaw
            moves.append(move(action.pick[:2], action.position[:2], turn))
            env_action = env.meant(moves[-1])
            assert math.dist(env_action.pick[:2], action.pick[:2]) < 1e-6
    return moves


@pytest.mark.slow
def test_gymnasiums_checker_has_nothing_to_complain_about() -> None:
    made = gymnasium.make("Simwright/align-box-corner-v0", render_mode="rgb_array")
    check_env(made.unwrapped)  # warnings are errors here
    made.close()


def test_every_base_task_is_registered_once() -> None:
    register()
    names = {f"Simwright/{task.name}-v0" for task in base_tasks()}
    assert names <= set(gymnasium.registry)
    assert "Simwright/Task-v0" in gymnasium.registry


def test_a_seed_gives_the_scene_of_that_seed_and_the_same_observation(env: TaskEnv) -> None:
    seen, info = env.reset(seed=7)
    again, _ = env.reset(seed=7)
    assert info["seed"] == 7
    assert (seen["height"] == again["height"]).all()
    assert seen["instruction"].startswith("put the ")
    other, drawn = env.reset()
    assert drawn["seed"] != 7
    assert (seen["height"] != other["height"]).any()


def test_the_expert_earns_a_reward_of_one(env: TaskEnv) -> None:
    env.reset(seed=3)
    rewards = []
    for action in experts_moves(env):
        seen, reward, done, truncated, info = env.step(action)
        rewards.append(reward)
        assert info["reason"] == ""
    assert rewards == pytest.approx([1 / 3] * 3)
    assert (done, truncated, info["success"], seen["instruction"]) == (True, False, True, "")


def test_who_never_succeeds_is_cut_off(env: TaskEnv) -> None:
    env.reset(seed=3)
    actions = 0
    truncated = False
    while not truncated:
        _, reward, done, truncated, info = env.step(move((0.26, -0.49), (0.3, 0.3)))
        assert (reward, done) == (0, False)
        assert info["reason"] == "the tip met nothing but the table"
        actions += 1
        assert actions <= 3 * 3 + 4
    assert actions == 3 * 3 + 4


def test_a_picture_is_drawn_for_people(env: TaskEnv) -> None:
    env.reset(seed=1)
    picture = env.render()
    assert picture is not None
    assert picture.shape == (292, 480, 3)


def test_points_of_the_table_are_scaled_to_one() -> None:
    corner = move((0.25, 0.5), (0.5, 0.0), 3 * math.pi / 2)
    assert corner["pick"].tolist() == [-1, 1]
    assert corner["place"].tolist() == [0, 0]
    assert corner["turn"] == pytest.approx([-0.5])


def test_a_file_is_a_task_too_and_the_arm_plays_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(PROGRAM, encoding="utf-8")
    env = gymnasium.make("Simwright/Task-v0", task=str(path), motion="arm")
    seen, _ = env.reset(seed=0)
    assert seen["instruction"] == "put the red block into the blue zone"
    _, reward, _, _, _ = env.step(env.action_space.sample())
    assert 0 <= float(reward) <= 1
    env.close()
    env.close()


def test_three_cameras_see_the_block_where_the_one_above_sees_it(env: TaskEnv) -> None:
    three = TaskEnv("put-block-in-bowl", view="cameras")
    seen, truth = (one.reset(seed=2)[0]["height"] for one in (three, env))
    three.close()
    assert (np.abs(seen - truth) < 0.003).mean() > 0.97


@pytest.mark.slow
def test_noisy_cameras_give_another_view_in_each_episode_and_the_same_from_a_seed() -> None:
    env = TaskEnv("align-box-corner", view="noisy")
    seen = [env.reset(seed=seed)[0] for seed in (1, 1, 2)]
    views = [one["rgb"].astype(int) for one in seen]
    assert (views[0] == views[1]).all()
    assert np.abs(views[0] - views[2]).mean() > 3
    assert env.observation_space.contains(seen[0])
    env.close()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"task": "put-block-in-bowls"}, "put-block-in-bowl"),
        ({"task": "align-rope", "motion": "slow"}, "motion is 'slow'; it must be one of: 'fast', 'arm'"),
        ({"task": "align-rope", "view": "below"}, "view is 'below'"),
        ({"task": "align-rope", "render_mode": "human"}, "render_mode is 'human'"),
    ],
)
def test_what_makes_no_environment_is_refused(arguments: dict[str, str], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        TaskEnv(**arguments)  # type: ignore[arg-type] # wrong on purpose


def test_a_program_that_does_not_build_is_refused_at_reset(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("class (:", encoding="utf-8")
    env = TaskEnv(str(path))
    with pytest.raises(UsageError, match=r"does not build with seed 0: .*line 1 is not Python"):
        env.reset(seed=0)
    with pytest.raises(UsageError, match=r"call reset\(\) before step\(\)"):
        env.step(move((0.5, 0.0), (0.5, 0.1)))
    env.close()
