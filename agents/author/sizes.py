"""How large things are made, and how large their places: numbers for the coder and for the critic.

All lengths in metres. The tables hold what strict judging (10 mm) and a suction gripper (a tip of 10 mm
radius between neighbours) are comfortable with; the hard limits are those of `sim.kinds`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.kinds import FACTS, Kind, Vec3
from sim.signature import Clause, Verb

# What a thing is used for decides how large it should be: in a bowl small, in a tower wide.
LOADS: dict[str, dict[Kind, Vec3]] = {
    "bowl": {
        "block": (0.04, 0.04, 0.04), "box": (0.045, 0.035, 0.03),
        "cylinder": (0.036, 0.036, 0.04), "ball": (0.04, 0.04, 0.04),
    },
    "container": {
        "block": (0.035, 0.035, 0.035), "box": (0.055, 0.04, 0.03),
        "cylinder": (0.036, 0.036, 0.04), "ball": (0.04, 0.04, 0.04), "shape": (0.05, 0.05, 0.02),
        "disk": (0.06, 0.06, 0.016),
    },
    "pallet": {
        "block": (0.045, 0.045, 0.045), "box": (0.08, 0.05, 0.04), "cylinder": (0.045, 0.045, 0.05),
    },
    "support": {
        "block": (0.035, 0.035, 0.035), "box": (0.05, 0.04, 0.03), "cylinder": (0.04, 0.04, 0.04),
    },
    "corner": {"block": (0.05, 0.05, 0.05), "box": (0.08, 0.05, 0.04)},
    "zone": {
        "block": (0.04, 0.04, 0.04), "box": (0.07, 0.05, 0.04),
        "cylinder": (0.045, 0.045, 0.05), "ball": (0.045, 0.045, 0.045), "shape": (0.06, 0.06, 0.02),
        "pile": (0.064, 0.064, 0.01),
    },
    "tower": {
        "block": (0.04, 0.04, 0.04), "box": (0.06, 0.06, 0.03), "cylinder": (0.05, 0.05, 0.04),
    },
    "pyramid": {"block": (0.04, 0.04, 0.04)},
    "row": {"block": (0.04, 0.04, 0.04), "box": (0.05, 0.04, 0.04), "cylinder": (0.04, 0.04, 0.05)},
    "stand": {"block": (0.035, 0.035, 0.035)},
    "circle": {"block": (0.04, 0.04, 0.04), "box": (0.05, 0.04, 0.04), "cylinder": (0.04, 0.04, 0.05)},
    "wall": {"block": (0.04, 0.04, 0.04), "box": (0.05, 0.05, 0.03), "cylinder": (0.045, 0.045, 0.03)},
    "layer": {"block": (0.045, 0.045, 0.045), "box": (0.06, 0.05, 0.04)},
    "bridge": {"block": (0.045, 0.045, 0.045), "box": (0.05, 0.05, 0.05), "cylinder": (0.045, 0.045, 0.05)},
    "hole": {"shape": (0.07, 0.07, 0.02)},
    "line": {"rope": (0.25, 0.01, 0.01)}, "square": {"rope": (0.20, 0.01, 0.01)},
}  # fmt: skip

# What will carry something is wide and low.
CARRIERS: dict[Kind, Vec3] = {
    "block": (0.06, 0.06, 0.06), "box": (0.1, 0.08, 0.03), "cylinder": (0.08, 0.08, 0.03),
}  # fmt: skip

# From large to small, in steps that an eye and the judge can tell apart.
GRADES: dict[Kind, tuple[Vec3, ...]] = {
    "block": tuple((w, w, w) for w in (0.06, 0.05, 0.04, 0.03)),
    "box": tuple((w, w, 0.03) for w in (0.085, 0.065, 0.05, 0.038)),
    "cylinder": tuple((w, w, 0.03) for w in (0.075, 0.06, 0.045, 0.035)),
    "disk": tuple((w, w, 0.016) for w in (0.1, 0.085, 0.07)),
}
# An order by size shows with three things, but moving two disks is a tower of Hanoi already.
LEAST_GRADES: dict[Kind, int] = {"disk": 2}

# How many things make a whole of these arrangements, and how they divide: columns by courses or rows.
WHOLES: dict[Verb, tuple[int, ...]] = {"pyramid": (3, 6), "wall": (4, 6), "layer": (4, 8), "bridge": (3,)}
# What something stands beside is small enough to leave room round it, where the kind's own size is not.
ANCHORS: dict[Kind, Vec3] = {"pallet": (0.16, 0.16, 0.044), "zone": (0.14, 0.14, 0.001)}
LEAST_RING = 3  # things of one colour that stand in a circle
DECK: Vec3 = (0.14, 0.045, 0.02)  # of a bridge; its first side reaches from post to post
PLINTH: Vec3 = (0.06, 0.06, 0.04)  # that things stand round

# A pile's side in metres, and of how many cubes it is.
PILES: tuple[tuple[float, int], ...] = ((0.064, 12), (0.08, 20))
SWEPT_M = 0.16  # sides of a zone for a pile
SLACK_M = 0.01  # a line is so much longer than its rope

TOWER_M = 0.25  # the top of a tower above the table: the gripper carries at 0.32
FILL = 0.60  # share of a place that loads may cover, gaps for the tip included
LARGEST_ROW_M = 0.30
GAP_M = 0.02


@dataclass(frozen=True)
class Care:
    """How careful a program is; repairs turn these knobs.

    `scale` multiplies the sizes of what is moved; `fewer` takes objects away; `room` makes places larger
    by so many centimetres.
    """

    scale: float = 1.0
    fewer: int = 0
    room: int = 0


def use_of(clause: Clause) -> str:
    """Name the row of `LOADS` for what a clause moves."""
    if clause.verb == "row" and clause.target == "stand":
        return "stand"
    if clause.verb in LOADS:
        return clause.verb
    if clause.target != "table" and FACTS[clause.target].role == "stackable":
        return "support"
    return clause.target if clause.target in LOADS else "zone"


def load_size(clause: Clause, kind: Kind, care: Care, *, carries: bool) -> Vec3:
    """Return the full extents of one moved object."""
    table = LOADS[use_of(clause)]
    size = table.get(kind, FACTS[kind].default_size)
    if carries and kind in CARRIERS:
        size = CARRIERS[kind] if clause.verb != "row" else (0.05, 0.05, 0.04)
    return scaled(kind, size, care.scale)


def scaled(kind: Kind, size: Vec3, factor: float) -> Vec3:
    """Scale extents to whole millimetres, within what the kind may be."""
    low, high = FACTS[kind].smallest, FACTS[kind].largest
    x, y, z = (
        round(min(max(side * factor, least), most), 3)
        for side, least, most in zip(size, low, high, strict=True)
    )
    return x, y, z


def tray(loads: list[Vec3], care: Care, *, least: tuple[float, float]) -> tuple[float, float]:
    """Return sides (x, y) of a place on which the loads lie in a grid with gaps, walls included."""
    columns = math.ceil(math.sqrt(len(loads)))
    rows = math.ceil(len(loads) / columns)
    across, along = max(load[0] for load in loads), max(load[1] for load in loads)
    room = care.room / 100 + 0.028
    x, y = columns * (across + GAP_M) - GAP_M + room, rows * (along + GAP_M) - GAP_M + room
    return _sensible(x, least[0]), _sensible(y, least[1])


def lane(loads: list[Vec3], care: Care) -> tuple[float, float]:
    """Return sides (x, y) of a surface for a row along y."""
    length = sum(load[1] for load in loads) + GAP_M * (len(loads) + 1) + care.room / 100
    depth = max(load[0] for load in loads) + 2 * GAP_M
    return _sensible(depth, 0.08), max(_sensible(length, 0.16), _sensible(depth, 0.08) + 0.02)


def whole(clause: Clause, count: int) -> int:
    """Return the largest count up to `count` that makes a whole pyramid, wall, layer or bridge."""
    wholes = WHOLES.get(clause.verb, (count,))
    return max((number for number in wholes if number <= count), default=min(wholes))


def shelf(clause: Clause, loads: list[Vec3], care: Care) -> tuple[float, float]:
    """Return sides (x, y) of a surface for an arrangement."""
    if clause.verb == "tower":
        return tray(loads[:1], care, least=(0.12, 0.12))
    if clause.verb == "layer":  # of two by two
        side = _sensible(2 * max(loads[0][:2]) + 0.04 + care.room / 100, 0.14)
        return side, side
    if clause.verb == "pyramid":
        return lane(loads[: 3 if len(loads) == 6 else 2], care)
    if clause.verb == "wall":
        return lane(loads[: len(loads) // 2], care)
    if clause.verb == "bridge":
        depth, length = lane([*loads[:2], (loads[-1][1], loads[-1][0], loads[-1][2])], care)
        return depth, min(length, LARGEST_ROW_M)
    return lane(loads, care)


def ring_m(loads: list[Vec3], around: Vec3, care: Care) -> float:
    """Return the radius of a circle of equal loads round a thing, with room for the tip, metres."""
    reach = math.hypot(*loads[0][:2]) / 2
    clear = math.hypot(*around[:2]) / 2 + reach + GAP_M
    spaced = (2 * reach + GAP_M) / (2 * math.sin(math.pi / len(loads)))
    return math.ceil((max(clear, spaced) + care.room / 200) * 100 - 1e-6) / 100


def cubes(pile: Vec3) -> int:
    """Return of how many cubes a pile of this size is made."""
    return next((count for side, count in PILES if pile[0] <= side + 1e-9), PILES[-1][1])


def _sensible(side: float, least: float) -> float:
    """Round up to a centimetre, between `least` and 0.30 m."""
    return round(min(max(math.ceil(side * 100 - 1e-6) / 100, least), 0.30), 2)
