"""What insertion tasks are made of: an ell and its fixture, rods and disks, and two bases to build on.

Convex parts in the foot frame, as `sim.shapes` wants them. The ell's outline is CLIPort's: two bars of 30 mm
in an L, whose corner is at (-40, -40) mm; the cavity of the fixture is that outline grown by `PLAY_M`.
"""

from __future__ import annotations

import math

from sim.frames import Point2, about_z
from sim.kinds import ROD_HEIGHT_M, ROD_RADIUS_M, ROD_SPACING_M, Vec3
from sim.parts import Part, plate

ELL_HALF_M = 0.040
ELL_BAR_M = 0.030  # width of each of its bars
ELL_GRASP = (ELL_BAR_M / 2 - ELL_HALF_M, ELL_BAR_M / 2 - ELL_HALF_M)  # where its bars meet: 15 mm to any edge
PLAY_M = 0.004  # between an ell and the walls about it
FIXTURE_WALL_M = 0.004
STAND_PLATES = 3
STAND_GROOVE_M = 0.004
DISK_PLANKS = 8  # to touch: a third of the time that 12 take, since every pair of planks may touch
DISK_FACETS = 12  # to see
DISK_HOLE_R = 0.012
DISK_GRASP_M = 0.004  # from the rim: the tip of radius 10 mm keeps clear of the rod
SQUARE_BAR_M = 0.01


def ell(height: float) -> tuple[Part, ...]:
    """Make an L of two bars."""
    low, high, inner = -ELL_HALF_M, ELL_HALF_M, ELL_BAR_M - ELL_HALF_M
    return (
        plate((low, high), (low, inner), (0.0, height)),
        plate((low, inner), (inner, high), (0.0, height)),
    )


def fixture(height: float) -> tuple[Part, ...]:
    """Make the six walls round an L; there is no floor, so the ell stands on the table."""
    low, high, inner = -ELL_HALF_M - PLAY_M, ELL_HALF_M + PLAY_M, ELL_BAR_M - ELL_HALF_M + PLAY_M
    wall, z = FIXTURE_WALL_M, (0.0, height)
    return (
        plate((low - wall, low), (low - wall, high + wall), z),
        plate((low, high + wall), (low - wall, low), z),
        plate((high, high + wall), (low, inner + wall), z),
        plate((low, inner + wall), (high, high + wall), z),
        plate((inner, high), (inner, inner + wall), z),
        plate((inner, inner + wall), (inner + wall, high), z),
    )


def stand(size: Vec3) -> tuple[Part, ...]:
    """Make three plates in a row along y, with grooves between them."""
    pitch = (size[1] + STAND_GROOVE_M) / STAND_PLATES
    plank = (size[0], pitch - STAND_GROOVE_M, size[2])
    return tuple(Part("box", plank, (0.0, (i - 1) * pitch, size[2] / 2)) for i in range(STAND_PLATES))


def rods(size: Vec3) -> tuple[Part, ...]:
    """Make a board with three rods along y."""
    rod = (2 * ROD_RADIUS_M, 2 * ROD_RADIUS_M, ROD_HEIGHT_M)
    middle = size[2] + ROD_HEIGHT_M / 2
    board = Part("box", size, (0.0, 0.0, size[2] / 2))
    return (board, *(Part("cylinder", rod, (0.0, i * ROD_SPACING_M, middle)) for i in (-1, 0, 1)))


def disk(size: Vec3, planks: int = DISK_PLANKS) -> tuple[Part, ...]:
    """Make a ring of planks whose corners touch the circle of its diameter."""
    half_angle = math.pi / planks
    rim, width = size[0] / 2 * math.cos(half_angle), size[0] * math.sin(half_angle)
    plank, radius = (rim - DISK_HOLE_R, width, size[2]), (rim + DISK_HOLE_R) / 2
    parts = []
    for number in range(planks):
        angle = 2 * half_angle * number
        center = (radius * math.cos(angle), radius * math.sin(angle), size[2] / 2)
        parts.append(Part("box", plank, center, about_z(angle)))
    return tuple(parts)


def disk_grasp(size: Vec3) -> Point2:
    """Return where the tip holds a disk: as far from the rod as it can."""
    return (size[0] / 2 * math.cos(math.pi / DISK_PLANKS) - DISK_GRASP_M, 0.0)


def square(size: Vec3) -> tuple[Part, ...]:
    """Paint three sides of a square; the open one is towards +x."""
    x, y, z = size[0] / 2, size[1] / 2, (0.0, size[2])
    bar = SQUARE_BAR_M
    return (
        plate((-x, -x + bar), (-y, y), z),
        plate((-x + bar, x), (-y, -y + bar), z),
        plate((-x + bar, x), (y - bar, y), z),
    )
