"""The spatula comes down, pushes what is loose, and stops at what is fixed."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from sim.motion import Action, Outcome, act
from sim.push import push
from sim.spec import ObjectSpec
from sim.world import World
from tests.sim.scenes import only, thing
from tests.sim.soft_scenes import cubes, pile, with_spatula


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def pushed(
    world: World, start: tuple[float, float], end: tuple[float, float], *things: ObjectSpec
) -> Outcome:
    """Settle things and push once."""
    world.load(with_spatula(only(*things)))
    assert world.settle()
    return act(world, Action((*start, 0.0), (*end, 0.0), 0.0))


@pytest.mark.parametrize("heading", [0.0, 0.7, math.pi / 2, -2.5])
def test_a_cube_goes_where_the_blade_goes(world: World, heading: float) -> None:
    x, y = math.cos(heading), math.sin(heading)
    start, end = (0.5 - 0.05 * x, 0.05 * -y), (0.5 + 0.15 * x, 0.15 * y)
    outcome = pushed(world, start, end, cubes((0.5, 0, 0)))
    assert outcome.reason == ""
    ahead = (world.center(0)[0] - 0.5) * x + world.center(0)[1] * y
    assert 0.155 < ahead < 0.17  # against the blade, or a little ahead: it slides until it rests


def test_no_cube_tunnels_through_the_blade(world: World) -> None:
    wall = [(0.5, 0.011 * (i - 1.5), 0.0) for i in range(4)]
    pushed(world, (0.45, 0), (0.65, 0), cubes(*wall))
    assert all(part.position[0] > 0.65 for part in world.parts(0))
    assert all(world.grounded(0))


def test_what_is_beside_the_blade_stays(world: World) -> None:
    pushed(world, (0.45, 0), (0.65, 0), cubes((0.5, 0, 0), (0.5, 0.035, 0)))
    assert world.parts(0)[1].position[:2] == pytest.approx((0.5, 0.035), abs=1e-3)


def test_a_block_is_pushed_too(world: World) -> None:
    pushed(world, (0.4, 0), (0.6, 0), thing("block", "red", (0.5, 0, 0)))
    assert world.center(0)[0] == pytest.approx(0.6225, abs=5e-3)


def test_the_blade_stops_at_what_is_fixed(world: World) -> None:
    outcome = pushed(world, (0.4, 0), (0.7, 0), thing("pallet", "brown", (0.6, 0, 0), (0.1, 0.1, 0.044)))
    assert outcome.reason == "the blade met something that does not move"
    assert world.foot(0).position == (0.6, 0, 0)


def test_the_blade_does_not_come_down_on_things(world: World) -> None:
    outcome = pushed(world, (0.5, 0), (0.7, 0), pile((0.5, 0, 0), 25))
    assert outcome.reason == "the blade would come down on the red pile"
    assert world.center(0)[:2] == pytest.approx((0.5, 0), abs=2e-3)


def test_a_push_that_goes_nowhere_is_refused(world: World) -> None:
    world.load(with_spatula(only(pile((0.5, 0, 0)))))
    reason, rested = push(world, (0.3, 0.3), (0.301, 0.3))
    assert (reason, rested) == ("a push of 1 mm; it must be 5 mm to 1.2 m", True)


def test_the_blade_is_lifted_again(world: World) -> None:
    pushed(world, (0.4, 0), (0.6, 0), cubes((0.5, 0, 0)))
    again = act(world, Action((0.75, 0, 0), (0.55, 0, 0), 0.0))  # through where it stood
    assert again.reason == ""
    assert world.center(0)[0] < 0.55


def test_a_push_shows_itself_on_its_way(world: World) -> None:
    world.load(with_spatula(only(cubes((0.5, 0, 0)))))
    seen: list[float] = []
    push(world, (0.4, 0), (0.6, 0), lambda tip: seen.append(tip[0]))
    assert len(seen) == 8
    assert seen == sorted(seen)


def test_a_push_ends_the_same_each_time(world: World) -> None:
    ends = []
    for _ in range(2):
        pushed(world, (0.4, 0), (0.6, 0.05), pile((0.5, 0, 0.3)))
        ends.append(world.parts(0))
    assert ends[0] == ends[1]
