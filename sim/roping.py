"""Where the beads of a rope should lie, what is wrong with where they are, and which one to drag next.

The judge and the oracle read the same places. A rope may lie along its line either way round, as in CLIPort.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.frames import Frame
from sim.kinds import Vec3
from sim.soft import tuple_sum

SPAN_XY_M = 0.020  # of a bead from its place: CLIPort's tolerance for ropes
SPAN_Z_M = 0.012  # a bead may lie on another one, not on a block
END_M = 0.008  # an end this far from its place is drawn there before the middle is looked at
DRAGS = 20  # for one rope; CLIPort's limit


def bead_places(base: Frame, ends: tuple[Vec3, Vec3], beads: int) -> tuple[Vec3, ...]:
    """Return where the beads of a rope belong, evenly along a segment, in world coordinates.

    Args:
        base: the frame in which the ends are given.
        ends: where the segment starts and ends.
        beads: how many; each has the middle of its share.
    """
    (ax, ay, az), (bx, by, bz) = ends
    shares = [(number + 0.5) / beads for number in range(beads)]
    return tuple(base.point((ax + s * (bx - ax), ay + s * (by - ay), az + s * (bz - az))) for s in shares)


def better_way(beads: Sequence[Vec3], places: Sequence[Vec3]) -> tuple[Vec3, ...]:
    """Return the places in the order, forwards or backwards, that is nearer to the beads as a whole."""
    forwards, backwards = tuple(places), tuple(reversed(places))
    return min((forwards, backwards), key=lambda way: sum(_off(beads, way)))


def strays(beads: Sequence[Vec3], places: Sequence[Vec3], half: float) -> str:
    """Say how many beads are not where they should be, or nothing.

    Args:
        beads: the middles of the beads.
        places: where their lowest points should be.
        half: half the thickness of the rope.
    """
    off = min((_wrong(beads, way, half) for way in (places, places[::-1])), key=lambda w: (len(w), w))
    if not off:
        return ""
    return f"has {len(off)} of {len(beads)} beads off its line, the farthest by {max(off) * 1000:.0f} mm"


def _wrong(beads: Sequence[Vec3], places: Sequence[Vec3], half: float) -> list[float]:
    """Return how far those beads are off that are too far off."""
    wrong = []
    for bead, place in zip(beads, places, strict=True):
        apart, rise = math.dist(bead[:2], place[:2]), abs(bead[2] - half - place[2])
        if apart > SPAN_XY_M or rise > SPAN_Z_M:
            wrong.append(round(max(apart, rise), 6))
    return wrong


def next_drag(beads: Sequence[Vec3], places: Sequence[Vec3]) -> tuple[Vec3, Vec3]:
    """Decide which bead to drag, and to where: the end that is farther off, then the farthest of all.

    Pulling one end drags the rest along, and a taut rope is straight: so the ends come first.
    """
    way = better_way(beads, places)
    off = _off(beads, way)
    last = len(beads) - 1
    worst_end = max((0, last), key=lambda i: (off[i], -i))
    bead = worst_end if off[worst_end] > END_M else max(range(len(beads)), key=lambda i: (off[i], -i))
    return beads[bead], way[bead]


def _off(beads: Sequence[Vec3], places: Sequence[Vec3]) -> list[float]:
    return [round(math.dist(a[:2], b[:2]), 6) for a, b in zip(beads, places, strict=True)]


def crown(bead: Vec3, half: float) -> Vec3:
    """Return the top of a bead, where the tip holds it."""
    return tuple_sum(bead, (0.0, 0.0, half))
