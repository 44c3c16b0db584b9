"""Ropes and piles are one thing to ask about and many bodies to move."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from sim.camera import observe, show
from sim.frames import Frame
from sim.soft import is_soft, pieces
from sim.world import TABLE, World
from tests.sim.scenes import lifted, only, settled, thing
from tests.sim.soft_scenes import cubes, pile, rope


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def test_a_rope_is_beads_and_a_pile_is_cubes() -> None:
    beads, blocks = pieces(rope((0.5, 0, 0))), pieces(pile((0.5, 0, 0), 12))
    assert {(piece.kind, piece.size, piece.mass) for piece in beads} == {("ball", (0.01,) * 3, 0.02)}
    assert {(piece.kind, piece.size) for piece in blocks} == {("block", (0.01,) * 3)}
    assert (len(beads), len(blocks)) == (20, 12)


def test_a_rigid_thing_is_one_piece() -> None:
    block = thing("block", "red", (0.5, 0, 0))
    assert pieces(block) == (block,)
    assert not is_soft(block)


@pytest.mark.parametrize("seed", range(5))
def test_a_bent_rope_stays_as_it_was_laid(world: World, seed: int) -> None:
    cord = rope((0.5, 0.1, 0.7), seed=seed)
    settled(world, cord)
    starts = [piece.pose.position for piece in pieces(cord)]
    ends = [part.position for part in world.parts(0)]
    assert max(math.dist(a[:2], b[:2]) for a, b in zip(starts, ends, strict=True)) < 1e-3
    assert world.foot(0).position == pytest.approx((0.5, 0.1, 0), abs=5e-4)
    assert world.foot(0).yaw == pytest.approx(0.7)


def test_a_falling_pile_comes_to_rest_on_the_table(world: World) -> None:
    settled(world, lifted(pile((0.5, 0, 0.3)), 0.05))
    assert world.touched(0) == {TABLE}
    assert world.span_z(0)[0] == pytest.approx(0, abs=5e-4)
    assert all(world.grounded(0))


def test_a_rope_hangs_together_when_an_end_is_lifted(world: World) -> None:
    settled(world, lifted(rope((0.5, 0, 0.3)), 0.1))
    beads = [part.position for part in world.parts(0)]
    gaps = [math.dist(a, b) for a, b in pairwise(beads)]
    assert max(gaps) < 0.0135


def test_a_soft_thing_answers_as_one(world: World) -> None:
    settled(world, pile((0.5, 0.1, 0), 16), thing("block", "blue", (0.3, -0.3, 0)))
    assert world.movable(0)
    assert world.center(0)[:2] == pytest.approx((0.5, 0.1), abs=2e-3)
    low, high = world.box(0)
    assert (high[0] - low[0], high[1] - low[1], high[2]) == pytest.approx((0.058, 0.058, 0.01), abs=5e-3)
    assert world.in_column(0.5, 0.1, 0.05) == [0]
    assert len(world.parts(0)) == 16
    assert world.parts(1) == ()
    assert [piece.index for piece in world.pieces()] == [0] * 16 + [1]


def test_a_soft_thing_is_moved_as_one(world: World) -> None:
    settled(world, rope((0.5, 0.1, 0)))
    before = world.parts(0)
    world.teleport(0, Frame((0.4, -0.1, 0.2)))
    assert world.foot(0).position == pytest.approx((0.4, -0.1, 0.2))
    shift = [b - a for a, b in zip(before[3].position, world.parts(0)[3].position, strict=True)]
    assert shift == pytest.approx((-0.1, -0.2, 0.2), abs=1e-3)


def test_a_cube_on_a_cube_rests_on_the_table_in_the_end(world: World) -> None:
    settled(world, cubes((0.5, 0, 0), (0.5, 0, 0.01), (0.52, 0, 0)))
    assert world.grounded(0) == (True, True, True)


def test_a_cube_on_a_block_does_not_rest_on_the_table(world: World) -> None:
    settled(world, cubes((0.5, 0, 0.04), (0.6, 0, 0)), thing("block", "blue", (0.5, 0, 0)))
    assert world.grounded(0) == (False, True)
    assert world.touched(0) == {TABLE, 1}


def test_the_camera_sees_every_bead_and_cube(world: World) -> None:
    settled(world, rope((0.4, 0, 0)), pile((0.6, 0, 0)))
    look = observe(world)
    area = (look.segmentation == 1).sum() * 0.003125**2
    assert area == pytest.approx(20 * 0.01**2, rel=0.25)
    assert look.height[look.segmentation == 0].max() == pytest.approx(0.01, abs=1e-3)
    drawn = world.pieces()
    view = show([piece.thing for piece in drawn], [piece.foot for piece in drawn], (320, 212))
    empty = show([], [], (320, 212))
    assert np.asarray(view).tobytes() != np.asarray(empty).tobytes()


def test_what_ran_before_leaves_no_trace_in_a_pile() -> None:
    with World() as used, World() as fresh:
        used.load(only(lifted(rope((0.5, 0, 0.2), seed=1), 0.05)))
        used.settle()
        ends = []
        for world in (used, fresh):
            world.load(only(lifted(pile((0.5, 0, 0.2)), 0.05)))
            world.settle()
            ends.append(world.parts(0))
        assert ends[0] == ends[1]
