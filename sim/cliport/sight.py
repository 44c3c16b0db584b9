"""What GenSim's oracle camera sees: a map of heights and bodies from straight above.

320 rows along y and 160 columns along x, 3.125 mm each. Its camera hangs 1 km high and has pixels of 1/630 m,
some four in each pixel of the map, of which the highest wins; so things are drawn on the camera's grid and
then gathered. GenSim believes each of the camera's pixels to be one pixel nearer along x than what it shows,
and this is kept: it decides which places are free. So is what PyBullet's renderer makes of round things: a
ball is a polyhedron, a cylinder has a skin of 1 mm and some eighteen sides. What is higher than 0.3 m is cut
away. `tests/sim/cliport/test_sight_renderer.py` compares all this with the renderer.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sim.frames import Frame
from sim.parts import Part
from sim.raster import Grid, Surface, seen_from_above
from sim.spec import TABLE_X, TABLE_Y

PIXEL_M = 0.003125
ROWS, COLUMNS = 320, 160
CUT_M = 0.3
NOTHING = -1
CAMERA_M = 1 / 630  # metres of a camera's pixel
CAMERA_ROWS, CAMERA_COLUMNS = 640, 480  # along y and x
SHIFT = (1.0, 0.0)  # pixels along x and y by which what is seen is farther than GenSim believes
SHRINK = 1 - 1e-5  # of what stands some centimetres high below a camera 1 km away
CAMERA = Grid(
    (0.5 - (CAMERA_COLUMNS / 2 + 0.5 - SHIFT[0]) * CAMERA_M, -(CAMERA_ROWS / 2 + 0.5 - SHIFT[1]) * CAMERA_M),
    CAMERA_M, CAMERA_ROWS, CAMERA_COLUMNS,
)  # fmt: skip
BALL_OUTLINE = 0.966  # radius of a disc as large as a polyhedron of PyBullet's is on average, seen from above
CYLINDER_SKIN_M = 0.001
CYLINDER_OUTLINE = 0.990  # the same of its cylinders, skin included

Bits = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Sight:
    """The map, as things are put into it one by one.

    `heights` are metres above the table, `bodies` their numbers or `NOTHING`; both (320, 160).
    """

    def __init__(self) -> None:
        self.heights: Floats = np.zeros((ROWS, COLUMNS))
        self.bodies: Whole = np.full((ROWS, COLUMNS), NOTHING)

    def add(self, body: int, parts: Iterable[Part], frame: Frame) -> None:
        """Draw a body whose parts are given in a frame."""
        for part in parts:
            at = frame.compose(Frame(part.position, part.rotation))
            self._draw(body, seen_from_above(_rendered(part), at, CAMERA))

    def _draw(self, body: int, surface: Surface) -> None:
        rows, columns = surface.rows, surface.columns
        window = (_gathering(rows, ROW_PIXELS), _gathering(columns, COLUMN_PIXELS))
        (cell_rows, low, high), (cell_columns, left, right) = window
        if not len(low) or not len(left):
            return
        seen = np.where(surface.there & (np.asarray(surface.height) < CUT_M), surface.height, -1.0)
        tall = np.maximum(seen[low], seen[high])
        gathered = np.maximum(tall[:, left], tall[:, right])
        heights = self.heights[cell_rows, cell_columns]
        higher = (gathered >= 0) & (gathered >= heights)
        np.copyto(heights, gathered, where=higher)
        np.copyto(self.bodies[cell_rows, cell_columns], body, where=higher)


def _pixels(pixels: int, first_m: float, middle_m: float, count: int) -> tuple[Whole, Whole]:
    """Return the first and the last of the camera's pixels that each row or column of the map gathers.

    These are one or two: the camera's pixels are a little wider than half of the map's.
    """
    believed = (np.arange(pixels) - pixels / 2) * CAMERA_M * SHRINK + middle_m
    cells = np.floor((believed - first_m) / PIXEL_M)
    wanted = np.arange(count)
    return np.searchsorted(cells, wanted), np.searchsorted(cells, wanted, side="right") - 1


ROW_PIXELS = _pixels(CAMERA_ROWS, TABLE_Y[0], 0.0, ROWS)
COLUMN_PIXELS = _pixels(CAMERA_COLUMNS, TABLE_X[0], 0.5, COLUMNS)


def _gathering(pixels: slice, gathered: tuple[Whole, Whole]) -> tuple[slice, Whole, Whole]:
    """Return which cells of the map a range of the camera's pixels touches, and their pixels in it."""
    first, last = gathered
    begin = int(np.searchsorted(last, pixels.start))
    end = max(begin, int(np.searchsorted(first, pixels.stop)))
    low, high = first[begin:end] - pixels.start, last[begin:end] - pixels.start
    return slice(begin, end), np.maximum(low, 0), np.minimum(high, pixels.stop - pixels.start - 1)


def _rendered(part: Part) -> Part:
    """Return a part as PyBullet's renderer shows it."""
    x, _, z = part.size
    if part.form == "sphere":
        return Part("sphere", (x * BALL_OUTLINE,) * 3, part.position, part.rotation)
    if part.form == "cylinder":
        wide = (x + 2 * CYLINDER_SKIN_M) * CYLINDER_OUTLINE
        return Part("cylinder", (wide, wide, z + 2 * CYLINDER_SKIN_M), part.position, part.rotation)
    return part


def eroded(mask: Bits, size: int) -> Bits:
    """Keep the pixels whose square neighbourhood is all set, as OpenCV does it.

    Args:
        mask: (rows, columns).
        size: side of the square in pixels; 0 means OpenCV's default of 3. What is outside does not count.
    """
    side = size if size > 0 else 3
    before, after = side // 2, side - side // 2 - 1
    missing = np.pad((~mask).astype(np.int32), ((before, after), (before, after)))
    sums = np.zeros((missing.shape[0] + 1, missing.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(missing, axis=0), axis=1, out=sums[1:, 1:])
    rows, columns = mask.shape
    window = (
        sums[side : side + rows, side : side + columns]
        - sums[:rows, side : side + columns]
        - sums[side : side + rows, :columns]
        + sums[:rows, :columns]
    )
    clear: Bits = window == 0
    return clear


def drawn_pixel(mask: Bits, share: float) -> tuple[int, int]:
    """Return one set pixel, (row, column), as `np.random.choice` over all pixels would draw it.

    Args:
        mask: at least one pixel is set.
        share: the uniform number in [0, 1) that the generator gives.
    """
    chosen = np.flatnonzero(mask)
    pixel = int(chosen[min(int(share * len(chosen)), len(chosen) - 1)])
    return pixel // mask.shape[1], pixel % mask.shape[1]
