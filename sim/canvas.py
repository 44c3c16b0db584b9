"""A picture in perspective, with soft shadows and thin outlines: what films and previews are drawn on.

Convex parts are cut exactly by the lines of sight, meshes are filled triangle by triangle; both share one
depth, so that they hide each other. It draws what it is given and knows no scenes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sim.colors import RGB
from sim.frames import Frame, hull
from sim.kinds import Vec3
from sim.parts import Part
from sim.rays import Floats, Lines, axes_of, crossing, normals
from sim.shapes import visual_parts
from sim.spec import TABLE_X, TABLE_Y, ObjectSpec
from sim.triangles import Mesh, cover

Color = tuple[float, float, float]
Body = list[tuple[Part, Frame, Color]]  # what is drawn as one, its parts at their frames in the world
Paint = tuple[ObjectSpec, Frame]

SUPERSAMPLING = 2  # draw large and shrink: smooth edges
AMBIENT = 0.58
SHADOW = 0.30  # how much darker the table is in shadow
LINE = 0.62  # brightness of the line around a body
SHADOW_BLUR = 0.004  # of the picture's width

ROOM_RGB: Color = (0.945, 0.953, 0.965)
TABLE_RGB: Color = (0.894, 0.847, 0.776)
TABLE_EDGE_RGB: Color = (0.765, 0.698, 0.604)
TABLE_RIM_M = 0.04  # wood around the workspace
TABLE_THICK_M = 0.03


def table_corners(x: tuple[float, float], y: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Return the corners of a table top with a rim about a rectangle."""
    rim = TABLE_RIM_M
    left, right, front, back = x[0] - rim, x[1] + rim, y[0] - rim, y[1] + rim
    return ((left, front), (right, front), (right, back), (left, back))


@dataclass(frozen=True)
class View:
    """From where a picture is drawn.

    The eye looks at a point; both in metres. `angle` is that of the picture's width, in radians; `light` is
    the direction towards the lamp, a unit vector; `table` has the corners of the table top.
    """

    eye: Vec3
    look_at: Vec3
    angle: float
    light: Vec3
    table: tuple[tuple[float, float], ...]


# The eye is above the robot's base and looks ahead, so left and right are those of the robot.
BEHIND_THE_ROBOT = View(
    (-0.18, 0.0, 1.20),
    (0.49, 0.0, 0.0),
    math.radians(48.5),
    (-0.37, 0.28, 0.886),
    table_corners(TABLE_X, TABLE_Y),
)


class Canvas:
    """A picture in the making: of each pixel the colour, the distance, and the number of its body."""

    def __init__(self, size: tuple[int, int], view: View = BEHIND_THE_ROBOT) -> None:
        width, height = size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING
        self._size, self._width, self._height = size, width, height
        self._view, self._axes = view, _view_axes(view)
        self._focal = width / 2 / math.tan(view.angle / 2)  # pixels
        self._depth = np.full((height, width), np.inf)
        self._owner = np.zeros((height, width), dtype=np.int16)
        self._drawn = 0
        self._colors = np.zeros((height, width, 3), dtype=np.uint8)

    def lay_table(self, paint: list[Paint], casters: list[tuple[Part, Frame]]) -> None:
        """Draw what is flat: the room, the table, zones and corners, and the shadows on them."""
        image = Image.new("RGB", (self._width, self._height), as_bytes(ROOM_RGB))
        pen = ImageDraw.Draw(image)
        top = [(x, y, 0.0) for x, y in self._view.table]
        below = [(x, y, -TABLE_THICK_M) for x, y, _ in top]
        pen.polygon(hull([self._pixel(p) for p in top + below]), fill=as_bytes(TABLE_EDGE_RGB))
        pen.polygon([self._pixel(p) for p in top], fill=as_bytes(TABLE_RGB))
        for thing, foot in paint:
            for part in visual_parts(thing):
                corners = _box_corners(part, foot.compose(Frame(part.position, part.rotation)))
                pen.polygon(
                    hull([self._pixel((x, y, 0.0)) for x, y, _ in corners]), as_bytes(RGB[thing.color])
                )
        dark = image.point(lambda level: level * (1 - SHADOW))
        self._colors = np.array(Image.composite(dark, image, self._shadows(top, casters)))

    def _shadows(self, table: list[Vec3], casters: list[tuple[Part, Frame]]) -> Image.Image:
        """Return how dark the table is, 255 being darkest; the room around it casts nothing back."""
        light = self._view.light
        mask = Image.new("L", (self._width, self._height), 0)
        pen = ImageDraw.Draw(mask)
        for part, frame in casters:
            pen.polygon(
                hull(self._pixel(_on_table(point, light)) for point in _shadow_points(part, frame, light)),
                fill=255,
            )
        table_only = Image.new("L", mask.size, 0)
        ImageDraw.Draw(table_only).polygon([self._pixel(p) for p in table], fill=255)
        soft = mask.filter(ImageFilter.GaussianBlur(SHADOW_BLUR * self._width))
        return ImageChops.darker(soft, table_only)

    def draw(self, body: Body) -> None:
        """Draw the parts of one body wherever they are nearer than what is there."""
        self._drawn += 1
        for part, frame, color in body:
            self._draw_part(part, frame, color)

    def _draw_part(self, part: Part, frame: Frame, color: Color) -> None:
        rows, columns = self._window(part, frame)
        axes = axes_of(frame)
        eye = np.array(self._view.eye) - np.array(frame.position)
        lines = Lines(eye @ axes, self._directions(rows, columns) @ axes)
        enter, leave = crossing(part, lines)
        near = (enter <= leave) & (enter < self._depth[rows, columns])
        if not near.any():
            return
        hits = lines.start + enter[near][:, None] * lines.along[near]
        bright = np.maximum(normals(part, hits) @ (np.array(self._view.light) @ axes), 0.0)
        shade = AMBIENT + (1.08 - AMBIENT) * bright
        self._colors[rows, columns][near] = np.minimum(shade[:, None] * np.array(color) * 255, 255.0)
        self._depth[rows, columns][near] = enter[near]
        self._owner[rows, columns][near] = self._drawn

    def draw_mesh(self, mesh: Mesh) -> None:
        """Draw the triangles of one body, in the world, wherever they are nearer than what is there."""
        self._drawn += 1
        seen = (mesh.corners - self._view.eye) @ self._axes
        scale = self._focal / seen[..., 2:]
        pixels = seen[..., :2] * scale + (self._width / 2, self._height / 2)
        bright = np.maximum(mesh.normals() @ np.array(self._view.light), 0.0)
        shade = AMBIENT + (1.08 - AMBIENT) * bright
        colors = np.minimum(shade[:, None] * mesh.colors * 255, 255.0).astype(np.uint8)
        samples = cover(np.concatenate([pixels, seen[..., 2:]], axis=-1), (self._height, self._width))
        depth, owner = self._depth.reshape(-1), self._owner.reshape(-1)
        np.minimum.at(depth, samples.pixel, samples.depth)
        front = samples.depth <= depth[samples.pixel]
        pixel = samples.pixel[front]
        self._colors.reshape(-1, 3)[pixel] = colors[samples.triangle[front]]
        owner[pixel] = self._drawn

    def picture(self) -> Image.Image:
        """Return what is drawn, with a thin line around each body: red in red can be told apart."""
        edge = np.zeros(self._owner.shape, dtype=bool)
        edge[1:] |= self._owner[1:] != self._owner[:-1]
        edge[:, 1:] |= self._owner[:, 1:] != self._owner[:, :-1]
        self._colors[edge] = self._colors[edge] * LINE
        return Image.fromarray(self._colors).resize(self._size, Image.Resampling.BOX)

    def _pixel(self, point: Vec3) -> tuple[float, float]:
        right, down, ahead = (np.array(point) - np.array(self._view.eye)) @ self._axes
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


@lru_cache(maxsize=4)
def _view_axes(view: View) -> Floats:
    """Return the directions right, down and ahead of the eye as columns."""
    ahead = np.array(view.look_at) - np.array(view.eye)
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(ahead, right), ahead], axis=1)


def _box_corners(part: Part, frame: Frame) -> list[Vec3]:
    """Return the corners of the box about a part."""
    hx, hy, hz = part.half
    return [frame.point((x, y, z)) for x in (-hx, hx) for y in (-hy, hy) for z in (-hz, hz)]


def _shadow_points(part: Part, frame: Frame, light: Vec3) -> list[Vec3]:
    """Return points of a part whose hull casts its shadow."""
    if part.form == "box":
        return _box_corners(part, frame)
    circle = [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 24, endpoint=False)]
    hx, _, hz = part.half
    if part.form == "cylinder":
        return [frame.point((hx * c, hx * s, z)) for z in (-hz, hz) for c, s in circle]
    # A sphere's shadow is that of its circle which faces the lamp.
    u = np.cross(light, (0.0, 0.0, 1.0))
    u /= np.linalg.norm(u)
    v = np.cross(light, u)
    return [_vector(np.array(frame.position) + hx * (c * u + s * v)) for c, s in circle]


def _on_table(point: Vec3, light: Vec3) -> Vec3:
    """Return where the shadow of a point falls on the table."""
    x, y, z = point
    return (x - z * light[0] / light[2], y - z * light[1] / light[2], 0.0)


def _vector(values: Floats) -> Vec3:
    x, y, z = (float(value) for value in values)
    return (x, y, z)


def as_bytes(color: Color) -> tuple[int, int, int]:
    """Return a colour as red, green and blue from 0 to 255."""
    red, green, blue = (round(channel * 255) for channel in color)
    return (red, green, blue)
