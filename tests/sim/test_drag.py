"""Under the suction tip a rope is dragged by one bead, and the others follow."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import pytest

from sim.drag import LIFT_M, drag, nearest_bead
from sim.kinds import Vec3
from sim.motion import Action, Outcome, act
from sim.world import TABLE, World
from tests.sim.scenes import settled, thing
from tests.sim.soft_scenes import rope


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def drag_end(world: World, end: Vec3) -> Outcome:
    """Drag the first bead of the rope to a point."""
    return act(world, Action(world.parts(0)[0].position, end, 0.0))


def test_the_bead_in_hand_arrives_and_the_rest_follows(world: World) -> None:
    settled(world, rope((0.5, -0.2, 0)))
    outcome = drag_end(world, (0.4, 0.2, 0))
    assert outcome.reason == ""
    assert outcome.grasp is not None
    assert outcome.release is not None
    beads = [part.position for part in world.parts(0)]
    assert beads[0][:2] == pytest.approx((0.4, 0.2), abs=3e-3)
    assert max(math.dist(a, b) for a, b in pairwise(beads)) < 0.0135
    assert beads[-1][1] > -0.1
    assert world.touched(0) == {TABLE}
    assert all(world.grounded(0))


def test_it_is_lifted_low_and_set_down(world: World) -> None:
    settled(world, rope((0.5, -0.2, 0)))
    heights: list[float] = []
    act(world, Action(world.parts(0)[0].position, (0.4, 0.1, 0), 0.0), lambda tip: heights.append(tip[2]))
    assert max(heights) == pytest.approx(0.01 + LIFT_M, abs=1e-3)
    assert world.parts(0)[0].position[2] == pytest.approx(0.005, abs=5e-4)


def test_the_nearest_bead_is_taken(world: World) -> None:
    settled(world, rope((0.5, 0, 0)))
    assert nearest_bead(world, 0, (0.3, 0.0)) == 0
    assert nearest_bead(world, 0, (0.5 + 0.0125 / 2 + 0.004, 0.01)) == 10


def test_beside_the_rope_nothing_is_held(world: World) -> None:
    settled(world, rope((0.5, 0, 0)))
    outcome = act(world, Action((0.5, 0.02, 0), (0.5, 0.2, 0), 0.0))
    assert outcome.reason == "the tip met nothing but the table"


def test_a_rope_is_set_down_on_what_is_there(world: World) -> None:
    settled(world, rope((0.5, -0.2, 0)), thing("pallet", "brown", (0.5, 0.2, 0), (0.2, 0.1, 0.02)))
    tip, rested = drag(world, 0, 0, (0.5, 0.2))
    assert rested
    assert tip[2] == pytest.approx(0.03, abs=3e-3)
    assert not all(world.grounded(0))


def test_a_drag_ends_the_same_each_time(world: World) -> None:
    ends = []
    for _ in range(2):
        settled(world, rope((0.5, -0.2, 0.4), seed=3))
        drag_end(world, (0.4, 0.2, 0))
        drag_end(world, (0.6, 0.1, 0))
        ends.append(world.parts(0))
    assert ends[0] == ends[1]


def test_a_drag_counts_steps_and_not_seconds(world: World) -> None:
    settled(world, rope((0.5, -0.2, 0)))
    before = world.steps
    drag_end(world, (0.4, 0.2, 0))
    assert 200 < world.steps - before < 1300
