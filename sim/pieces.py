"""The twenty flat pieces of the assembling kits, drawn with a thick round pen.

CLIPort's pieces (Shridhar et al. 2021, its kitting assets) are meshes; these are our own: strokes with round
joints, discs and boxes, so that collisions are exact. Letters read upright for the robot: up is +x, away from
it, right is -y. Every stroke is wide enough for the suction cup, and every piece fits into a circle of
`PIECE_REACH` times its size, so that neighbours in a kit never meet, however they are turned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sim.frames import Point2, about_z
from sim.parts import Part

PIECE_REACH = 0.64  # of its size: radius of the circle about the foot that holds any piece
PEN = 0.20  # width of a stroke, in sizes: 14 mm of 70 mm


@dataclass(frozen=True)
class Stroke:
    """A polyline drawn with a round pen; points are (right, up), all lengths in sizes of the piece."""

    points: tuple[Point2, ...]
    pen: float = PEN


@dataclass(frozen=True)
class Slab:
    """A box about the foot: its extents to the right and up, in sizes of the piece."""

    right: float
    up: float


def _disc(right: float, up: float, diameter: float) -> Stroke:
    return Stroke(((right, up),), diameter)


def _polygon(corners: int, radius: float, pen: float, core: float) -> tuple[Stroke, ...]:
    """A filled regular polygon with round corners, one of them up: its border and a disc in its middle."""
    angles = [2 * math.pi * i / corners for i in range(corners + 1)]
    border = Stroke(tuple((radius * math.sin(a), radius * math.cos(a)) for a in angles), pen)
    return (border, _disc(0.0, 0.0, core)) if core else (border,)


def _star() -> tuple[Stroke, ...]:
    """Five rays that get thinner, on a disc."""
    ways = [(math.sin(2 * math.pi * i / 5), math.cos(2 * math.pi * i / 5)) for i in range(5)]
    steps = ((0.22, 0.26), (0.33, 0.20), (0.44, 0.12))  # how far a ray reaches, and how wide it is there
    rays = [Stroke(((0.0, 0.0), (far * x, far * y)), pen) for x, y in ways for far, pen in steps]
    return (_disc(0.0, 0.0, 0.40), *rays)


PIECES: dict[str, tuple[Stroke | Slab, ...]] = {
    "letter-R": (
        Stroke(((-0.28, -0.4), (-0.28, 0.4), (0.1, 0.4), (0.26, 0.22), (0.1, 0.02), (-0.28, 0.02))),
        Stroke(((0.02, 0.02), (0.28, -0.4))),
    ),
    "letter-A": (Stroke(((-0.32, -0.4), (0, 0.4), (0.32, -0.4))), Stroke(((-0.22, -0.14), (0.22, -0.14)))),
    "triangle": _polygon(3, 0.42, 0.28, 0.28),
    "square": (Slab(0.9, 0.9),),
    "plus": (Slab(0.96, 0.3), Slab(0.3, 0.96)),
    "letter-T": (Stroke(((-0.36, 0.36), (0.36, 0.36))), Stroke(((0, 0.36), (0, -0.4)))),
    "diamond": (Stroke(((0, 0.44), (0.2, 0), (0, -0.44), (-0.2, 0), (0, 0.44)), 0.26), _disc(0, 0, 0.34)),
    "pentagon": _polygon(5, 0.46, 0.14, 0.72),
    "rectangle": (Slab(0.5, 0.96),),
    "flower": (
        _disc(0.25, 0, 0.42), _disc(-0.25, 0, 0.42), _disc(0, 0.25, 0.42), _disc(0, -0.25, 0.42),
        _disc(0, 0, 0.3),
    ),
    "star": _star(),
    "circle": (_disc(0, 0, 0.84),),
    "letter-G": (
        Stroke((
            (0.28, 0.25), (0.1, 0.4), (-0.12, 0.4), (-0.32, 0.2), (-0.32, -0.2), (-0.12, -0.4), (0.1, -0.4),
            (0.28, -0.25), (0.28, -0.02), (0.06, -0.02),
        )),
    ),
    "letter-V": (Stroke(((-0.34, 0.4), (0, -0.38), (0.34, 0.4))),),
    "letter-E": (
        Stroke(((0.28, 0.4), (-0.28, 0.4), (-0.28, -0.4), (0.28, -0.4))), Stroke(((-0.28, 0), (0.2, 0))),
    ),
    "letter-L": (Stroke(((-0.24, 0.4), (-0.24, -0.4), (0.28, -0.4))),),
    "ring": _polygon(12, 0.36, 0.24, 0),
    "hexagon": _polygon(6, 0.46, 0.12, 0.78),
    "heart": (
        Stroke(((-0.21, 0.14), (0, -0.24)), 0.34), Stroke(((0.21, 0.14), (0, -0.24)), 0.34),
        _disc(-0.22, 0.15, 0.48), _disc(0.22, 0.15, 0.48), _disc(0, 0.02, 0.4),
    ),
    "letter-M": (Stroke(((-0.36, -0.38), (-0.36, 0.38), (0, -0.06), (0.36, 0.38), (0.36, -0.38)), 0.18),),
}  # fmt: skip


@lru_cache(maxsize=256)
def piece(variant: str, size: float, height: float) -> tuple[Part, ...]:
    """Make a piece, lying on its foot.

    Args:
        variant: one of `sim.kinds.VARIANTS`; the square when it is empty.
        size: how wide a piece is, metres; letters are a little narrower.
        height: how thick it is, metres.
    """
    parts: list[Part] = []
    for mark in PIECES[variant or "square"]:
        if isinstance(mark, Slab):
            extents = (mark.up * size, mark.right * size, height)
            parts.append(Part("box", extents, (0.0, 0.0, height / 2)))
        else:
            parts += _drawn(mark, size, height)
    return tuple(dict.fromkeys(parts))  # strokes that meet share their joint


def _drawn(stroke: Stroke, size: float, height: float) -> list[Part]:
    """Draw a stroke: a cylinder at each point, a box between each two."""
    points = [(up * size, -right * size) for right, up in stroke.points]
    pen = stroke.pen * size
    parts = [Part("cylinder", (pen, pen, height), (x, y, height / 2)) for x, y in points]
    for (ax, ay), (bx, by) in pairwise(points):
        middle = ((ax + bx) / 2, (ay + by) / 2, height / 2)
        length, heading = math.hypot(bx - ax, by - ay), math.atan2(by - ay, bx - ax)
        parts.append(Part("box", (length, pen, height), middle, about_z(heading)))
    return parts
