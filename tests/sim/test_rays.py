"""Lines meet parts where geometry says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.frames import Frame, about_z
from sim.parts import Form, Part
from sim.rays import Lines, axes_of, crossing, normals

DOWN = np.array([0.0, 0.0, -1.0])


def _from_above(part: Part, *starts: tuple[float, float, float]) -> tuple[list[float], list[float]]:
    enter, leave = crossing(part, Lines(np.array(starts), DOWN))
    return enter.tolist(), leave.tolist()


@pytest.mark.parametrize(
    ("form", "enter", "leave"), [("box", 0.9, 1.1), ("cylinder", 0.9, 1.1), ("sphere", 0.9, 1.1)]
)
def test_a_line_through_the_middle_enters_and_leaves(form: Form, enter: float, leave: float) -> None:
    part = Part(form, (0.2, 0.2, 0.2), (0.0, 0.0, 0.0))
    (entered,), (left,) = _from_above(part, (0.0, 0.0, 1.0))
    assert entered == pytest.approx(enter)
    assert left == pytest.approx(leave)


@pytest.mark.parametrize(("form", "hits"), [("box", True), ("cylinder", False), ("sphere", False)])
def test_only_a_box_has_corners(form: Form, hits: bool) -> None:
    enter, leave = _from_above(Part(form, (0.2, 0.2, 0.2), (0.0, 0.0, 0.0)), (0.09, 0.09, 1.0))
    assert (enter[0] <= leave[0]) == hits


def test_a_line_beside_a_box_misses_it() -> None:
    enter, leave = _from_above(Part("box", (0.2, 0.2, 0.2), (0.0, 0.0, 0.0)), (0.11, 0.0, 1.0))
    assert enter[0] > leave[0]


@pytest.mark.parametrize(
    ("form", "point", "normal"),
    [
        ("box", (0.1, 0.05, -0.02), (1, 0, 0)),
        ("cylinder", (0.02, 0.0, -0.1), (0, 0, -1)),
        ("cylinder", (0.0, 0.1, 0.03), (0, 1, 0)),
        ("sphere", (0.0, -0.1, 0.0), (0, -1, 0)),
    ],
)
def test_normals_point_outwards(
    form: Form, point: tuple[float, float, float], normal: tuple[float, float, float]
) -> None:
    part = Part(form, (0.2, 0.2, 0.2), (0.0, 0.0, 0.0))
    assert normals(part, np.array([point]))[0].tolist() == pytest.approx(normal)


def test_vectors_are_turned_into_a_frame() -> None:
    axes = axes_of(Frame((0.0, 0.0, 0.0), about_z(math.pi / 2)))
    assert (np.array([0.0, 1.0, 0.0]) @ axes).tolist() == pytest.approx([1, 0, 0])
