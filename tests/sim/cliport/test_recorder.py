"""Recording: every hidden draw is made, and what GenSim lets pass is noted."""

from __future__ import annotations

import random

import numpy as np
import pytest

from sim.cliport.recorder import EXAMPLE, record
from sim.errors import ProgramError
from tests.sim.cliport.making import GOAL, recorded


def test_the_same_seed_gives_the_same_record_and_another_one_another() -> None:
    lines = "env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))"
    one, same, other = (recorded(lines, seed).model_copy(update={"cpu_s": 0.0}) for seed in (3, 3, 4))
    assert one == same
    assert one.bodies != other.bodies


def test_a_pose_takes_one_draw_for_the_pixel_and_one_for_the_angle() -> None:
    lines = "self.get_random_pose(env, (0.04, 0.04, 0.04))\nself.lang_goals = [str(np.random.rand())]"
    generator = np.random.RandomState(5)
    generator.random_sample(2)
    assert recorded(lines, 5).language == (str(generator.rand()),)


def test_an_unfilled_template_takes_three_draws_for_each_field() -> None:
    lines = """
    env.add_object('container/container-template.urdf', ((0.5, 0, 0), (0, 0, 0, 1)), 'fixed')
    self.lang_goals = [str(np.random.rand())]
    """
    made = recorded(lines, 5)
    generator = np.random.RandomState(5)
    sizes, halves = generator.uniform(0.03, 0.05, 3), generator.uniform(0.01, 0.03, 3)
    assert made.language == (str(generator.rand()),)
    fill = dict(made.bodies[0].fill)
    assert [fill[f"DIM{axis}"] for axis in range(3)] == pytest.approx(sizes)
    assert [fill[f"HALF{axis}"] for axis in range(3)] == pytest.approx(halves)
    assert "unfilled template" in made.leniencies[0]


def test_filling_a_template_moves_the_generator_of_python_by_sixteen_letters() -> None:
    lines = """
    self.fill_template('box/box-template.urdf', {'DIM': (0.1, 0.1, 0.1)})
    self.lang_goals = [str(random.random())]
    """
    chance = random.Random(9)
    chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=16)
    assert recorded(lines, 9).language == (str(chance.random()),)


def test_a_dummy_size_moves_it_as_far() -> None:
    lines = """
    env.add_object('ball/ball-template.urdf', (0.5, 0, 0))
    self.lang_goals = [str(random.random())]
    """
    chance = random.Random(9)
    chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=16)
    assert recorded(lines, 9).language == (str(chance.random()),)


def test_a_gripper_that_is_an_instance_fails_as_in_gensim() -> None:
    source = EXAMPLE.replace("self.max_steps = 3", "self.max_steps = 3; self.ee = primitives.PickPlace()")
    with pytest.raises(TypeError, match="not callable"):
        record(compile(source, "program.py", "exec"), "Example", 0)


def test_the_generator_of_the_record_goes_on_where_the_program_ended() -> None:
    made = recorded("np.random.rand(7)", 2)
    expected = np.random.RandomState(2)
    expected.rand(7)
    assert made.generator.place == expected.get_state(legacy=True)[2]  # type: ignore[index] # a tuple, if legacy


def test_free_places_keep_clear_of_what_can_be_seen() -> None:
    lines = """
    for _ in range(6):
        env.add_object('zone/zone.urdf', self.get_random_pose(env, (0.12, 0.12, 0)), 'fixed')
    """
    for seed in range(5):
        places = [np.array(body.position[:2]) for body in recorded(lines, seed).bodies]
        apart = [np.linalg.norm(a - b) for i, a in enumerate(places) for b in places[:i]]
        assert min(apart) > 0.12


def test_a_full_table_puts_things_in_the_middle_and_says_so() -> None:
    made = recorded("env.add_object('block/block.urdf', self.get_random_pose(env, (0.6, 0.6, 0.04)))")
    assert made.bodies[0].position == pytest.approx((0.5, 0.0, 0.02))
    assert made.leniencies == (
        "no room on the table: GenSim puts the object in the middle, whatever is there",
    )


def test_a_missing_file_becomes_a_dummy_block() -> None:
    made = recorded("env.add_object('lamp/lamp.urdf', ((0.5, 0, 0.02), (0, 0, 0, 1)))")
    assert made.bodies[0].asset == "stacking/block.urdf"
    assert made.leniencies == ("missing asset lamp/lamp.urdf: GenSim loads a dummy block of 4 cm",)


def test_a_template_that_does_not_exist_loses_the_word_from_its_name() -> None:
    made = recorded("env.add_object('block/block-template.urdf', ((0.5, 0, 0.02), (0, 0, 0, 1)))")
    assert made.bodies[0].asset == "block/block.urdf"
    assert not made.leniencies


def test_words_of_the_template_choose_tool_and_tolerance() -> None:
    swept = recorded("self.lang_template = 'sweep the piles'\nself.additional_reset()")
    assert (swept.tool, swept.primitive) == ("spatula", "push")
    roped = recorded("self.lang_template = 'the rope'\nself.additional_reset()")
    assert (roped.height_m, roped.pos_eps) == (0.02, 0.02)
    assert recorded("self.lang_template = 'a bowl'\nself.additional_reset()").pos_eps == 0.05


def test_rewards_that_do_not_add_up_are_noted() -> None:
    lines = """
    block = env.add_object('block/block.urdf', ((0.5, 0, 0.02), (0, 0, 0, 1)))
    target = ((0.5, 0.2, 0.02), (0, 0, 0, 1))
    """
    made = recorded(lines + GOAL.replace("step_max_reward=1", "step_max_reward=0.5").replace("\n", "\n    "))
    assert made.leniencies == ("the rewards of the goals add up to 0.50, not to 1",)


def test_time_that_a_program_lets_pass_is_counted() -> None:
    assert recorded("for _ in range(480): p.stepSimulation()").settle_steps == 480


def test_a_reward_of_its_own_with_steps_becomes_a_queue() -> None:
    source = (
        EXAMPLE + "        self.steps = [block]\n    def reward(self):\n        return super().reward()\n"
    )
    assert record(compile(source, "program.py", "exec"), "Example", 0).queue == (1,)


def test_a_primitive_of_its_own_is_refused() -> None:
    with pytest.raises(ProgramError, match="neither PickPlace nor push"):
        recorded("self.primitive = 'throw'")


def test_what_a_program_raises_is_raised() -> None:
    with pytest.raises(AttributeError, match="max_steps"):
        recorded("del self.max_steps")
