"""What GenSim's oracle camera sees: a map of heights and bodies from straight above.

320 rows along y and 160 columns along x, 3.125 mm each. Its camera has some four samples in each pixel, of
which the highest wins, so things are drawn on a grid twice as fine. What is higher than 0.3 m is cut away.
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
FINER = 2
CUT_M = 0.3
NOTHING = -1
FINE = Grid((TABLE_X[0], TABLE_Y[0]), PIXEL_M / FINER, FINER * ROWS, FINER * COLUMNS)

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
            self._draw(body, seen_from_above(part, at, FINE))

    def _draw(self, body: int, surface: Surface) -> None:
        rows, columns = surface.rows, surface.columns
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        first, left = rows.start // FINER, columns.start // FINER
        last, right = -(-rows.stop // FINER), -(-columns.stop // FINER)
        fine = np.full(((last - first) * FINER, (right - left) * FINER), -1.0)
        inner = fine[
            rows.start - FINER * first : rows.stop - FINER * first,
            columns.start - FINER * left : columns.stop - FINER * left,
        ]
        height = np.broadcast_to(np.asarray(surface.height), surface.there.shape)
        np.copyto(inner, height, where=surface.there & (height < CUT_M))
        coarse = fine.reshape(last - first, FINER, right - left, FINER).max(axis=(1, 3))
        window = (slice(first, last), slice(left, right))
        higher = (coarse >= 0) & (coarse >= self.heights[window])
        self.heights[window][higher] = coarse[higher]
        self.bodies[window][higher] = body


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
