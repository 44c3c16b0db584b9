"""The height map is right to the pixel: held against rays, and against PyBullet's own renderer."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pybullet
import pytest

from sim.camera import GRID, observe
from sim.frames import Frame, about_y, about_z, multiply
from sim.kinds import Vec3
from sim.parts import Form, Part
from sim.pixels import COLUMNS, PIXEL_M, ROWS
from sim.raster import seen_from_above
from sim.rays import Floats, Lines, axes_of, crossing
from sim.shapes import visual_parts
from sim.spec import TABLE_X, TABLE_Y, ObjectSpec, SceneSpec
from sim.world import TABLE, World
from tests.sim.scenes import blocks_in_bowls, only, pyramid, thing

EYE_M = 1.0  # height of PyBullet's camera
FORMS = {"box": pybullet.GEOM_BOX, "cylinder": pybullet.GEOM_CYLINDER, "sphere": pybullet.GEOM_SPHERE}
NEAR_M, FAR_M = 0.5, 1.1
ROTATIONS = [
    about_z(0.0), about_z(0.4), about_y(0.3), multiply(about_z(1.0), about_y(1.2)), about_y(math.pi / 2),
    about_y(math.pi), multiply(about_z(2.0), about_y(1e-4)),
]  # fmt: skip
SIZES: dict[Form, Vec3] = {
    "box": (0.10, 0.06, 0.03), "cylinder": (0.07, 0.07, 0.10), "sphere": (0.08, 0.08, 0.08),
}  # fmt: skip


@pytest.mark.parametrize("form", SIZES)
@pytest.mark.parametrize("rotation", ROTATIONS)
def test_surfaces_are_where_rays_from_above_meet_them(form: Form, rotation: tuple[float, ...]) -> None:
    part = Part(form, SIZES[form], (0.0, 0.0, 0.0))
    x, y, z, w = rotation
    frame = Frame((0.5, 0.1, 0.2), (x, y, z, w))
    seen = seen_from_above(part, frame, GRID)
    ours = np.full((ROWS, COLUMNS), -np.inf)
    heights = np.broadcast_to(np.asarray(seen.height), seen.there.shape)
    ours[seen.rows, seen.columns][seen.there] = heights[seen.there]
    across, along = GRID.away(frame.position, slice(0, ROWS), slice(0, COLUMNS))
    axes = axes_of(frame)
    start = across[..., None] * axes[0] + along[..., None] * axes[1]
    enter, leave = crossing(part, Lines(start, axes[2]))
    rays = np.where(enter <= leave, 0.2 + leave, -np.inf)
    both = np.isfinite(ours) & np.isfinite(rays)
    assert both.sum() > 150
    assert (np.isfinite(ours) ^ np.isfinite(rays)).sum() <= 4  # pixels whose centre is on an edge
    assert np.abs(ours[both] - rays[both]).max() < 1e-4


def test_a_part_beside_the_grid_has_no_pixels() -> None:
    seen = seen_from_above(Part("box", (0.1,) * 3, (0.0, 0.0, 0.0)), Frame((2.0, 2.0, 0.0)), GRID)
    assert not seen.there.size


# --- against PyBullet's TinyRenderer ----------------------------------------------------------------------


def all_kinds_of_parts() -> SceneSpec:
    """Boxes, cylinders, a ball, a bowl and thin paint, turned, with hollow and hidden parts."""
    return only(
        thing("bowl", "green", (0.35, 0.3, 0.5)),
        thing("ball", "blue", (0.35, 0.3, 0)),
        thing("container", "brown", (0.55, 0.3, 0.7)),
        thing("pallet", "gray", (0.5, -0.3, 0.3)),
        thing("cylinder", "red", (0.6, 0.0, 0.0), (0.08, 0.08, 0.1)),
        thing("box", "pink", (0.4, 0.0, 1.0)),
        thing("zone", "yellow", (0.4, 0.0, -0.4)),
    )


@pytest.mark.parametrize("scene", [blocks_in_bowls(1), pyramid(1)])
def test_pybullet_sees_flat_sides_at_the_same_pixels_and_heights(scene: SceneSpec) -> None:
    segments_differ, heights_differ = _differences(scene)
    assert segments_differ == 0
    assert heights_differ.max() < 1e-6


def test_pybullet_sees_round_things_with_corners() -> None:
    """It draws them with a few dozen faces, ours are exact: 0.04 % of the map and 1 mm apart."""
    segments_differ, heights_differ = _differences(all_kinds_of_parts())
    assert segments_differ < 5e-4
    assert np.quantile(heights_differ, 0.99) < 1e-3
    assert heights_differ.max() < 6e-3  # at the side of the ball, where it is steep


def _differences(scene: SceneSpec) -> tuple[float, Floats]:
    """Return the share of pixels where the things differ, and, where they do not, by how much heights do."""
    with World() as world:
        world.load(scene)
        ours, feet = observe(world), world.feet()
    height, segmentation = _rendered(scene.objects, feet)
    same = ours.segmentation == segmentation
    return 1 - float(same.mean()), np.abs(ours.height - height)[same]


def _rendered(
    things: tuple[ObjectSpec, ...], feet: tuple[Frame, ...]
) -> tuple[Floats, npt.NDArray[np.int32]]:
    """Draw with PyBullet's orthographic TinyRenderer: heights, and indices of things."""
    client = pybullet.connect(pybullet.DIRECT)
    try:
        owner = dict(_dressed(client, things, feet))
        # The camera samples the lower corners of its pixels; half a pixel on are our middles.
        left, bottom = TABLE_X[0] - 0.5 + PIXEL_M / 2, TABLE_Y[0] + PIXEL_M / 2
        projection = _orthographic(left, bottom)
        view = pybullet.computeViewMatrix((0.5, 0, EYE_M), (0.5, 0, 0), (0, 1, 0))
        _, _, _, depth, bodies = pybullet.getCameraImage(
            COLUMNS, ROWS, view, projection, renderer=pybullet.ER_TINY_RENDERER, physicsClientId=client
        )
    finally:
        pybullet.disconnect(client)
    # TinyRenderer encodes orthographic depth by the formula of a perspective camera.
    near, far = projection[14] / (projection[10] - 1), projection[14] / (projection[10] + 1)
    depth = np.reshape(depth, (ROWS, COLUMNS)).astype(np.float64)
    away = far * near / (far - depth * (far - near))
    index = np.vectorize(lambda body: owner.get(body, TABLE))(np.reshape(bodies, (ROWS, COLUMNS)))
    return np.maximum(EYE_M - away, 0.0)[::-1], index[::-1].astype(np.int32)


def _orthographic(left: float, bottom: float) -> list[float]:
    width, height, deep = COLUMNS * PIXEL_M, ROWS * PIXEL_M, FAR_M - NEAR_M
    matrix = np.diag([2 / width, 2 / height, -2 / deep, 1.0])
    matrix[:3, 3] = -1 - 2 * left / width, -1 - 2 * bottom / height, -(FAR_M + NEAR_M) / deep
    return [float(value) for value in matrix.T.ravel()]


def _dressed(
    client: int, things: tuple[ObjectSpec, ...], feet: tuple[Frame, ...]
) -> Iterator[tuple[int, int]]:
    """Put bodies that are nothing but looks into a client; yield which thing each belongs to."""
    for index, (spec, foot) in enumerate(zip(things, feet, strict=True)):
        for part in visual_parts(spec):
            frame = foot.compose(Frame(part.position, part.rotation))
            visual = pybullet.createVisualShape(
                FORMS[part.form], part.half[0], part.half, part.size[2], physicsClientId=client
            )
            body = pybullet.createMultiBody(
                0, -1, visual, frame.position, frame.rotation, physicsClientId=client
            )
            yield body, index
