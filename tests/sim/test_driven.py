"""A led body goes where it is led, at its pace, and pushes what it meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.driven import WATCH_EVERY, Driven
from sim.kinds import Vec3
from sim.world import World
from tests.sim.scenes import only, thing
from tests.sim.soft_scenes import cubes


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def one_cube(world: World, *spots: Vec3) -> Driven:
    """Load cubes and take hold of the first."""
    world.load(only(cubes(*spots), thing("block", "blue", (0.3, -0.3, 0))))
    world.settle()
    return Driven(world, world.cluster(0).bodies[0])


def test_it_arrives_exactly_and_stops(world: World) -> None:
    hand = one_cube(world, (0.5, 0, 0))
    before = world.steps
    assert hand.go((0.5, 0.1, 0.05), 0.002)
    assert world.steps - before == 55  # 110 mm, 2 mm in a step
    assert hand.frame().position == pytest.approx((0.5, 0.1, 0.05))
    assert world.velocity(0) == ((0, 0, 0), (0, 0, 0))


def test_it_stops_when_told(world: World) -> None:
    hand = one_cube(world, (0.5, 0, 0))
    before = world.steps
    assert not hand.go((0.5, 0.1, 0.05), 0.002, lambda: world.steps - before == 10)
    assert world.steps - before == 10


def test_it_keeps_others_apart_from_its_own(world: World) -> None:
    hand = one_cube(world, (0.5, 0, 0), (0.5, 0, 0.01))
    lower, upper = world.cluster(0).bodies
    assert hand.touches(frozenset())
    assert hand.touches(frozenset({upper}))  # the table
    lifted = Driven(world, upper)
    assert not lifted.touches(frozenset({lower}))


def test_it_reports_its_grip_now_and_then(world: World) -> None:
    one_cube(world, (0.5, 0, 0))
    seen: list[Vec3] = []
    hand = Driven(world, world.cluster(0).bodies[0], seen.append, (0.0, 0.0, 0.1))
    x, y, z = hand.frame().position
    hand.go((x, y + 0.1, z), 0.001)
    assert len(seen) == 100 // WATCH_EVERY
    assert seen[0] == pytest.approx((x, y + 0.001 * WATCH_EVERY, z + 0.1))
