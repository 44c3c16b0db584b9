"""The map from above shows what is there, where it is; the view for people is the robot's."""

from __future__ import annotations

import numpy as np
import pytest

from sim.camera import Observation, observe, show
from sim.colors import RGB
from sim.frames import Frame
from sim.pixels import COLUMNS, PIXEL_M, ROWS
from sim.spec import ObjectSpec
from sim.world import TABLE, World
from tests.sim.scenes import blocks_in_bowls, lifted, only, settled, thing


def seen(*things: ObjectSpec) -> Observation:
    """Look at things at rest."""
    with World() as world:
        return observe(settled(world, *things))


def test_the_map_has_the_usual_size() -> None:
    look = seen(thing("block", "red", (0.5, 0, 0)))
    assert look.rgb.shape == (320, 160, 3)
    assert look.rgb.dtype == np.dtype(np.uint8)
    assert look.height.shape == (320, 160)
    assert look.height.dtype == np.dtype(np.float32)
    assert look.segmentation.shape == (320, 160)
    assert look.segmentation.dtype == np.dtype(np.int32)


def test_a_block_is_drawn_where_it_stands() -> None:
    look = seen(thing("block", "red", (0.35, 0.2, 0)))
    rows, columns = np.nonzero(look.segmentation == 0)
    assert -0.5 + (rows.mean() + 0.5) * PIXEL_M == pytest.approx(0.2, abs=PIXEL_M / 2)
    assert 0.25 + (columns.mean() + 0.5) * PIXEL_M == pytest.approx(0.35, abs=PIXEL_M / 2)
    assert len(rows) * PIXEL_M**2 == pytest.approx(0.04**2, rel=0.15)
    assert look.height[rows, columns].min() == pytest.approx(0.04, abs=5e-4)


def test_the_table_is_what_is_left() -> None:
    look = seen(thing("block", "red", (0.5, 0, 0)))
    assert (look.segmentation == TABLE).sum() == ROWS * COLUMNS - (look.segmentation == 0).sum()
    assert look.height[look.segmentation == TABLE].max() == 0


def test_the_higher_thing_hides_the_lower() -> None:
    look = seen(thing("pallet", "brown", (0.5, 0, 0)), lifted(thing("block", "red", (0.5, 0, 0)), 0.044))
    assert look.segmentation[ROWS // 2, COLUMNS // 2] == 1
    assert look.height[ROWS // 2, COLUMNS // 2] == pytest.approx(0.084, abs=5e-4)


def test_a_ball_is_round_from_above() -> None:
    look = seen(thing("ball", "blue", (0.5, 0, 0), (0.06,) * 3))
    heights = look.height[look.segmentation == 0]
    assert len(heights) * PIXEL_M**2 == pytest.approx(np.pi * 0.03**2, rel=0.03)
    assert heights.max() == pytest.approx(0.06, abs=5e-4)
    assert heights.min() < 0.045


def test_a_bowl_is_hollow() -> None:
    look = seen(thing("bowl", "green", (0.5, 0, 0)))
    assert look.segmentation[ROWS // 2, COLUMNS // 2] == 0
    assert look.height[ROWS // 2, COLUMNS // 2] == pytest.approx(0.004, abs=5e-4)
    assert look.height.max() == pytest.approx(0.044, abs=2e-3)


def test_colours_are_those_of_the_objects() -> None:
    look = seen(thing("zone", "purple", (0.5, 0, 0)))
    colors = {tuple(pixel) for pixel in look.rgb[look.segmentation == 0].tolist()}
    assert colors == {tuple(round(c * 255) for c in RGB["purple"])}


def test_what_lies_beside_the_table_is_not_drawn() -> None:
    look = seen(thing("block", "red", (0.9, 0, 0)), thing("block", "blue", (0.75, 0.5, 0)))
    assert not (look.segmentation == 0).any()
    assert look.segmentation[-1, -1] == 1


def _centroid(tip: tuple[float, float, float] | None, y: float) -> float:
    """Return the mean column, from 0 to 1, of what differs from an empty table."""
    empty = np.asarray(show([], [], (160, 120)), dtype=int)
    block = thing("block", "red", (0.5, y, 0))
    full = np.asarray(show([block], [Frame((0.5, y, 0.0))], (160, 120), tip), dtype=int)
    columns = np.nonzero(np.abs(full - empty).sum(axis=2) > 60)[1]
    return float(columns.mean() / 160)


def test_left_in_the_view_is_left_of_the_robot() -> None:
    assert _centroid(None, 0.3) < 0.4 < 0.6 < _centroid(None, -0.3)


def test_the_tip_is_drawn_when_it_is_there() -> None:
    assert _centroid((0.5, -0.4, 0.1), 0.0) > _centroid(None, 0.0) + 0.1


def test_a_view_is_the_same_bytes_each_time() -> None:
    with World() as world:
        world.load(blocks_in_bowls(1))
        views = [show(world.things, world.feet(), (160, 120)).tobytes() for _ in range(2)]
    assert views[0] == views[1]


def test_nothing_needs_to_have_settled() -> None:
    with World() as world:
        world.load(only(thing("corner", "red", (0.5, 0, 0))))
        assert (observe(world).segmentation == 0).any()
