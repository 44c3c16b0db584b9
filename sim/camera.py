"""Pictures of objects: a map from above for policies, and a view from the robot's side for people.

Both are ray casters of our own over the same convex parts as the collisions: exact, the same bytes each time,
and many times faster than PyBullet's software renderer. Nothing here touches physics.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sim.colors import RGB
from sim.frames import Frame, about_z, hull
from sim.kinds import Vec3
from sim.parts import Part
from sim.pixels import COLUMNS, PIXEL_M, ROWS
from sim.push import BLADE
from sim.raster import Grid, seen_from_above
from sim.rays import Floats, Lines, axes_of, crossing, normals
from sim.shapes import collision_parts, visual_parts
from sim.spec import TABLE_X, TABLE_Y, ObjectSpec
from sim.world import NOWHERE, TABLE, TIP_RADIUS, World

Color = tuple[float, float, float]
FLAT_M = 0.001

GRID = Grid((TABLE_X[0], TABLE_Y[0]), PIXEL_M, ROWS, COLUMNS)

# The eye is above the robot's base and looks ahead, so left and right are those of the robot.
EYE: Vec3 = (-0.18, 0.0, 1.20)
LOOK_AT: Vec3 = (0.49, 0.0, 0.0)
VIEW_ANGLE = math.radians(48.5)  # of the picture's width
SUPERSAMPLING = 2  # draw large and shrink: smooth edges
LIGHT: Vec3 = (-0.37, 0.28, 0.886)  # towards the lamp, a unit vector
AMBIENT = 0.58
SHADOW = 0.30  # how much darker the table is in shadow
LINE = 0.62  # brightness of the line around a body
SHADOW_BLUR = 0.004  # of the picture's width

ROOM_RGB: Color = (0.945, 0.953, 0.965)
TABLE_RGB: Color = (0.894, 0.847, 0.776)
TABLE_EDGE_RGB: Color = (0.765, 0.698, 0.604)
TABLE_RIM_M = 0.04  # wood around the workspace
TABLE_THICK_M = 0.03
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
    palette = np.array([_bytes(RGB[thing.color]) for thing in world.things] + [_bytes(TABLE_RGB)], np.uint8)
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
    canvas = _Canvas(size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING)
    bodies = [
        [
            (part, foot.compose(Frame(part.position, part.rotation)), RGB[thing.color])
            for part in visual_parts(thing)
        ]
        for thing, foot in zip(things, feet, strict=True)
        if foot != NOWHERE and not _is_flat(thing, foot)
    ]
    if tip is not None:
        bodies.append(_gripper(tip) if heading is None else _spatula(tip, heading))
    paint = [(t, f) for t, f in zip(things, feet, strict=True) if f != NOWHERE and _is_flat(t, f)]
    canvas.lay_table(paint, [(part, frame) for body in bodies for part, frame, _ in body])
    for body in bodies:
        canvas.draw(body)
    return canvas.picture().resize(size, Image.Resampling.BOX)


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


class _Canvas:
    """A picture in the making: of each pixel the colour, the distance, and the number of its body."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._axes = _view_axes()
        self._focal = width / 2 / math.tan(VIEW_ANGLE / 2)  # pixels
        self._depth = np.full((height, width), np.inf)
        self._owner = np.zeros((height, width), dtype=np.int16)
        self._drawn = 0
        self._colors = np.zeros((height, width, 3), dtype=np.uint8)

    def lay_table(self, paint: list[tuple[ObjectSpec, Frame]], casters: list[tuple[Part, Frame]]) -> None:
        """Draw what is flat: the room, the table, zones and corners, and the shadows on them."""
        image = Image.new("RGB", (self._width, self._height), _bytes(ROOM_RGB))
        pen = ImageDraw.Draw(image)
        top = [(x, y, 0.0) for x, y in _table_corners()]
        below = [(x, y, -TABLE_THICK_M) for x, y, _ in top]
        pen.polygon(hull([self._pixel(p) for p in top + below]), fill=_bytes(TABLE_EDGE_RGB))
        pen.polygon([self._pixel(p) for p in top], fill=_bytes(TABLE_RGB))
        for thing, foot in paint:
            for part in visual_parts(thing):
                corners = _box_corners(part, foot.compose(Frame(part.position, part.rotation)))
                pen.polygon(hull([self._pixel((x, y, 0.0)) for x, y, _ in corners]), _bytes(RGB[thing.color]))
        dark = image.point(lambda level: level * (1 - SHADOW))
        self._colors = np.array(Image.composite(dark, image, self._shadows(top, casters)))

    def _shadows(self, table: list[Vec3], casters: list[tuple[Part, Frame]]) -> Image.Image:
        """Return how dark the table is, 255 being darkest; the room around it casts nothing back."""
        mask = Image.new("L", (self._width, self._height), 0)
        pen = ImageDraw.Draw(mask)
        for part, frame in casters:
            pen.polygon(
                hull(self._pixel(_on_table(point)) for point in _shadow_points(part, frame)), fill=255
            )
        table_only = Image.new("L", mask.size, 0)
        ImageDraw.Draw(table_only).polygon([self._pixel(p) for p in table], fill=255)
        soft = mask.filter(ImageFilter.GaussianBlur(SHADOW_BLUR * self._width))
        return ImageChops.darker(soft, table_only)

    def draw(self, body: list[tuple[Part, Frame, Color]]) -> None:
        """Draw the parts of one body wherever they are nearer than what is there."""
        self._drawn += 1
        for part, frame, color in body:
            self._draw_part(part, frame, color)

    def _draw_part(self, part: Part, frame: Frame, color: Color) -> None:
        rows, columns = self._window(part, frame)
        axes = axes_of(frame)
        eye = np.array(EYE) - np.array(frame.position)
        lines = Lines(eye @ axes, self._directions(rows, columns) @ axes)
        enter, leave = crossing(part, lines)
        near = (enter <= leave) & (enter < self._depth[rows, columns])
        if not near.any():
            return
        hits = lines.start + enter[near][:, None] * lines.along[near]
        bright = np.maximum(normals(part, hits) @ (np.array(LIGHT) @ axes), 0.0)
        shade = AMBIENT + (1.08 - AMBIENT) * bright
        self._colors[rows, columns][near] = np.minimum(shade[:, None] * np.array(color) * 255, 255.0)
        self._depth[rows, columns][near] = enter[near]
        self._owner[rows, columns][near] = self._drawn

    def picture(self) -> Image.Image:
        """Return what is drawn, with a thin line around each body: red in red can be told apart."""
        edge = np.zeros(self._owner.shape, dtype=bool)
        edge[1:] |= self._owner[1:] != self._owner[:-1]
        edge[:, 1:] |= self._owner[:, 1:] != self._owner[:, :-1]
        self._colors[edge] = self._colors[edge] * LINE
        return Image.fromarray(self._colors)

    def _pixel(self, point: Vec3) -> tuple[float, float]:
        right, down, ahead = (np.array(point) - np.array(EYE)) @ self._axes
        scale = self._focal / ahead
        return self._width / 2 + right * scale, self._height / 2 + down * scale

    def _directions(self, rows: slice, columns: slice) -> Floats:
        """Return the directions of view through the centres of pixels, (rows, columns, 3)."""
        right = (np.arange(columns.start, columns.stop) + 0.5 - self._width / 2) / self._focal
        down = (np.arange(rows.start, rows.stop) + 0.5 - self._height / 2) / self._focal
        across, along = right[None, :, None] * self._axes[:, 0], down[:, None, None] * self._axes[:, 1]
        directions: Floats = across + along + self._axes[:, 2]
        return directions

    def _window(self, part: Part, frame: Frame) -> tuple[slice, slice]:
        xs, ys = zip(*(self._pixel(corner) for corner in _box_corners(part, frame)), strict=True)
        return _clipped(ys, self._height), _clipped(xs, self._width)


def _clipped(values: Sequence[float], size: int) -> slice:
    first = min(size, max(0, math.floor(min(values))))
    return slice(first, max(first, min(size, math.ceil(max(values)))))


@lru_cache(maxsize=1)
def _view_axes() -> Floats:
    """Return the directions right, down and ahead of the eye as columns."""
    ahead = np.array(LOOK_AT) - np.array(EYE)
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(ahead, right), ahead], axis=1)


def _box_corners(part: Part, frame: Frame) -> list[Vec3]:
    """Return the corners of the box about a part."""
    hx, hy, hz = part.half
    return [frame.point((x, y, z)) for x in (-hx, hx) for y in (-hy, hy) for z in (-hz, hz)]


def _shadow_points(part: Part, frame: Frame) -> list[Vec3]:
    """Return points of a part whose hull casts its shadow."""
    if part.form == "box":
        return _box_corners(part, frame)
    circle = [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 24, endpoint=False)]
    hx, _, hz = part.half
    if part.form == "cylinder":
        return [frame.point((hx * c, hx * s, z)) for z in (-hz, hz) for c, s in circle]
    # A sphere's shadow is that of its circle which faces the lamp.
    u = np.cross(LIGHT, (0.0, 0.0, 1.0))
    u /= np.linalg.norm(u)
    v = np.cross(LIGHT, u)
    return [_vector(np.array(frame.position) + hx * (c * u + s * v)) for c, s in circle]


def _on_table(point: Vec3) -> Vec3:
    """Return where the shadow of a point falls on the table."""
    x, y, z = point
    return (x - z * LIGHT[0] / LIGHT[2], y - z * LIGHT[1] / LIGHT[2], 0.0)


def _vector(values: Floats) -> Vec3:
    x, y, z = (float(value) for value in values)
    return (x, y, z)


def _table_corners() -> list[tuple[float, float]]:
    (x0, x1), (y0, y1), rim = TABLE_X, TABLE_Y, TABLE_RIM_M
    return [(x0 - rim, y0 - rim), (x1 + rim, y0 - rim), (x1 + rim, y1 + rim), (x0 - rim, y1 + rim)]


def _bytes(color: Color) -> tuple[int, int, int]:
    red, green, blue = (round(channel * 255) for channel in color)
    return (red, green, blue)
