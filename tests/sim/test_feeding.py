"""Feeders let their objects appear one at a time, and what has not come is nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import ImageChops

from sim.camera import observe, show
from sim.feeding import Queues
from sim.film import watch
from sim.frames import Frame
from sim.judge import judge
from sim.oracle import run_episode
from sim.spec import Feeder, GoalSpec, Pose, SceneSpec, Slot
from sim.world import NOWHERE, World
from tests.sim.scenes import goal, lifted, scene, thing

PLACE = Pose(position=(0.4, -0.2, 0.0), yaw=0.3)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def _fed(blocks: int = 3) -> SceneSpec:
    """A zone, and blocks that come one at a time."""
    things = [thing("zone", "blue", (0.5, 0.2, 0)), *[thing("block", "red", (0.4, 0, 0))] * blocks]
    queue = tuple(range(1, 1 + blocks))
    slot = Slot(relation="within", frame=0, position=(0, 0, 0), accepts=queue)
    return scene(things, goal(slot)).model_copy(update={"feeders": (Feeder(queue=queue, pose=PLACE),)})


def _there(world: World) -> list[int]:
    return [index for index in range(1, len(world.things)) if world.present(index)]


def test_the_first_comes_when_the_scene_has_settled(world: World) -> None:
    world.load(_fed())
    assert _there(world) == []
    world.settle()
    assert _there(world) == [1]
    assert world.foot(1).position == pytest.approx(PLACE.position, abs=1e-6)
    assert world.foot(1).yaw == pytest.approx(0.3)


def test_the_next_waits_until_the_place_is_clear(world: World) -> None:
    world.start(_fed())
    world.settle()
    assert _there(world) == [1]
    world.teleport(1, Frame((0.43, -0.2, 0.0)))  # only half out of the way
    world.settle()
    assert _there(world) == [1]
    world.teleport(1, Frame((0.5, -0.2, 0.0)))
    world.settle()
    assert _there(world) == [1, 2]


def test_what_has_not_come_is_nowhere(world: World) -> None:
    asked = _fed()
    world.start(asked)
    assert world.foot(3) == NOWHERE
    assert not world.movable(3)
    assert world.touches(3) == []
    assert "has not come yet" in judge(world, asked.model_copy(update={"goals": (_wants(3),)})).facts[0]
    assert set(np.unique(observe(world).segmentation)) == {-1, 0, 1}


def _wants(index: int) -> GoalSpec:
    return goal(Slot(relation="within", frame=0, position=(0, 0, 0), accepts=(index,)))


def test_what_has_come_falls_and_rests_like_all_else(world: World) -> None:
    world.start(_fed())
    world.step(240)
    assert world.foot(1).position[2] == pytest.approx(0, abs=1e-3)
    assert world.touched(1) == {-1}


def test_a_film_shows_things_only_when_they_have_come() -> None:
    seen = watch(_fed())
    start, end = (show(seen.things, feet, (240, 160)) for feet in (seen.feet[0], seen.feet[-1]))
    assert [feet.count(NOWHERE) for feet in seen.feet] == [2, 1]
    assert ImageChops.difference(start, end).getbbox() is not None


def test_queues_let_their_heads_go() -> None:
    queues = Queues((Feeder(queue=(3, 1), pose=PLACE), Feeder(queue=(2,), pose=PLACE)))
    heads = [queues.heads]
    for index in (2, 3):
        queues.let_go(index)
        heads.append(queues.heads)
    assert heads == [(3, 2), (3,), (1,)]
    assert [index in queues for index in (1, 2, 3)] == [True, False, False]


def test_what_is_moved_aside_does_not_block_a_feeder(world: World) -> None:
    asked = _fed(1)
    blocked = thing("block", "green", (0.4, -0.14, 0))
    stacked = lifted(thing("block", "gray", (0.4, -0.14, 0)), 0.04)
    slot = Slot(relation="within", frame=0, position=(0.045, 0, 0), accepts=(2,))
    things = (*asked.objects, blocked, stacked)
    full = asked.model_copy(update={"objects": things, "goals": (goal(slot), *asked.goals)})
    assert run_episode(world, full).success
    assert world.foot(1).position[1] > 0
