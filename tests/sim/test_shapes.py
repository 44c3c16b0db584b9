"""Objects have the size that their specification says, and receptacles have room."""

from __future__ import annotations

import math

import pytest

from sim.fixtures import DISK_HOLE_R, PLAY_M
from sim.frames import UPRIGHT, Frame, about_y, about_z, depth_in
from sim.kinds import BOWL_LOAD_M, FACTS, KINDS, ROD_HEIGHT_M, ROD_RADIUS_M, ROD_SPACING_M, WALL_M, Kind, Vec3
from sim.motion import EDGE_M
from sim.shapes import (
    BOWL_WAIST_R,
    center_of_mass,
    collision_parts,
    depth_in_top,
    grasp_point,
    mouth,
    outline,
    reach,
    span_z,
    visual_parts,
)
from sim.spec import ObjectSpec
from sim.world import TIP_RADIUS
from tests.sim.scenes import thing

HOME = Frame((0.0, 0.0, 0.0))
HERE = (0.0, 0.0, 0.0)


RIGID = tuple(kind for kind in KINDS if FACTS[kind].role != "soft")  # the others are made of their parts
ROUND = ("bowl", "disk")  # rings of planks inside their circles
PIECES = ("shape", "hole")  # tests/sim/test_pieces.py


def _extents(kind: Kind, size: Vec3 | None = None) -> Vec3:
    subject = thing(kind, "red", HERE, size)
    xs, ys = zip(*outline(subject, HOME), strict=True)
    low, high = span_z(subject, HOME)
    return (max(xs) - min(xs), max(ys) - min(ys), high - low)


@pytest.mark.parametrize("kind", [kind for kind in RIGID if kind not in PIECES])
def test_an_object_fills_its_size_and_no_more(kind: Kind) -> None:
    x, y, z = FACTS[kind].default_size
    size = (x, y, z + ROD_HEIGHT_M if kind == "rods" else z)  # the size of rods is that of their board
    tolerance = 0.006 if kind in ROUND else 1e-6
    assert _extents(kind) == pytest.approx(size, abs=tolerance)
    assert all(a <= b + 1e-6 for a, b in zip(_extents(kind), size, strict=True))


@pytest.mark.parametrize("kind", RIGID)
def test_the_lowest_point_is_at_the_foot(kind: Kind) -> None:
    assert span_z(thing(kind, "red", HERE), HOME)[0] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("kind", RIGID)
def test_only_paint_cannot_be_touched(kind: Kind) -> None:
    subject = thing(kind, "red", HERE)
    assert bool(collision_parts(subject)) == FACTS[kind].solid
    assert visual_parts(subject)


@pytest.mark.parametrize("kind", RIGID)
def test_the_reach_holds_the_outline(kind: Kind) -> None:
    subject = thing(kind, "red", HERE)
    assert max(math.hypot(*corner) for corner in outline(subject, HOME)) <= reach(subject) + 1e-9


def test_the_widest_load_lies_flat_in_a_bowl() -> None:
    assert BOWL_LOAD_M / math.sqrt(2) < BOWL_WAIST_R


def test_a_container_opens_between_its_walls() -> None:
    container = thing("container", "red", HERE, (0.2, 0.1, 0.06))
    rim_outline, rim = mouth(container)
    assert rim == 0.06
    assert depth_in(rim_outline, (0.1 - WALL_M, 0.0)) == pytest.approx(0, abs=1e-9)


def test_a_block_has_no_mouth() -> None:
    with pytest.raises(ValueError, match="block"):
        mouth(thing("block", "red", HERE))


def test_the_nook_of_a_corner_is_free() -> None:
    for bar in visual_parts(thing("corner", "red", HERE)):
        low = [p - h for p, h in zip(bar.position, bar.half, strict=True)]
        assert min(low[0] + bar.size[0], low[1] + bar.size[1]) <= 1e-9


def test_a_bowl_is_heavier_below() -> None:
    x, y, z = center_of_mass(thing("bowl", "red", HERE))
    assert (x, y) == pytest.approx((0, 0), abs=1e-9)
    assert 0 < z < 0.022


def test_a_tilted_box_reaches_higher() -> None:
    box = thing("box", "red", HERE, (0.08, 0.04, 0.02))
    low, high = span_z(box, Frame((0.0, 0.0, 0.0), about_y(math.pi / 2)))
    assert high - low == pytest.approx(0.08)


def test_a_lying_cylinder_is_as_high_as_it_is_wide() -> None:
    cylinder = thing("cylinder", "red", HERE, (0.04, 0.04, 0.1))
    low, high = span_z(cylinder, Frame((0.0, 0.0, 0.0), about_y(math.pi / 2)))
    assert high - low == pytest.approx(0.04)
    xs, _ = zip(*outline(cylinder, Frame((0.0, 0.0, 0.0), about_y(math.pi / 2))), strict=True)
    assert max(xs) - min(xs) == pytest.approx(0.1)


def test_a_turned_block_needs_more_room() -> None:
    xs, _ = zip(*outline(thing("block", "red", HERE), Frame(HERE, about_z(math.pi / 4))), strict=True)
    assert max(xs) == pytest.approx(0.02 * math.sqrt(2))


def test_upright_means_no_rotation() -> None:
    assert Frame(HERE, UPRIGHT).tilt == 0


def _covered(thing: ObjectSpec, x: float, y: float) -> bool:
    return depth_in_top(thing, (x, y)) > 0


def test_an_ell_has_play_on_all_sides_of_its_fixture() -> None:
    ell, fixture = thing("ell", "red", HERE), thing("fixture", "blue", HERE)
    grid = [(0.002 * i + 0.001, 0.002 * j + 0.001) for i in range(-25, 25) for j in range(-25, 25)]
    solid = [(x, y) for x, y in grid if _covered(ell, x, y)]
    walls = [(x, y) for x, y in grid if _covered(fixture, x, y)]
    assert len(solid) == 975  # 39 square centimetres
    apart = min(math.dist(a, b) for a in solid for b in walls)
    assert apart >= PLAY_M


def test_the_bars_of_an_ell_meet_in_its_corner() -> None:
    ell = thing("ell", "red", HERE)
    assert _covered(ell, -0.035, -0.035)
    assert not _covered(ell, 0.0, 0.0)


def test_the_middle_of_an_ell_is_between_its_bars() -> None:
    assert center_of_mass(thing("ell", "red", HERE)) == pytest.approx((-0.0096, -0.0096, 0.02), abs=1e-4)


@pytest.mark.parametrize("diameter", [FACTS["disk"].smallest[0], 0.066, FACTS["disk"].largest[0]])
def test_a_disk_has_a_hole_with_room_for_its_rod(diameter: float) -> None:
    disk = thing("disk", "red", HERE, (diameter, diameter, 0.016))
    turns = [math.radians(step) for step in range(0, 360, 5)]
    assert not any(_covered(disk, 0.0119 * math.cos(t), 0.0119 * math.sin(t)) for t in turns)
    assert DISK_HOLE_R > 2 * ROD_RADIUS_M


@pytest.mark.parametrize("diameter", [FACTS["disk"].smallest[0], 0.066, FACTS["disk"].largest[0]])
def test_the_tip_holds_a_disk_beside_its_rod(diameter: float) -> None:
    disk = thing("disk", "red", HERE, (diameter, diameter, 0.016))
    assert depth_in_top(disk, grasp_point(disk)) >= EDGE_M
    assert math.hypot(*grasp_point(disk)) > TIP_RADIUS + ROD_RADIUS_M + 0.001


def test_two_of_the_largest_disks_fit_on_neighbouring_rods() -> None:
    assert FACTS["disk"].largest[0] < ROD_SPACING_M


@pytest.mark.parametrize("kind", [kind for kind in RIGID if FACTS[kind].graspable and kind != "ball"])
def test_everything_has_a_place_where_the_cup_seals(kind: Kind) -> None:
    subject = thing(kind, "red", HERE)
    assert depth_in_top(subject, grasp_point(subject)) >= EDGE_M


def test_a_square_is_open_ahead() -> None:
    square = thing("square", "red", HERE)
    ahead = [bar for bar in visual_parts(square) if bar.position[0] + bar.half[0] > 0.099]
    assert {round(abs(bar.position[1]), 3) for bar in ahead} == {0.095}
