"""Cameras see what stands before them where a calibration says, and refuse what is no calibration."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from sim.cameras import NOTHING, REALSENSE_MATRIX, Camera, calibrated, photograph, realsense_cameras
from sim.errors import UsageError
from sim.world import TABLE, World
from tests.sim.scenes import settled, thing

DOWN = np.array([[0, -1, 0, 0.5], [-1, 0, 0, 0.0], [0, 0, -1, 1.0], [0, 0, 0, 1]], dtype=float)
SMALL = ((100.0, 0.0, 60.0), (0.0, 100.0, 40.0), (0.0, 0.0, 1.0))


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        settled(world, thing("block", "red", (0.5, 0.1, 0)), thing("ball", "blue", (0.6, -0.2, 0)))
        yield world


@pytest.fixture
def above() -> Camera:
    """Return a small camera that looks straight down from one metre above the table."""
    return calibrated(SMALL, DOWN, (80, 120))


def test_a_point_is_seen_where_its_line_of_sight_goes_through() -> None:
    for camera in realsense_cameras():
        point = np.array([[0.55, 0.1, 0.05]])
        column, row, depth = camera.seen(point)[0]
        assert 0 < column < 640
        assert 0 < row < 480
        r, c = round(row), round(column)
        line = camera.directions(slice(r, r + 1), slice(c, c + 1))[0, 0]
        assert math.dist(np.array(camera.pose.position) + depth * line, point[0]) < 0.003


def test_the_three_cameras_look_at_the_table() -> None:
    for camera in realsense_cameras():
        column, row, _ = camera.seen(np.array([[0.5, 0.0, 0.0]]))[0]
        assert abs(column - 320) < 160
        assert abs(row - 240) < 120


def test_depth_is_measured_along_the_view_to_the_nearest_surface(world: World, above: Camera) -> None:
    truth = photograph(world, above)
    column, row, _ = above.seen(np.array([[0.5, 0.1, 0.04]]))[0]
    assert truth.image.depth[round(row), round(column)] == pytest.approx(0.96, abs=1e-3)
    assert truth.segmentation[round(row), round(column)] == 0
    assert truth.image.depth[2, 2] == pytest.approx(1.0, abs=1e-6)
    assert truth.segmentation[2, 2] == TABLE
    red, green, _ = truth.image.rgb[round(row), round(column)]
    assert red > 150 > green


def test_beside_the_table_nothing_is_measured(world: World) -> None:
    up = DOWN.copy()
    up[:3, :3] = DOWN[:3, :3] @ np.diag([1, -1, -1])
    truth = photograph(world, calibrated(SMALL, up, (80, 120)))
    assert (truth.segmentation == NOTHING).all()
    assert (truth.image.depth == 0).all()


def test_a_camera_among_the_things_sees_those_before_it_only(world: World) -> None:
    along = np.array([[0, 0, 1, 0.55], [-1, 0, 0, 0.1], [0, -1, 0, 0.02], [0, 0, 0, 1]], dtype=float)
    truth = photograph(world, calibrated(SMALL, along, (80, 120)))
    assert not (truth.segmentation == 0).any()  # the block is behind it
    assert (truth.segmentation == TABLE).any()


def test_the_same_world_gives_the_same_image(world: World, above: Camera) -> None:
    first, second = (photograph(world, above).image for _ in range(2))
    assert (first.rgb == second.rgb).all()
    assert (first.depth == second.depth).all()


def test_a_calibration_comes_back_as_it_went_in() -> None:
    for pose in (DOWN, np.diag([1.0, -1.0, -1.0, 1.0]), np.eye(4)):
        camera = calibrated(REALSENSE_MATRIX, pose, (480, 640))
        ahead = camera.directions(slice(240, 241), slice(320, 321))[0, 0]
        assert np.allclose(ahead, pose[:3, 2])


@pytest.mark.parametrize(
    ("intrinsics", "pose", "size", "complaint"),
    [
        (np.eye(4), DOWN, (80, 120), "must be 3 x 3 and 4 x 4"),
        (-np.eye(3), DOWN, (80, 120), "fx and fy must be positive"),
        (SMALL, 2 * np.eye(4), (80, 120), "no rigid transform"),
        (SMALL, np.diag([1.0, 1.0, -1.0, 1.0]), (80, 120), "right-handed"),
        (SMALL, DOWN, (0, 120), "at least 1"),
    ],
)
def test_what_is_no_calibration_is_refused_with_its_rule(
    intrinsics: npt.ArrayLike, pose: npt.ArrayLike, size: tuple[int, int], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        calibrated(intrinsics, pose, size)
