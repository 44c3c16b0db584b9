"""The arm does what the `fast` motion does, by the same rules, and ends up in the same place."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from sim.arm.motion import OUT_OF_REACH, act
from sim.arm.robot import HOME
from sim.arm.world import ArmWorld
from sim.hands import open_world
from sim.judge import Referee
from sim.motion import Action
from sim.motion import act as act_fast
from sim.oracle import run_episode
from sim.progress import Progress
from sim.spec import SceneSpec
from sim.world import World
from tests.sim.scenes import blocks_in_bowls, box_to_corner, lifted, settled, thing, tower
from tests.sim.soft_scenes import pile_to_zone, rope_to_line

SPOT = (0.5, 0.0, 0.0)
THERE = (0.6, 0.25, 0.0)


@pytest.fixture
def world() -> Iterator[ArmWorld]:
    with ArmWorld() as world:
        yield world


def test_a_block_is_carried_to_within_a_millimetre_and_turned(world: ArmWorld) -> None:
    settled(world, thing("block", "red", SPOT))
    outcome = act(world, Action((*SPOT[:2], 0.04), THERE, 0.7))
    assert outcome.reason == ""
    foot = world.foot(0)
    assert math.dist(foot.position, THERE) < 1e-3
    assert foot.yaw == pytest.approx(0.7, abs=0.01)
    assert foot.tilt < 0.01


def test_the_arm_goes_up_after_it_let_go(world: ArmWorld) -> None:
    settled(world, thing("block", "red", SPOT))
    act(world, Action(SPOT, THERE, 0.0))
    assert world.arm.tip.position[2] > 0.11


@pytest.mark.parametrize("yaw", [-3.1, -1.0, 2.0, 3.1])
def test_the_wrist_never_winds_up(world: ArmWorld, yaw: float) -> None:
    settled(world, thing("block", "red", SPOT))
    for turn in range(4):
        act(world, Action(world.foot(0).position, THERE, yaw * turn))
        assert abs(world.arm.joints[5]) < 2 * math.pi


@pytest.mark.parametrize(
    ("pick", "reason"),
    [
        ((0.3, 0.3, 0.0), "nothing but the table"),
        ((0.5195, 0.0, 0.0), "less than 3 mm from an edge"),
        ((0.6, -0.3, 0.0), "cannot be lifted"),
        ((0.4, -0.2, 0.0), "rests on the"),
    ],
)
def test_a_refusal_has_the_same_reason(pick: tuple[float, float, float], reason: str) -> None:
    under = thing("box", "blue", (0.42, -0.2, 0), (0.12, 0.05, 0.04))
    things = [
        thing("block", "red", SPOT),
        thing("pallet", "brown", (0.6, -0.3, 0)),
        under,
        lifted(thing("block", "green", (0.45, -0.2, 0)), 0.04),
    ]
    with open_world("fast") as plain, ArmWorld() as armed:
        said = [act_fast(settled(plain, *things), Action(pick, THERE, 0.0)).reason]
        settled(armed, *things)
        said.append(act(armed, Action(pick, THERE, 0.0)).reason)
    assert reason in said[0]
    assert said[0] == said[1]


def test_what_is_out_of_reach_is_said_and_nothing_moves(world: ArmWorld) -> None:
    settled(world, thing("block", "red", SPOT))
    assert act(world, Action((1.2, 0.0, 0.0), THERE, 0.0)).reason == OUT_OF_REACH
    assert math.dist(world.foot(0).position, SPOT) < 1e-4
    assert world.arm.tip.position == pytest.approx(HOME.position, abs=1e-3)


def test_a_place_out_of_reach_leaves_the_load_where_it_was(world: ArmWorld) -> None:
    settled(world, thing("block", "red", SPOT))
    assert act(world, Action(SPOT, (0.0, 0.0, 0.0), 0.0)).reason == OUT_OF_REACH
    assert math.dist(world.foot(0).position, SPOT) < 2e-3


def test_a_push_or_a_drag_past_the_base_is_out_of_reach(world: ArmWorld) -> None:
    world.start(pile_to_zone(1, 12))
    assert act(world, Action((0.1, 0.4, 0.0), (0.1, -0.4, 0.0), 0.0)).reason == OUT_OF_REACH
    world.start(rope_to_line(1))
    bead = world.parts(0)[0].position
    assert act(world, Action(bead, (-0.3, 0.0, 0.0), 0.0)).reason == OUT_OF_REACH


@pytest.mark.parametrize("scene", [blocks_in_bowls(0), box_to_corner(2), tower(1, 4), rope_to_line(1)])
def test_the_oracle_solves_a_scene_with_the_arm(world: ArmWorld, scene: SceneSpec) -> None:
    episode = run_episode(world, scene)
    assert episode.success, episode.reason


def test_the_blade_of_the_arm_sweeps_a_pile(world: ArmWorld) -> None:
    episode = run_episode(world, pile_to_zone(1, 12))
    assert episode.success, episode.reason


def test_a_blade_is_not_set_down_on_anything(world: ArmWorld) -> None:
    swept = pile_to_zone(1, 12)
    box = thing("box", "blue", (0.3, 0.4, 0.0), (0.06, 0.06, 0.04)).model_copy(update={"fixed": True})
    world.start(swept.model_copy(update={"objects": (*swept.objects, box)}))
    outcome = act(world, Action((0.3, 0.4, 0.0), (0.3, 0.2, 0.0), 0.0))
    assert outcome.reason == "the blade would come down on the blue box"


def test_an_episode_ends_the_same_to_the_last_bit() -> None:
    ends = []
    for _ in range(2):
        with ArmWorld() as world:
            run_episode(world, tower(3, 3))
            ends.append((world.feet(), world.arm.joints))
    assert ends[0] == ends[1]


def test_an_empty_world_has_no_arm_yet() -> None:
    with ArmWorld() as world, pytest.raises(RuntimeError, match="load a scene first"):
        _ = world.arm


def test_progress_counts_with_the_arm_in_the_world(world: ArmWorld) -> None:
    scene = box_to_corner(2)
    world.start(scene)
    assert Progress(scene).look(Referee(world, scene)) is not None
    assert isinstance(world, World)
