"""What a policy sees, and how it looks when the table is turned and shifted.

Full pictures are 320 x 160 pixels of 3.125 mm (`sim.pixels`); networks look at half of that. Points are
metres on the table, x along columns and y along rows.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from policy.demos.rows import Row
from sim.frames import Point2
from sim.messages import Option
from sim.pixels import COLUMNS, PIXEL_M, ROWS
from sim.spec import TABLE_X, TABLE_Y

HEIGHT_UNIT_M = 1e-5  # of the 16-bit pictures of a dataset
HEIGHT_SCALE = 10.0  # metres times this are about as large as colours
COARSE = 2  # full pixels in a pixel of the networks, each way
COARSE_ROWS, COARSE_COLUMNS = ROWS // COARSE, COLUMNS // COARSE
COARSE_M = COARSE * PIXEL_M
CHANNELS = 4  # red, green, blue, height

TABLE_RGB = (228, 216, 198)  # what comes into view when the table is turned

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Picture:
    """A map from above: rgb (320, 160, 3) uint8, height (320, 160) float32 in metres."""

    rgb: Pixels
    height: Floats

    def full(self) -> Floats:
        """Return what networks see: (4, 320, 160), colours in [-0.5, 0.5] and heights."""
        seen = np.empty((CHANNELS, *self.height.shape), np.float32)
        seen[:3] = self.rgb.transpose(2, 0, 1)
        seen[:3] *= np.float32(1 / 255)
        seen[:3] -= np.float32(0.5)
        np.multiply(self.height, np.float32(HEIGHT_SCALE), out=seen[3])
        return seen

    def half(self) -> Floats:
        """Return the same with means of 2 x 2 pixels: (4, 160, 80)."""
        return _halved(self.full())


@dataclass(frozen=True)
class Sample:
    """One step of a demonstration: what was seen, what was said, what was done, and what else would do."""

    picture: Picture
    words: str
    pick: Point2
    place: Point2
    turn: float
    options: tuple[Option, ...]

    def answers(self) -> tuple[Option, ...]:
        """Return the options; for a stroke, which has none, what was done."""
        done = Option(
            object=-1, pick=self.pick, foot=self.pick, target=self.place, turn=self.turn, period=math.tau
        )
        return self.options or (done,)


@dataclass(frozen=True)
class Turned:
    """A move of the whole table in its plane: a turn about its middle, radians, and then a shift, metres."""

    angle: float = 0.0
    shift: Point2 = (0.0, 0.0)

    def point(self, point: Point2) -> Point2:
        """Return where a point goes."""
        (cx, cy), (c, s) = MIDDLE, (math.cos(self.angle), math.sin(self.angle))
        x, y = point[0] - cx, point[1] - cy
        return cx + c * x - s * y + self.shift[0], cy + s * x + c * y + self.shift[1]

    def picture(self, picture: Picture) -> Picture:
        """Return the table as it looks then; what comes into view from beyond the edge is bare."""
        if self == Turned():
            return picture
        back = self._back()
        rgb = Image.fromarray(picture.rgb).transform(
            (COLUMNS, ROWS), Image.Transform.AFFINE, back, Image.Resampling.NEAREST, fillcolor=TABLE_RGB
        )
        height = Image.fromarray(picture.height).transform(
            (COLUMNS, ROWS), Image.Transform.AFFINE, back, Image.Resampling.NEAREST, fillcolor=0
        )
        return Picture(np.asarray(rgb), np.asarray(height))

    def _back(self) -> tuple[float, float, float, float, float, float]:
        """Return the affine map from where something is to where it was, in pixels: columns, then rows."""
        (cx, cy), (c, s) = _CENTER, (math.cos(self.angle), math.sin(self.angle))
        x, y = cx + self.shift[0] / PIXEL_M, cy + self.shift[1] / PIXEL_M
        return c, s, cx - c * x - s * y, -s, c, cy + s * x - c * y

    def sample(self, sample: Sample) -> Sample:
        """Return a step as it would have been on the turned table; what leads off the table is dropped."""
        moved = [
            option.model_copy(
                update={name: self.point(getattr(option, name)) for name in ("pick", "foot", "target")}
            )
            for option in sample.options
        ]
        return Sample(
            picture=self.picture(sample.picture),
            words=sample.words,
            pick=self.point(sample.pick),
            place=self.point(sample.place),
            turn=sample.turn,
            options=tuple(o for o in moved if on_table(o.pick) and on_table(o.target)),
        )


MIDDLE = ((TABLE_X[0] + TABLE_X[1]) / 2, (TABLE_Y[0] + TABLE_Y[1]) / 2)
_CENTER = (COLUMNS / 2, ROWS / 2)


def on_table(point: Point2) -> bool:
    """Whether a point is in the picture."""
    return TABLE_X[0] <= point[0] < TABLE_X[1] and TABLE_Y[0] <= point[1] < TABLE_Y[1]


def sample_of(row: Row) -> Sample:
    """Decode a row of a dataset."""
    heights = np.asarray(_image(row["height"]), dtype=np.float32) * np.float32(HEIGHT_UNIT_M)
    x, y = row["pick_xy"]
    u, v = row["place_xy"]
    return Sample(
        picture=Picture(np.asarray(_image(row["rgb"])), heights),
        words=row["instruction"],
        pick=(x, y),
        place=(u, v),
        turn=row["angle"],
        options=tuple(Option.model_validate(option) for option in row["options"]),
    )


def _image(cell: Row) -> Image.Image:
    return Image.open(io.BytesIO(cell["bytes"]))


def _halved(full: Floats) -> Floats:
    channels, rows, columns = full.shape
    blocks = full.reshape(channels, rows // COARSE, COARSE, columns // COARSE, COARSE)
    return np.asarray(blocks.mean(axis=(2, 4)), dtype=np.float32)
