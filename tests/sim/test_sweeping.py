"""A pile is in its zone when every cube is, and the forecast finds the pushes that bring it there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.frames import Outline, Point2, depth_in, hull, overlap
from sim.judge import judge
from sim.oracle import run_episode
from sim.spec import ObjectSpec
from sim.sweeping import Crumb, Field, Push, left_outside, next_push
from sim.world import World
from tests.sim.scenes import scene, thing
from tests.sim.soft_scenes import cubes, pile_to_zone, swept, two_piles, with_spatula

ZONE: Outline = hull([(0.45, 0.15), (0.6, 0.15), (0.6, 0.3), (0.45, 0.3)])
INSIDE = (0.5, 0.2, 0.0)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def verdict(world: World, load: ObjectSpec, *others: ObjectSpec) -> str:
    """Say what a pile lacks to be within a zone of 0.15 m at (0.525, 0.225)."""
    zone = thing("zone", "green", (0.525, 0.225, 0), (0.15, 0.15, 0.001))
    asked = with_spatula(scene([load, zone, *others], swept()))
    world.load(asked)
    world.settle()
    return judge(world, asked).goals[0].missing


def field(*spots: Point2, others: tuple[Point2, ...] = (), obstacles: tuple[Outline, ...] = ()) -> Field:
    """Make cubes that belong into the zone, others that do not, and obstacles."""
    loose = [Crumb(spot, ZONE) for spot in spots] + [Crumb(spot, None) for spot in others]
    return Field(tuple(loose), 0.01, obstacles)


def chosen(asked: Field) -> Push:
    """Return the next push; there must be one."""
    push = next_push(asked, ZONE)
    assert push is not None
    return push


def test_all_cubes_in_the_zone_is_success(world: World) -> None:
    assert verdict(world, cubes(INSIDE, (0.47, 0.17, 0), (0.59, 0.29, 0))) == ""


def test_a_heap_in_the_zone_is_success(world: World) -> None:
    assert verdict(world, cubes(INSIDE, (0.5, 0.2, 0.01), (0.52, 0.2, 0))) == ""


def test_the_middle_of_a_cube_counts(world: World) -> None:
    assert verdict(world, cubes(INSIDE, (0.451, 0.2, 0))) == ""
    assert verdict(world, cubes(INSIDE, (0.448, 0.2, 0))).endswith(
        "the red pile has 1 of 2 cubes outside the green zone, the farthest by 2 mm"
    )


def test_one_crumb_outside_is_no_success(world: World) -> None:
    crumbs = [(0.5 + 0.012 * i, 0.2, 0.0) for i in range(6)]
    assert "1 of 7 cubes outside" in verdict(world, cubes(*crumbs, (0.4, 0.0, 0)))


def test_a_cube_on_a_block_in_the_zone_is_no_success(world: World) -> None:
    block = thing("block", "blue", (0.55, 0.25, 0))
    assert verdict(world, cubes(INSIDE, (0.55, 0.25, 0.04)), block).endswith(
        "has 1 of 2 cubes that do not rest on the table"
    )


def test_what_is_outside_is_counted_first() -> None:
    assert left_outside([(0.4, 0.2)], [False], ZONE, "zone").startswith("has 1 of 1 cubes outside")


def test_a_single_cube_is_pushed_from_behind() -> None:
    push = chosen(field((0.52, 0.0)))
    assert push.start[1] < -0.01
    against = (push.end[0], push.end[1] + 0.0075)  # where a cube lies that the blade pushes
    assert depth_in(ZONE, against) > 0.003
    assert push.along[1] > 0.9


def test_two_cubes_are_taken_at_once() -> None:
    push = chosen(field((0.51, 0.0), (0.54, 0.05)))
    assert push.start[1] < 0
    assert 0.49 < push.start[0] < 0.56


def test_cubes_at_home_need_no_push() -> None:
    assert next_push(field((0.5, 0.2)), ZONE) is None


def test_the_blade_does_not_start_on_a_cube() -> None:
    behind = tuple((0.5 + 0.01 * i, -0.02) for i in range(6))
    push = chosen(field((0.52, 0.0), others=behind))
    assert min(abs(push.start[1] - y) + abs(push.start[0] - x) for x, y in behind) > 0.008


def test_the_blade_goes_round_what_stands_in_the_way() -> None:
    wall = hull([(0.5, 0.05), (0.54, 0.05), (0.54, 0.09), (0.5, 0.09)])
    aside = chosen(field((0.52, 0.0), obstacles=(wall,)))
    assert depth_in(ZONE, aside.end) < 0
    assert not overlap(aside.swept, wall)
    beside = hull([(0.56, 0.05), (0.6, 0.05), (0.6, 0.09), (0.56, 0.09)])
    assert chosen(field((0.52, 0.0), obstacles=(beside,))).length > 0.1


def test_nobody_elses_pile_is_swept_along_when_it_can_be_left() -> None:
    others = tuple((0.5, 0.02 * i) for i in range(1, 5))
    free = chosen(field((0.54, 0.0)))
    careful = chosen(field((0.54, 0.0), others=others))
    assert careful.start[0] >= free.start[0]


@pytest.mark.parametrize(("count", "side"), [(20, 0.15), (12, 0.12)])
def test_every_pile_is_swept_home(world: World, count: int, side: float) -> None:
    episodes = [run_episode(world, pile_to_zone(seed, count, side)) for seed in range(3)]
    assert all(episode.success for episode in episodes)
    assert max(episode.actions for episode in episodes) <= 15


@pytest.mark.slow
def test_nearly_every_one_of_many_piles_is_swept_home(world: World) -> None:
    assert sum(run_episode(world, pile_to_zone(seed, side=0.15)).success for seed in range(10)) >= 9


def test_one_pile_of_two_is_swept_into_its_zone(world: World) -> None:
    assert run_episode(world, two_piles(0)).success


def test_two_piles_are_swept_into_two_zones(world: World) -> None:
    assert run_episode(world, two_piles(1, 2)).success


def test_a_sweep_ends_the_same_whatever_ran_before() -> None:
    ends = []
    with World() as used, World() as fresh:
        for world, seeds in ((used, (2, 1, 1)), (fresh, (1,))):
            for seed in seeds:
                run_episode(world, pile_to_zone(seed, 12))
                ends.append(world.parts(0))
    assert ends[1] == ends[2] == ends[3]
    assert ends[0] != ends[1]
