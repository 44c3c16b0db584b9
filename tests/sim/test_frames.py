"""Frames and outlines are exact where Simwright relies on them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.frames import Frame, about_y, about_z, depth_in, hull, multiply, overlap, rotate, turn_between

ANGLES = st.floats(-6, 6)
COORDINATES = st.floats(-1, 1)
SQUARE = hull([(0, 0), (1, 0), (1, 1), (0, 1)])


@given(st.tuples(COORDINATES, COORDINATES, COORDINATES), ANGLES, ANGLES)
def test_a_frame_undoes_what_it_does(point: tuple[float, float, float], yaw: float, pitch: float) -> None:
    frame = Frame((0.3, -0.2, 0.1), multiply(about_z(yaw), about_y(pitch)))
    assert frame.local(frame.point(point)) == pytest.approx(point, abs=1e-9)


@given(ANGLES)
def test_yaw_is_read_as_it_was_given(yaw: float) -> None:
    assert math.remainder(Frame((0, 0, 0), about_z(yaw)).yaw - yaw, 2 * math.pi) == pytest.approx(0, abs=1e-9)


@given(st.floats(0, math.pi), ANGLES)
def test_tilt_does_not_depend_on_yaw(pitch: float, yaw: float) -> None:
    frame = Frame((0, 0, 0), multiply(about_z(yaw), about_y(pitch)))
    assert frame.tilt == pytest.approx(pitch, abs=1e-6)


def test_composed_frames_turn_in_order() -> None:
    outer, inner = Frame((1, 0, 0), about_z(math.pi / 2)), Frame((1, 0, 0), about_z(math.pi / 2))
    both = outer.compose(inner)
    assert both.position == pytest.approx((1, 1, 0))
    assert rotate(both.rotation, (1, 0, 0)) == pytest.approx((-1, 0, 0))


@pytest.mark.parametrize(
    ("a", "b", "period", "turn"),
    [(0, 3.0, 0, 0), (0, 1.0, math.pi / 2, 1.0 - math.pi / 2), (0.1, -0.1, 2 * math.pi, -0.2), (0, 7, 7, 0)],
)
def test_the_shorter_turn_is_taken(a: float, b: float, period: float, turn: float) -> None:
    assert turn_between(a, b, period) == pytest.approx(turn)


def test_a_hull_leaves_out_what_is_inside() -> None:
    assert hull([(0, 0), (1, 0), (0.5, 0.5), (1, 1), (0, 1), (0.5, 0)]) == SQUARE


def test_depth_is_negative_outside() -> None:
    assert depth_in(SQUARE, (0.5, 0.9)) == pytest.approx(0.1)
    assert depth_in(SQUARE, (0.5, 1.2)) == pytest.approx(-0.2)


def test_outlines_that_touch_do_not_overlap() -> None:
    beside = hull([(1, 0), (2, 0), (2, 1), (1, 1)])
    into = hull([(0.98, 0), (2, 0), (2, 1), (0.98, 1)])
    assert not overlap(SQUARE, beside)
    assert overlap(SQUARE, into)
    assert not overlap(SQUARE, into, slack=0.03)
