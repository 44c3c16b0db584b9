"""Three cameras, or those of a laboratory, give the map that the one above gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.camera import GRID as ORTHOGRAPHIC
from sim.camera import observe
from sim.cameras import Image, calibrated, photograph, realsense_cameras
from sim.errors import UsageError
from sim.fusion import GRID, fuse, project
from sim.world import World
from tests.sim.scenes import blocks_in_bowls

PLAIN = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
DOWN = ((0, -1, 0, 0.5), (-1, 0, 0, 0.0), (0, 0, -1, 1.0), (0, 0, 0, 1))


def one_pixel(depth: float, level: int) -> Image:
    """Return an image of a single pixel, straight below the camera."""
    return Image(np.full((1, 1, 3), level, np.uint8), np.full((1, 1), depth, np.float32))


def test_the_maps_of_both_kinds_of_cameras_have_the_same_pixels() -> None:
    assert GRID == ORTHOGRAPHIC


def test_three_cameras_see_nearly_what_the_one_above_sees() -> None:
    with World() as world:
        world.start(blocks_in_bowls(1))
        cameras = realsense_cameras()
        fused = fuse([photograph(world, camera).image for camera in cameras], cameras)
        truth = observe(world)
    assert (fused.height.shape, fused.rgb.shape) == ((320, 160), (320, 160, 3))
    assert fused.seen.mean() > 0.99
    assert (np.abs(fused.height - truth.height) < 0.003).mean() > 0.97
    on_table = (truth.segmentation == -1) & fused.seen
    assert np.median(np.abs(fused.rgb[on_table].astype(int) - truth.rgb[on_table])) < 3


def test_a_laboratorys_camera_is_fused_by_its_calibration() -> None:
    fused = fuse([one_pixel(0.9, 77)], [calibrated(PLAIN, DOWN, (1, 1))])
    assert fused.seen.sum() == 1
    assert fused.height[160, 80] == pytest.approx(0.1)
    assert fused.rgb[160, 80].tolist() == [77, 77, 77]


def test_who_sees_past_a_thing_has_no_say_in_its_colour() -> None:
    camera = calibrated(PLAIN, DOWN, (1, 1))
    fused = fuse([one_pixel(0.9, 40), one_pixel(0.897, 60), one_pixel(1.0, 200)], [camera] * 3)
    assert fused.height[160, 80] == pytest.approx(0.103)
    assert fused.rgb[160, 80].tolist() == [50, 50, 50]


@pytest.mark.parametrize("depth", [0.0, 0.5, 1.2], ids=["nothing", "above the ceiling", "below the cellar"])
def test_what_is_no_height_is_left_out(depth: float) -> None:
    assert not project(one_pixel(depth, 1), calibrated(PLAIN, DOWN, (1, 1))).seen.any()


def test_a_table_that_noise_puts_too_low_is_at_zero() -> None:
    seen = project(one_pixel(1.01, 1), calibrated(PLAIN, DOWN, (1, 1)))
    assert (seen.seen.sum(), seen.height.max()) == (1, 0)


def test_the_examples_of_the_document_run() -> None:
    text = (Path(__file__).parents[2] / "docs" / "cameras.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}  # Any: what a document defines
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(block, names)
    assert names["seen"].height[100, 80] == pytest.approx(0, abs=1e-6)
    with World() as world:
        world.start(blocks_in_bowls(1))
        assert names["look_at"](world, 1).seen.mean() > 0.95


def test_images_that_do_not_fit_their_cameras_are_refused() -> None:
    camera = calibrated(PLAIN, DOWN, (2, 2))
    with pytest.raises(UsageError, match="0 images of 1 cameras"):
        fuse([], [camera])
    with pytest.raises(UsageError, match="2 rows and 2 columns; depth must be registered"):
        fuse([one_pixel(1.0, 1)], [camera])
