"""Pictures of objects: a map from above for policies, and a view from the robot's side for people.

Both are ray casters of our own over the same convex parts as the collisions: exact, the same bytes each time,
and many times faster than PyBullet's software renderer. Nothing here touches physics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from sim.canvas import TABLE_RGB, Body, Canvas, Color, Paint, as_bytes
from sim.colors import RGB
from sim.frames import Frame, about_z
from sim.kinds import Vec3
from sim.parts import Part
from sim.pixels import COLUMNS, PIXEL_M, ROWS
from sim.push import BLADE
from sim.raster import Grid, seen_from_above
from sim.shapes import collision_parts, visual_parts
from sim.spec import TABLE_X, TABLE_Y, ObjectSpec
from sim.world import NOWHERE, TABLE, TIP_RADIUS, World

FLAT_M = 0.001

GRID = Grid((TABLE_X[0], TABLE_Y[0]), PIXEL_M, ROWS, COLUMNS)

TIP_RGB: Color = (0.27, 0.30, 0.35)
CUP_RGB: Color = (0.13, 0.14, 0.16)


@dataclass(frozen=True)
class Observation:
    """What a camera straight above the table sees; row u is y = -0.5 + u pixels, column v is x = 0.25 + v.

    rgb: (320, 160, 3) uint8. height: (320, 160) float32, metres above the table. segmentation: (320, 160)
    int32, the index of the object, -1 for the table.
    """

    rgb: npt.NDArray[np.uint8]
    height: npt.NDArray[np.float32]
    segmentation: npt.NDArray[np.int32]


def observe(world: World) -> Observation:
    """Look at the table from straight above, orthographically."""
    height = np.zeros((ROWS, COLUMNS))
    segmentation = np.full((ROWS, COLUMNS), TABLE, dtype=np.int32)
    for piece in world.pieces():
        for part in visual_parts(piece.thing):
            frame = piece.foot.compose(Frame(part.position, part.rotation))
            seen = seen_from_above(part, frame, GRID)
            heights = height[seen.rows, seen.columns]
            above = seen.there & (heights < seen.height)
            np.copyto(heights, seen.height, where=above)
            segmentation[seen.rows, seen.columns][above] = piece.index
    palette = np.array(
        [as_bytes(RGB[thing.color]) for thing in world.things] + [as_bytes(TABLE_RGB)], np.uint8
    )
    return Observation(palette[segmentation], height.astype(np.float32), segmentation)  # -1: the last row


def show(
    things: Sequence[ObjectSpec],
    feet: Sequence[Frame],
    size: tuple[int, int],
    tip: Vec3 | None = None,
    heading: float | None = None,
) -> Image.Image:
    """Draw objects on the table as the robot sees them, for people.

    Args:
        things: the objects, ropes and piles in pieces.
        feet: where they are.
        size: width and height of the picture in pixels.
        tip: the lower end of the suction tip, or of the spatula, or None when it is away.
        heading: which way the spatula pushes, radians; None for the suction tip.
    """
    canvas = Canvas(size)
    bodies, paint = solid_and_flat(things, feet)
    if tip is not None:
        bodies.append(_gripper(tip) if heading is None else _spatula(tip, heading))
    canvas.lay_table(paint, [(part, frame) for body in bodies for part, frame, _ in body])
    for body in bodies:
        canvas.draw(body)
    return canvas.picture()


def solid_and_flat(things: Sequence[ObjectSpec], feet: Sequence[Frame]) -> tuple[list[Body], list[Paint]]:
    """Part what is drawn with a height from what is paint on the table; what has not come is neither."""
    there = [(thing, foot) for thing, foot in zip(things, feet, strict=True) if foot != NOWHERE]
    bodies = [
        [
            (part, foot.compose(Frame(part.position, part.rotation)), RGB[thing.color])
            for part in visual_parts(thing)
        ]
        for thing, foot in there
        if not _is_flat(thing, foot)
    ]
    return bodies, [(thing, foot) for thing, foot in there if _is_flat(thing, foot)]


def _is_flat(thing: ObjectSpec, foot: Frame) -> bool:
    """Whether something is paint on the table itself; paint on a board has a height to be drawn at."""
    return not collision_parts(thing) and foot.position[2] < FLAT_M


def _gripper(tip: Vec3) -> list[tuple[Part, Frame, Color]]:
    """Return a black cup and the grey rod above it."""
    cup = Part("cylinder", (2 * TIP_RADIUS, 2 * TIP_RADIUS, 0.012), (0.0, 0.0, 0.006))
    rod = Part("cylinder", (TIP_RADIUS, TIP_RADIUS, 0.10), (0.0, 0.0, 0.062))
    flange = Part("cylinder", (0.05, 0.05, 0.02), (0.0, 0.0, 0.122))
    base = Frame(tip)
    return [
        (part, base.compose(Frame(part.position)), color)
        for part, color in ((cup, CUP_RGB), (rod, TIP_RGB), (flange, TIP_RGB))
    ]


def _spatula(end: Vec3, heading: float) -> list[tuple[Part, Frame, Color]]:
    """Return a black blade and the grey rod above it."""
    thick, wide, high = BLADE
    base = Frame(end, about_z(heading))
    blade = Part("box", (2 * thick, wide, high), (0.0, 0.0, high / 2))
    rod = Part("cylinder", (TIP_RADIUS, TIP_RADIUS, 0.10), (0.0, 0.0, high + 0.05))
    return [
        (part, base.compose(Frame(part.position)), color)
        for part, color in ((blade, CUP_RGB), (rod, TIP_RGB))
    ]
