"""The assets: which numbers they need, and what comes of them."""

from __future__ import annotations

import pytest

from sim.cliport.assets import ASSETS, shape_of


def filled(name: str) -> dict[str, float]:
    return {field: 1.0 if field == "FNAME0" else 0.04 for field in ASSETS[name].placeholders}


@pytest.mark.parametrize("name", sorted(ASSETS))
def test_every_asset_can_be_seen_once_it_is_filled(name: str) -> None:
    assert shape_of(name, filled(name)).visual


def test_a_cylinder_collides_with_radius_and_length_swapped() -> None:
    shape = shape_of("cylinder/cylinder-template.urdf", {"DIM0": 0.02, "DIM2": 0.06})
    assert shape.visual[0].size == (0.04, 0.04, 0.06)
    assert shape.collision[0].size == (0.12, 0.12, 0.02)


def test_bullet_tells_a_radius_for_the_size_of_a_ball_and_the_scale_for_that_of_a_mesh() -> None:
    assert shape_of("ball/ball.urdf", {}).first_extents == (0.03, 0.0, 0.0)
    assert shape_of("pallet/pallet.urdf", {}).first_extents == (0.25, 0.25, 0.25)


def test_zones_corners_lines_and_squares_are_paint() -> None:
    for name in ("zone/zone.urdf", "corner/corner-template.urdf", "line/line-template.urdf"):
        assert not shape_of(name, filled(name)).collision


def test_what_is_left_open_of_a_template_is_named_field_by_field() -> None:
    container = ASSETS["container/container-template.urdf"]
    assert container.open_fields({}) == ("DIM", "HALF")
    assert container.open_fields({"DIM0": 0.1, "DIM1": 0.1, "DIM2": 0.1}) == ("HALF",)


def test_a_size_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="no size"):
        shape_of("box/box-template.urdf", {"DIM0": 0.1, "DIM1": -0.1, "DIM2": 0.1})


def test_a_number_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="DIM2"):
        shape_of("cylinder/cylinder-template.urdf", {"DIM0": 0.02})
