"""The twenty pieces of the kits can be told apart, held, and laid beside each other."""

from __future__ import annotations

import math

import pytest

from sim.frames import Frame
from sim.kinds import FACTS, VARIANTS, yaw_period
from sim.motion import EDGE_M
from sim.pieces import PIECE_REACH, PIECES
from sim.shapes import depth_in_top, grasp_point, outline, reach, span_z
from sim.spec import ObjectSpec
from tests.sim.scenes import thing

HOME = Frame((0.0, 0.0, 0.0))
GRID = [(0.002 * i + 0.001, 0.002 * j + 0.001) for i in range(-24, 24) for j in range(-24, 24)]
SAME = 0.90  # two pieces whose overlap is a larger share of their union look alike


def shape(variant: str, size: float = 0.07) -> ObjectSpec:
    """Make a piece on the table, in the middle of the world."""
    flat = thing("shape", "red", (0, 0, 0), (size, size, 0.02))
    return flat.model_copy(update={"variant": variant})


def _covered(variant: str, turn: float = 0.0) -> set[int]:
    """Return which points of the grid a piece covers when it is turned."""
    piece, c, s = shape(variant), math.cos(turn), math.sin(turn)
    return {n for n, (x, y) in enumerate(GRID) if depth_in_top(piece, (c * x + s * y, c * y - s * x)) > 0}


def _likeness(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b)


def test_there_are_twenty() -> None:
    assert tuple(PIECES) == VARIANTS
    assert len(set(VARIANTS)) == 20


@pytest.mark.parametrize("size", [FACTS["shape"].smallest[0], 0.07, FACTS["shape"].largest[0]])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_piece_can_be_held_at_every_size(variant: str, size: float) -> None:
    piece = shape(variant, size)
    assert depth_in_top(piece, grasp_point(piece)) >= EDGE_M


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_piece_is_about_as_wide_as_its_size(variant: str) -> None:
    xs, ys = zip(*outline(shape(variant), HOME), strict=True)
    wide = max(max(xs) - min(xs), max(ys) - min(ys))
    assert 0.055 <= wide <= 0.084
    assert span_z(shape(variant), HOME) == pytest.approx((0, 0.02))


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_piece_reaches_its_neighbour_in_a_kit(variant: str) -> None:
    far = max(math.hypot(*corner) for corner in outline(shape(variant), HOME))
    assert far <= reach(shape(variant)) == PIECE_REACH * 0.07 < 0.045


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_piece_looks_the_same_after_its_period_and_not_before(variant: str) -> None:
    period = yaw_period("shape", (0.07, 0.07, 0.02), variant)
    upright = _covered(variant)
    if period == 0:
        assert _likeness(upright, _covered(variant, 0.5)) > 0.85
        return
    assert _likeness(upright, _covered(variant, period)) > 0.85
    assert _likeness(upright, _covered(variant, period / 2)) < _likeness(upright, _covered(variant, period))


def test_no_two_pieces_look_alike() -> None:
    looks = {variant: _covered(variant) for variant in VARIANTS}
    alike = [(a, b) for a in VARIANTS for b in VARIANTS if a < b and _likeness(looks[a], looks[b]) > SAME]
    assert alike == []


def test_a_letter_reads_upright_for_the_robot() -> None:
    foot = shape("letter-L")
    assert depth_in_top(foot, (-0.028, -0.015)) > 0  # the bar of an L: near the robot, to its right
    assert depth_in_top(foot, (0.028, -0.015)) < 0
