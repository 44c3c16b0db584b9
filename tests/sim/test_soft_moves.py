"""The oracle sees ropes and piles as they are, and leaves all other things to others."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from sim.oracle import default_limit, run_episode
from sim.roping import DRAGS
from sim.soft_moves import Stroke, next_stroke, strokes_allowed
from sim.spec import SceneSpec, Slot
from sim.sweeping import PUSHES
from sim.world import World
from tests.sim.scenes import goal, scene, thing, tower
from tests.sim.soft_scenes import along, pile_to_zone, rope, rope_to_line, two_piles


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def stroke(world: World, asked: SceneSpec) -> Stroke:
    """Return the first stroke of a scene; there must be one."""
    world.load(asked)
    world.settle()
    found = next_stroke(world, asked, asked.goals[0], {})
    assert isinstance(found, Stroke)
    return found


def test_ropes_and_piles_may_take_long() -> None:
    assert strokes_allowed(tower(0)) == 0
    assert strokes_allowed(rope_to_line(0)) == DRAGS
    assert strokes_allowed(two_piles(0, 2)) == 2 * PUSHES
    assert default_limit(rope_to_line(0)) == DRAGS + 3 + 4


def test_a_drag_starts_on_a_bead(world: World) -> None:
    asked = rope_to_line(1)
    found = stroke(world, asked)
    tops = [(x, y, z + 0.005) for x, y, z in (part.position for part in world.parts(0))]
    assert found.index == 0
    assert found.action.pick in tops


def test_a_push_starts_beside_the_pile(world: World) -> None:
    asked = pile_to_zone(1)
    found = stroke(world, asked)
    spots = [part.position[:2] for part in world.parts(0)]
    assert min(math.dist(spot, found.action.pick[:2]) for spot in spots) > 0.008


def test_rigid_things_are_none_of_its_business(world: World) -> None:
    asked = tower(0)
    world.load(asked)
    assert next_stroke(world, asked, asked.goals[0], {}) is None


def test_what_fills_its_slot_is_left(world: World) -> None:
    asked = rope_to_line(1)
    world.load(asked)
    assert next_stroke(world, asked, asked.goals[0], {0: 0}) is None


def test_a_rope_and_a_block_are_both_brought_home(world: World) -> None:
    mark = thing("line", "blue", (0.4, 0.2, 0.3), (0.25, 0.01, 0.001))
    zone = thing("zone", "green", (0.6, 0.3, 0), (0.1, 0.1, 0.001))
    block = thing("block", "red", (0.6, -0.3, 0.2))
    into = Slot(relation="within", frame=2, position=(0, 0, 0), accepts=(3,))
    asked = scene([rope((0.4, -0.2, 0.5), seed=2), mark, zone, block], along(), goal(into))
    assert run_episode(world, asked).success
