"""Sensor noise is as large as it says, comes from a seed, and leaves holes where depth jumps."""

from __future__ import annotations

import numpy as np
import pytest

from sim.cameras import Image, realsense_cameras
from sim.sensors import Noise, noisy, shaken

CAMERA = realsense_cameras()[0]


def flat(depth: float) -> Image:
    return Image(np.full((*CAMERA.size, 3), 128, np.uint8), np.full(CAMERA.size, depth, np.float32))


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_depth_noise_grows_with_the_square_of_the_distance() -> None:
    near, far = (noisy(flat(depth), CAMERA, rng(), Noise(loss=0)).depth.std() for depth in (0.5, 1.0))
    assert far == pytest.approx(0.08 / (450 * 0.055), rel=0.05)
    assert far / near == pytest.approx(4, rel=0.05)


def test_colour_noise_has_its_deviation_and_no_overflow() -> None:
    image = noisy(flat(1.0), CAMERA, rng())
    assert image.rgb.astype(float).std() == pytest.approx(3, rel=0.05)
    white = Image(np.full_like(image.rgb, 255), image.depth)
    assert noisy(white, CAMERA, rng()).rgb.min() > 200


def test_edges_lose_their_share_of_pixels_and_the_rest_little() -> None:
    image = flat(1.0)
    image.depth[:, 320:] = 0.9
    lost = noisy(image, CAMERA, rng(), Noise(edge_loss=0.5, loss=0)).depth == 0
    assert lost[:, 319:321].mean() == pytest.approx(0.5, abs=0.08)
    assert not lost[:, :319].any()


def test_a_hole_stays_a_hole_and_a_seed_gives_the_same_noise() -> None:
    image = flat(1.0)
    image.depth[:10] = 0
    one, again = (noisy(image, CAMERA, rng()) for _ in range(2))
    assert (one.depth[:10] == 0).all()
    assert (one.depth == again.depth).all()
    assert (one.rgb == again.rgb).all()


def test_no_noise_changes_nothing() -> None:
    image = noisy(flat(0.7), CAMERA, rng(), Noise(color=0, disparity_px=0, edge_loss=0, loss=0))
    assert (image.depth == flat(0.7).depth).all()
    assert (image.rgb == flat(0.7).rgb).all()


def test_a_camera_mounted_anew_is_a_little_off() -> None:
    point = np.array([[0.5, 0.0, 0.0]])
    generator = rng()
    off = [np.abs(shaken(CAMERA, generator).seen(point) - CAMERA.seen(point))[0, :2] for _ in range(50)]
    assert 1 < np.median(off) < 20  # pixels
    assert shaken(CAMERA, rng(), 0.0, 0.0) == CAMERA
