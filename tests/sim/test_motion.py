"""The gripper lifts what a suction tip could lift, sets it down gently, and says why it could not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

from sim.frames import Frame, about_y
from sim.kinds import Kind
from sim.motion import CLEARANCE_M, Action, Grasp, act, lower, pick, place
from sim.oracle import run_episode
from sim.spec import ObjectSpec, SceneSpec
from sim.world import World
from tests.sim.scenes import BUILDERS, lifted, only, settled, thing

SPOT = (0.5, 0.0, 0.0)
AIM = (0.5, 0.0)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def refusal(world: World, *things: ObjectSpec, xy: tuple[float, float] = AIM) -> str:
    """Settle things, pick, and return why nothing is held."""
    result = pick(settled(world, *things), xy)
    assert isinstance(result, str)
    return result


def test_a_block_is_lifted_by_its_top(world: World) -> None:
    grasp = pick(settled(world, thing("block", "red", SPOT)), AIM)
    assert isinstance(grasp, Grasp)
    assert grasp.held == 0
    assert grasp.tip[2] == pytest.approx(0.04, abs=5e-4)


def test_looking_for_a_grasp_moves_nothing(world: World) -> None:
    settled(world, thing("block", "red", SPOT), thing("block", "blue", (0.5, 0.043, 0)))
    before = world.feet()
    pick(world, AIM)
    assert world.feet() == before


def test_the_upper_of_two_is_met_first(world: World) -> None:
    settled(world, thing("block", "red", SPOT), lifted(thing("block", "blue", SPOT), 0.04))
    grasp = pick(world, AIM)
    assert isinstance(grasp, Grasp)
    assert grasp.held == 1


def test_the_tip_is_as_wide_as_it_is(world: World) -> None:
    tall = thing("box", "blue", (0.5, 0.035, 0), (0.04, 0.04, 0.08))  # its side is 15 mm from the aim
    near = thing("box", "blue", (0.5, 0.028, 0), (0.04, 0.04, 0.08))  # 8 mm: under the tip
    low = thing("block", "red", (0.5, -0.012, 0), (0.02, 0.02, 0.02))
    assert isinstance(pick(settled(world, low, tall), (0.5, -0.008)), Grasp)
    assert "blue box less than 3 mm from an edge" in refusal(world, low, near)


@pytest.mark.parametrize("offset", [0.0175, 0.028])
def test_the_cup_does_not_seal_over_an_edge(world: World, offset: float) -> None:
    assert "edge" in refusal(world, thing("block", "red", SPOT), xy=(0.5 + offset, 0.0))


def test_three_millimetres_from_an_edge_will_do(world: World) -> None:
    assert isinstance(pick(settled(world, thing("block", "red", SPOT)), (0.5165, 0.0)), Grasp)


def test_beside_everything_there_is_only_the_table(world: World) -> None:
    assert "nothing but the table" in refusal(world, thing("block", "red", SPOT), xy=(0.5, 0.2))


def test_a_ball_is_lifted_by_its_crown_only(world: World) -> None:
    settled(world, thing("ball", "red", SPOT, (0.06,) * 3))
    assert isinstance(pick(world, (0.5, 0.015)), Grasp)
    assert pick(world, (0.5, 0.019)) == "the tip met the red ball on a slope of more than 35 degrees"


@pytest.mark.parametrize("kind", ["bowl", "pallet", "container"])
def test_what_stays_put_is_not_lifted(world: World, kind: Kind) -> None:
    fixed = thing(kind, "red", SPOT)
    assert refusal(world, fixed) == f"the red {kind} cannot be lifted"


def test_what_carries_something_is_not_lifted(world: World) -> None:
    base = thing("box", "red", SPOT, (0.12, 0.05, 0.04))
    load = lifted(thing("block", "blue", (0.53, 0, 0)), 0.04)
    assert refusal(world, base, load, xy=(0.46, 0.0)) == "the blue block rests on the red box"


def test_what_lies_under_a_bridge_catches(world: World) -> None:
    beam = thing("box", "blue", (0.5, 0.03, 0), (0.2, 0.05, 0.02))
    posts = [thing("box", "gray", (0.5 + x, 0.03, 0), (0.03, 0.05, 0.06), fixed=True) for x in (-0.08, 0.08)]
    low = thing("block", "red", (0.5, 0.0, 0), (0.04,) * 3)
    settled(world, low, *posts, lifted(beam, 0.06))
    assert pick(world, (0.5, -0.008)) == "the red block catches on the blue box on its way up"


def test_a_load_is_let_go_a_millimetre_above_its_place(world: World) -> None:
    settled(world, thing("block", "red", (0.4, -0.2, 0)), thing("box", "blue", SPOT))
    grasp = pick(world, (0.4, -0.2))
    assert isinstance(grasp, Grasp)
    release = place(world, grasp, Action((0.4, -0.2, 0.04), (0.5, 0.0, 0.04), 0.0))
    assert release.settled
    assert release.foot.position[2] == pytest.approx(0.04 + CLEARANCE_M, abs=3e-4)
    assert world.foot(0).position == pytest.approx((0.5, 0.0, 0.04), abs=5e-4)
    assert world.touched(0) == {1}


def test_a_load_turns_to_the_yaw_asked_for(world: World) -> None:
    settled(world, thing("box", "red", (0.4, -0.2, 0.4)))
    act(world, Action((0.4, -0.2, 0.04), (0.5, 0.1, 0.0), 1.2))
    assert world.foot(0).yaw == pytest.approx(1.2, abs=0.01)


def test_a_load_goes_down_between_neighbours(world: World) -> None:
    walls = [thing("box", "gray", (0.5, y, 0), (0.1, 0.02, 0.1), fixed=True) for y in (-0.035, 0.035)]
    settled(world, thing("block", "red", (0.4, -0.2, 0)), *walls)
    outcome = act(world, Action((0.4, -0.2, 0.04), (0.5, 0.0, 0.0), 0.0))
    assert outcome.reason == ""
    assert world.foot(0).position == pytest.approx((0.5, 0.0, 0.0), abs=1e-3)


def test_the_tip_needs_room_too(world: World) -> None:
    walls = [thing("box", "gray", (0.5, y, 0), (0.1, 0.02, 0.1), fixed=True) for y in (-0.0225, 0.0225)]
    small = thing("block", "red", (0.4, -0.2, 0), (0.02,) * 3)
    settled(world, small, *walls)
    grasp = pick(world, (0.4 + 0.006, -0.2))
    assert isinstance(grasp, Grasp)
    release = place(world, grasp, Action((0.406, -0.2, 0.02), (0.5, 0.0, 0.0), math.pi / 2))
    assert release.tip[2] > 0.1  # the tip is off the load's middle and meets a wall


def test_a_failed_pick_is_an_outcome(world: World) -> None:
    settled(world, thing("block", "red", SPOT))
    outcome = act(world, Action((0.5, 0.3, 0), (0.5, 0.0, 0.0), 0.0))
    assert (outcome.grasp, outcome.release) == (None, None)
    assert outcome.reason


@pytest.mark.parametrize("build", BUILDERS)
def test_the_same_scene_ends_the_same_whatever_ran_before(
    world: World, build: Callable[[int], SceneSpec]
) -> None:
    ends = []
    for seed in (1, 2, 1):
        run_episode(world, build(seed))
        ends.append(world.feet())
    with World() as fresh:
        run_episode(fresh, build(1))
        ends.append(fresh.feet())
    assert ends[0] == ends[2] == ends[3]
    assert ends[0] != ends[1]


def test_nothing_is_read_from_a_clock(world: World) -> None:
    world.load(only(thing("block", "red", SPOT)))
    world.settle()
    assert world.steps == 16


def test_a_leaning_load_stops_on_a_wall_that_only_its_head_reaches(world: World) -> None:
    tall = thing("box", "red", (0.4, 0.3, 0.0), size=(0.03, 0.04, 0.12))
    wall = thing("box", "blue", (0.575, 0.0, 0.0), size=(0.05, 0.2, 0.08), fixed=True)
    world.load(only(tall, wall))
    leaning = Frame((0.4, 0.3, 0.02), about_y(math.radians(32)))
    grasp = Grasp(0, leaning.point((0.0, 0.0, 0.12)), leaning)
    stopped, _ = lower(world, grasp, Frame((0.5, 0.0, 0.5), leaning.rotation))
    assert stopped.position[2] > 0.02
