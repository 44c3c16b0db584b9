"""Spots: places on the table that are made from other things - beside one, between two, in line with two.

A program names them for `at`; the judge and the oracle resolve them from where the things are now, and
placement keeps the ground free. Whatever stands at a spot may be turned any way.

Left, right, front and behind are the robot's, however a thing is turned: left is +y, behind is +x, farther
from the robot.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from sim.checks import things_of
from sim.errors import ImpossibleGoal, ProgramError
from sim.frames import Frame, Point2, about_z
from sim.kinds import Kind
from sim.shapes import reach
from sim.spec import Arrangement, Basis
from sim.things import Thing

Side = Literal["left", "right", "front", "behind"]
HEADINGS: dict[Basis, float] = {
    "left": math.pi / 2, "right": -math.pi / 2, "front": math.pi, "behind": 0.0
}  # fmt: skip

GAP_M = 0.02  # between two circles: about a thing and about what stands beside it
LEAST_GAP_M = 0.015  # the tip passes, and a near miss is no touch
MOST_GAP_M = 0.10  # what is farther away is not beside
ANCHORS: tuple[Kind, ...] = (
    "block", "box", "cylinder", "bowl", "container", "zone", "pallet", "stand", "fixture"
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A place on the table for `at`; make one with `beside`, `between` or `aligned`."""

    basis: Basis
    anchors: tuple[Thing, ...]
    gap: float = GAP_M

    @property
    def arrangement(self) -> Arrangement:
        """The name of its kind of spot."""
        return self.basis if self.basis in ("between", "aligned") else "beside"

    def distance(self, loads: tuple[Thing, ...]) -> float:
        """Return how far from its frame a load stands, in metres, if it may be any of these."""
        if self.basis == "between":
            return 0.0
        return reach(self.anchors[-1].model) + max(reach(load.model) for load in loads) + self.gap


def beside(anchor: Thing, side: Side, gap: float = GAP_M) -> Spot:
    """Name the spot at one side of a thing, "left", "right", "front" or "behind" as the robot sees it.

    Front is the side towards the robot. The gap is in metres, 0.015 to 0.10, however the two are turned.
    """
    if side not in get_args(Side):
        raise ProgramError(f"side is {side!r}; the sides are: {', '.join(get_args(Side))}")
    length: object = gap  # a program may give anything
    if not isinstance(length, (int, float)) or not LEAST_GAP_M <= length <= MOST_GAP_M:
        raise ProgramError(f"gap is {gap!r}; it must be {LEAST_GAP_M:g} to {MOST_GAP_M:g} m")
    return Spot(side, _anchors(anchor), float(length))


def between(one: Thing, other: Thing) -> Spot:
    """Name the spot halfway between two things."""
    return Spot("between", _anchors(one, other))


def aligned(one: Thing, other: Thing) -> Spot:
    """Name the spot in line with two things, just beyond the other one."""
    return Spot("aligned", _anchors(one, other))


def frame_of(basis: Basis, one: Point2, other: Point2 | None = None) -> Frame:
    """Return the frame, on the table, in which a spot has its position.

    Its x axis points to the side that is meant, or from one thing to the other.
    """
    if other is None:
        return Frame((*one, 0.0), about_z(HEADINGS[basis]))
    heading = about_z(math.atan2(other[1] - one[1], other[0] - one[0]))
    origin = other if basis == "aligned" else ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    return Frame((*origin, 0.0), heading)


def _anchors(*given: Thing) -> tuple[Thing, ...]:
    anchors = things_of(given, "anchors")
    for anchor in anchors:
        if anchor.kind not in ANCHORS:
            raise ProgramError(f"no spot is made from a {anchor.name}; use one of: {', '.join(ANCHORS)}")
        if anchor.start is not None or anchor.fed is not None:
            raise ImpossibleGoal(
                f"the {anchor.name} does not start on the table itself, so no ground is kept free round it; "
                "make the spot from something that does"
            )
    return tuple(anchors)
