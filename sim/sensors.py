"""What a real sensor adds to a perfect image: noise that grows with distance, holes at edges, a loose mount.

Source of the depth noise: Keselman et al. 2017, "Intel RealSense Stereoscopic Depth Cameras"; the error of a
stereo sensor is one of disparity, so in depth it grows with the square of the distance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.cameras import Camera, Image
from sim.frames import Frame, multiply


@dataclass(frozen=True)
class Noise:
    """How bad a sensor is; the defaults are those of a RealSense D415 at its best setting."""

    color: float = 3.0  # standard deviation of a channel, of 255; GenSim's
    disparity_px: float = 0.08  # standard deviation
    baseline_m: float = 0.055  # between its two eyes
    edge_m: float = 0.02  # where depth jumps by more than this between neighbours ...
    edge_loss: float = 0.5  # ... this share of pixels measures nothing
    loss: float = 0.002  # share of pixels that measure nothing anywhere


def noisy(image: Image, camera: Camera, rng: np.random.Generator, noise: Noise | None = None) -> Image:
    """Return an image as a sensor would give it.

    Args:
        image: a perfect one.
        camera: that took it.
        rng: the same state gives the same noise.
        noise: None for that of a RealSense D415.
    """
    bad = noise or Noise()
    rgb = image.rgb + bad.color * rng.standard_normal(image.rgb.shape, np.float32)
    depth = image.depth.astype(float)
    spread = depth * depth * bad.disparity_px / (camera.focal[0] * bad.baseline_m)
    measured = depth + spread * rng.standard_normal(depth.shape, np.float32)
    share = np.where(_edges(depth, bad.edge_m), bad.edge_loss, bad.loss)
    lost = (depth == 0) | (rng.random(depth.shape, np.float32) < share)
    measured = np.where(lost, 0.0, np.maximum(measured, 0.0))
    return Image(np.clip(np.rint(rgb), 0, 255).astype(np.uint8), measured.astype(np.float32))


def shaken(
    camera: Camera, rng: np.random.Generator, shift_m: float = 0.005, turn_rad: float = math.radians(0.5)
) -> Camera:
    """Return a camera that was mounted anew: a little beside its place, a little turned.

    Args:
        camera: as it was calibrated.
        rng: the same state gives the same mount.
        shift_m: standard deviation of each coordinate.
        turn_rad: standard deviation of the turn about each of its axes.
    """
    shift, turn = rng.normal(0.0, shift_m, 3), rng.normal(0.0, turn_rad, 3)
    x, y, z = (float(a + b) for a, b in zip(camera.pose.position, shift, strict=True))
    angle = float(np.linalg.norm(turn))
    axis = turn / angle if angle else turn
    sine = math.sin(angle / 2)
    small = (sine * float(axis[0]), sine * float(axis[1]), sine * float(axis[2]), math.cos(angle / 2))
    return replace(camera, pose=Frame((x, y, z), multiply(camera.pose.rotation, small)))


def _edges(depth: npt.NDArray[np.float64], jump_m: float) -> npt.NDArray[np.bool_]:
    """Return the pixels on either side of a jump in depth."""
    edges = np.zeros(depth.shape, dtype=bool)
    down = np.abs(np.diff(depth, axis=0)) > jump_m
    across = np.abs(np.diff(depth, axis=1)) > jump_m
    edges[1:] |= down
    edges[:-1] |= down
    edges[:, 1:] |= across
    edges[:, :-1] |= across
    return edges
