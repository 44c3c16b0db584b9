"""From the images of calibrated cameras to the height map that policies see; ours and a laboratory's alike.

Source: `get_fused_heightmap` of CLIPort (Shridhar et al. 2021), which GenSim uses. The height is the largest
of all cameras, as there; the colour is the mean of those cameras only that saw this surface: a camera that
looked past an object to the table behind it has no say in the object's colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.cameras import Camera, Image
from sim.errors import UsageError
from sim.raster import Grid
from sim.rays import Floats
from sim.spec import TABLE_X, TABLE_Y

PIXEL_M = 0.003125  # GenSim's and CLIPort's
GRID = Grid((TABLE_X[0], TABLE_Y[0]), PIXEL_M, 320, 160)
CEILING_M = 0.28  # what is higher is no object: the arm, a hand
CELLAR_M = -0.03  # noise puts points of the table below it; what is lower is an error
SAME_M = 0.008  # cameras whose heights differ by less saw the same surface


@dataclass(frozen=True)
class HeightMap:
    """The table from above; row u is y = -0.5 + u pixels, column v is x = 0.25 + v pixels of 3.125 mm.

    rgb: (320, 160, 3) uint8. height: (320, 160) float32, metres above the table. seen: (320, 160) bool,
    whether any camera measured anything there; elsewhere height and colour are 0.
    """

    rgb: npt.NDArray[np.uint8]
    height: npt.NDArray[np.float32]
    seen: npt.NDArray[np.bool_]


def fuse(images: Sequence[Image], cameras: Sequence[Camera]) -> HeightMap:
    """Fuse what cameras saw at one moment.

    Args:
        images: at least one; depth 0 means that nothing was measured.
        cameras: that took them, in the same order.

    Raises:
        UsageError: if there is no image, or an image is not of its camera's size.
    """
    if not images or len(images) != len(cameras):
        raise UsageError(
            f"{len(images)} images of {len(cameras)} cameras: give one image of each, at least one."
        )
    maps = [project(image, camera) for image, camera in zip(images, cameras, strict=True)]
    heights = np.stack([np.where(one.seen, one.height, -1.0) for one in maps])
    height = heights.max(axis=0)
    seen = height >= 0
    agree = (heights >= height - SAME_M) & (heights >= 0)
    total = sum(one.rgb * say[..., None].astype(float) for one, say in zip(maps, agree, strict=True))
    rgb = np.rint(total / np.maximum(agree.sum(axis=0), 1)[..., None])
    return HeightMap(rgb.astype(np.uint8), np.where(seen, height, 0.0).astype(np.float32), seen)


def project(image: Image, camera: Camera) -> HeightMap:
    """Return the height map that one camera saw.

    Raises:
        UsageError: if colour or depth are not of the camera's size.
    """
    if image.depth.shape != camera.size or image.rgb.shape != (*camera.size, 3):
        raise UsageError(
            f"an image with colour {image.rgb.shape} and depth {image.depth.shape} is not of a camera of "
            f"{camera.size[0]} rows and {camera.size[1]} columns; depth must be registered to colour."
        )
    points = _points(image, camera)
    column = np.floor((points[:, 0] - GRID.corner[0]) / GRID.pixel_m).astype(int)
    row = np.floor((points[:, 1] - GRID.corner[1]) / GRID.pixel_m).astype(int)
    z = points[:, 2]
    inside = (row >= 0) & (row < GRID.rows) & (column >= 0) & (column < GRID.columns)
    inside &= (z >= CELLAR_M) & (z < CEILING_M)
    order = np.argsort(z[inside], kind="stable")  # the highest is written last and stays
    at = (row[inside][order], column[inside][order])
    height = np.zeros((GRID.rows, GRID.columns), dtype=np.float32)
    rgb, seen = np.zeros((*height.shape, 3), dtype=np.uint8), np.zeros(height.shape, dtype=bool)
    height[at], seen[at] = np.maximum(z[inside][order], 0.0), True
    rgb[at] = image.rgb[image.depth > 0][inside][order]
    return HeightMap(rgb, height, seen)


def _points(image: Image, camera: Camera) -> Floats:
    """Return the points of the world that were measured, (N, 3), row by row."""
    lines = camera.directions(slice(0, camera.size[0]), slice(0, camera.size[1]))
    measured = image.depth > 0
    ways: Floats = lines[measured] * image.depth[measured].astype(float)[:, None]
    points: Floats = ways + np.array(camera.pose.position)
    return points
