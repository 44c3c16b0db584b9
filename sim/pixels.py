"""The pixels of the map from above: where they are on the table. No pictures and no physics here.

Row u and column v hold the points from y = -0.5 + u pixels and x = 0.25 + v pixels on, 3.125 mm each way;
that is GenSim's and CLIPort's grid. What is seen in a pixel is what is in its middle.
"""

from __future__ import annotations

import math

from sim.frames import Point2
from sim.spec import TABLE_X, TABLE_Y

Pixel = tuple[int, int]

PIXEL_M = 0.003125  # GenSim's and CLIPort's
ROWS = round((TABLE_Y[1] - TABLE_Y[0]) / PIXEL_M)  # 320, along y
COLUMNS = round((TABLE_X[1] - TABLE_X[0]) / PIXEL_M)  # 160, along x


def pixel_of(point: Point2) -> Pixel:
    """Return the row and the column of the pixel that holds a point; the nearest one for a point outside."""
    row = math.floor((point[1] - TABLE_Y[0]) / PIXEL_M)
    column = math.floor((point[0] - TABLE_X[0]) / PIXEL_M)
    return min(max(row, 0), ROWS - 1), min(max(column, 0), COLUMNS - 1)


def middle_of(pixel: Pixel) -> Point2:
    """Return the point in the middle of a pixel."""
    return TABLE_X[0] + (pixel[1] + 0.5) * PIXEL_M, TABLE_Y[0] + (pixel[0] + 0.5) * PIXEL_M
