"""Where a policy looks: its heat maps of pick and place over the map from above, for people.

A picture for a film, a page or a notebook; nothing here decides anything.
"""

from __future__ import annotations

import io
import math
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from policy.model import Decision
from policy.pictures import Floats, Picture
from sim.frames import Point2
from sim.pixels import COLUMNS, PIXEL_M, ROWS
from sim.spec import TABLE_X, TABLE_Y

MAP: Final = (ROWS, COLUMNS)  # width and height of a drawn map: x of the table goes up, y to the left
PICK_RGB: Final = (214, 28, 98)
PLACE_RGB: Final = (20, 98, 214)
PICK_TITLE_RGB: Final = (250, 150, 186)  # on dark
PLACE_TITLE_RGB: Final = (146, 190, 255)
INK_RGB: Final = (30, 33, 41)
PAPER_RGB: Final = (245, 246, 248)
PALE: Final = 0.75  # how much of the map's contrast is left below the heat
COLORED: Final = 0.35  # and how much of its colour
FLOOR: Final = 0.15  # of the root of the heat, to its highest: what is less is not drawn
STRIP: Final = 22  # pixels of the titles
NEAR_M: Final = 0.02  # what is nearer to the chosen point is meant when a share is told
FONT_PIXELS: Final = 13
GAP: Final = 4
SIZE: Final = (2 * MAP[0] + GAP, STRIP + MAP[1])

Pixels = npt.NDArray[np.uint8]


def heat_picture(picture: Picture, decision: Decision) -> Image.Image:
    """Draw both heat maps of a decision side by side, as large as `SIZE`.

    The map is as the robot's side sees it: ahead is up. The left one shows where to pick, the right one
    where to place, with an arrow from the pick; each says which share of the policy's belief lies within
    2 cm of the point that it chose.
    """
    aim = decision.aim
    left = _map(picture, decision.picks, PICK_RGB)
    _mark(left, aim.pick, PICK_RGB)
    right = _map(picture, decision.places, PLACE_RGB)
    _arrow(right, aim.pick, aim.place)
    _mark(right, aim.place, PLACE_RGB)
    turn = f", turned by {math.degrees(aim.turn):.0f} degrees" if abs(aim.turn) > math.radians(1) else ""
    sheet = Image.new("RGB", SIZE, INK_RGB)
    sheet.paste(left, (0, STRIP))
    sheet.paste(right, (MAP[0] + GAP, STRIP))
    _title(sheet, 0, f"pick: {_share(decision.picks, aim.pick):.0%} within 2 cm", PICK_TITLE_RGB)
    place = f"place: {_share(decision.places, aim.place):.0%} within 2 cm{turn}"
    _title(sheet, MAP[0] + GAP, place, PLACE_TITLE_RGB)
    return sheet


def heat_png(picture: Picture, decision: Decision) -> bytes:
    """Return `heat_picture` as a PNG file, for a page."""
    file = io.BytesIO()
    heat_picture(picture, decision).save(file, "PNG")
    return file.getvalue()


def _map(picture: Picture, heat: Floats, color: tuple[int, int, int]) -> Image.Image:
    """Return a pale map under a heat of one colour; the root makes small shares visible, not tiny ones."""
    root = np.sqrt(heat / max(float(heat.max()), 1e-12))
    strength = np.clip((root - FLOOR) / (1 - FLOOR), 0.0, 1.0)
    grown = Image.fromarray(strength.astype(np.float32)).resize((COLUMNS, ROWS), Image.Resampling.BILINEAR)
    alpha = np.clip(np.asarray(grown), 0.0, 1.0)[..., None]
    grey = picture.rgb.mean(axis=2, keepdims=True)
    pale = PALE * (COLORED * picture.rgb + (1 - COLORED) * grey) + (1 - PALE) * np.array(PAPER_RGB)
    mixed = (1 - 0.85 * alpha) * pale + 0.85 * alpha * np.array(color)
    return Image.fromarray(_turned(np.clip(np.rint(mixed), 0, 255).astype(np.uint8)))


def _turned(pixels: Pixels) -> Pixels:
    """Turn a map (320, 160, 3), rows along y and columns along x, so that x is up and y is to the left."""
    return np.ascontiguousarray(np.transpose(pixels, (1, 0, 2))[::-1, ::-1])


def _at(point: Point2) -> tuple[float, float]:
    """Return where a point of the table is in a drawn map, pixels."""
    return (TABLE_Y[1] - point[1]) / PIXEL_M, (TABLE_X[1] - point[0]) / PIXEL_M


def _share(heat: Floats, point: Point2) -> float:
    rows, columns = heat.shape
    x = TABLE_X[0] + (np.arange(columns) + 0.5)[None, :] * (TABLE_X[1] - TABLE_X[0]) / columns
    y = TABLE_Y[0] + (np.arange(rows) + 0.5)[:, None] * (TABLE_Y[1] - TABLE_Y[0]) / rows
    near = (x - point[0]) ** 2 + (y - point[1]) ** 2 <= NEAR_M**2
    return float(heat[near].sum())


def _mark(image: Image.Image, point: Point2, color: tuple[int, int, int]) -> None:
    x, y = _at(point)
    draw = ImageDraw.Draw(image)
    for radius, width, ink in ((9, 4, PAPER_RGB), (8, 2, color)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=width)
    draw.line((x - 3, y, x + 3, y), fill=INK_RGB)
    draw.line((x, y - 3, x, y + 3), fill=INK_RGB)


def _arrow(image: Image.Image, start: Point2, end: Point2) -> None:
    (x, y), (u, v) = _at(start), _at(end)
    length = math.hypot(u - x, v - y)
    if length < 24:  # the marks would cover it
        return
    ahead = ((u - x) / length, (v - y) / length)
    tip = (u - 11 * ahead[0], v - 11 * ahead[1])
    draw = ImageDraw.Draw(image)
    draw.line((x, y, *tip), fill=INK_RGB, width=2)
    sides = [
        (tip[0] - 8 * ahead[0] - side * 4 * ahead[1], tip[1] - 8 * ahead[1] + side * 4 * ahead[0])
        for side in (-1, 1)
    ]
    draw.polygon([tip, *sides], fill=INK_RGB)
    draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=PICK_RGB)


def _title(image: Image.Image, left: int, text: str, color: tuple[int, int, int]) -> None:
    font = ImageFont.load_default(FONT_PIXELS)
    ImageDraw.Draw(image).text((left + MAP[0] / 2, STRIP / 2), text, color, font=font, anchor="mm")
