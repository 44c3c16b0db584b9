"""Parts and meshes on one canvas hide each other as they should, whatever is drawn first."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.canvas import Canvas, Color, View, table_corners
from sim.frames import Frame
from sim.parts import Part
from sim.triangles import Mesh

FRONT = View(
    (1.5, 0.0, 0.3), (0.5, 0.0, 0.1), math.radians(40), (0.6, 0.0, 0.8), table_corners((0, 1), (-1, 1))
)
SIZE = (80, 60)
RED: Color = (1.0, 0.0, 0.0)


def wall(x: float) -> Mesh:
    """Return a blue square that stands across the view."""
    a, b, c, d = (x, -0.1, 0.0), (x, 0.1, 0.0), (x, 0.1, 0.2), (x, -0.1, 0.2)
    return Mesh(np.array([[a, b, c], [a, c, d]]), np.array([[0.0, 0.0, 1.0]] * 2))


def middle(x: float, *, wall_first: bool) -> tuple[int, ...]:
    """Return the colour in the middle of a picture of a red box and a blue wall at x."""
    canvas = Canvas(SIZE, FRONT)
    canvas.lay_table([], [])
    box = Part("box", (0.1, 0.1, 0.2), (0.0, 0.0, 0.0))
    if wall_first:
        canvas.draw_mesh(wall(x))
    canvas.draw([(box, Frame((0.5, 0.0, 0.1)), RED)])
    if not wall_first:
        canvas.draw_mesh(wall(x))
    return tuple(np.asarray(canvas.picture())[30, 40].tolist())


@pytest.mark.parametrize("wall_first", [True, False])
def test_the_nearer_one_is_seen_whichever_is_drawn_first(wall_first: bool) -> None:
    red, _, blue = middle(0.7, wall_first=wall_first)
    assert blue > 100 > red
    red, _, blue = middle(0.3, wall_first=wall_first)
    assert red > 100 > blue


def test_a_table_has_a_rim() -> None:
    assert table_corners((0.0, 1.0), (-1.0, 1.0))[0] == (-0.04, -1.04)
