"""What each kind of object is: its size, mass, friction, and what the gripper can do with it.

One table, read by the task language (which sizes are allowed), the world (mass, friction), the judge
(symmetry) and the agents (what can be carried, what can carry).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from sim.errors import ProgramError

Kind = Literal[
    "block", "box", "cylinder", "ball", "bowl", "container", "zone", "pallet", "corner",
    "line", "square", "stand", "fixture", "ell", "kit", "hole", "shape", "rods", "disk", "rope", "pile",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

Role = Literal[
    "stackable", "rolling", "receptacle", "region", "surface", "marker", "socket", "insert", "soft"
]
Vec3 = tuple[float, float, float]


@dataclass(frozen=True)
class KindFacts:
    """Everything that is true of every object of one kind.

    Sizes are full extents (x, y, z) in metres at yaw 0.
    """

    role: Role
    default_size: Vec3
    smallest: Vec3
    largest: Vec3
    mass_kg: float
    friction: float
    fixed: bool  # what `Scene.add` does unless told otherwise
    graspable: bool  # a suction tip from above can lift it
    solid: bool  # takes part in collisions; markers and zones are painted on the table


FACTS: dict[Kind, KindFacts] = {
    "block": KindFacts(
        "stackable", (0.04,) * 3, (0.02,) * 3, (0.06,) * 3, 0.1, 1.0, False, True, True
    ),
    "box": KindFacts(
        "stackable", (0.08, 0.05, 0.04), (0.02, 0.02, 0.01), (0.25, 0.25, 0.12),
        0.1, 1.0, False, True, True,
    ),
    "cylinder": KindFacts(
        "stackable", (0.04, 0.04, 0.04), (0.024, 0.024, 0.01), (0.10, 0.10, 0.12),
        0.1, 1.0, False, True, True,
    ),
    "ball": KindFacts(
        "rolling", (0.04,) * 3, (0.03,) * 3, (0.07,) * 3, 0.1, 1.0, False, True, True
    ),
    "bowl": KindFacts(
        "receptacle", (0.124, 0.124, 0.044), (0.124, 0.124, 0.044), (0.124, 0.124, 0.044),
        0.1, 1.0, True, False, True,
    ),
    "container": KindFacts(
        "receptacle", (0.15, 0.12, 0.05), (0.08, 0.08, 0.03), (0.30, 0.30, 0.10),
        0.1, 0.3, True, False, True,
    ),
    "zone": KindFacts(
        "region", (0.15, 0.15, 0.001), (0.05, 0.05, 0.001), (0.30, 0.40, 0.001),
        0.1, 1.0, True, False, False,
    ),
    "pallet": KindFacts(
        "surface", (0.256, 0.306, 0.044), (0.10, 0.10, 0.02), (0.30, 0.31, 0.05),
        0.1, 1.0, True, False, True,
    ),
    "corner": KindFacts(
        "marker", (0.055, 0.055, 0.001), (0.055, 0.055, 0.001), (0.055, 0.055, 0.001),
        0.1, 0.3, True, False, False,
    ),    "line": KindFacts(  # painted
        "marker", (0.20, 0.01, 0.001), (0.10, 0.01, 0.001), (0.40, 0.01, 0.001),
        0.1, 1.0, True, False, False,
    ),
    "square": KindFacts(  # three painted sides; the open one is towards +x
        "marker", (0.20, 0.20, 0.001), (0.08, 0.08, 0.001), (0.30, 0.30, 0.001),
        0.1, 1.0, True, False, False,
    ),
    "stand": KindFacts(  # three low plates in a row along y; CLIPort's base for stacking
        "surface", (0.05, 0.15, 0.005), (0.05, 0.15, 0.005), (0.05, 0.15, 0.005),
        0.1, 1.0, True, False, True,
    ),
    "fixture": KindFacts(  # low walls round an L; holds one ell
        "socket", (0.096, 0.096, 0.04), (0.096, 0.096, 0.04), (0.096, 0.096, 0.04),
        0.1, 0.3, True, False, True,
    ),
    "ell": KindFacts(
        "insert", (0.08, 0.08, 0.04), (0.08, 0.08, 0.04), (0.08, 0.08, 0.04), 0.1, 0.3, False, True, True
    ),
    "kit": KindFacts(  # a flat board; its holes are painted on it
        "surface", (0.20, 0.28, 0.005), (0.20, 0.28, 0.005), (0.20, 0.28, 0.005),
        0.1, 1.0, True, False, True,
    ),
    "hole": KindFacts(  # an outline painted on a kit, of the variant that belongs there
        "socket", (0.07, 0.07, 0.001), (0.04, 0.04, 0.001), (0.08, 0.08, 0.001),
        0.1, 1.0, True, False, False,
    ),
    "shape": KindFacts(  # a flat piece of one of the variants
        "insert", (0.07, 0.07, 0.02), (0.04, 0.04, 0.02), (0.08, 0.08, 0.02),
        0.1, 1.0, False, True, True,
    ),
    "rods": KindFacts(  # the stand of the towers of Hanoi: a board with three rods along y
        "socket", (0.12, 0.36, 0.01), (0.12, 0.36, 0.01), (0.12, 0.36, 0.01),
        0.1, 0.5, True, False, True,
    ),
    "disk": KindFacts(  # a ring that goes over a rod
        "insert", (0.066, 0.066, 0.016), (0.045, 0.045, 0.016), (0.10, 0.10, 0.016),
        0.1, 0.5, False, True, True,
    ),
    "rope": KindFacts(  # a chain of beads; `ObjectSpec.parts` are their places; mass of one bead
        "soft", (0.25, 0.01, 0.01), (0.10, 0.01, 0.01), (0.40, 0.02, 0.02),
        0.02, 1.0, False, True, True,
    ),
    "pile": KindFacts(  # loose cubes; `ObjectSpec.parts` are their places; mass of one cube
        "soft", (0.20, 0.20, 0.01), (0.04, 0.04, 0.005), (0.30, 0.30, 0.02),
        0.001, 0.5, False, False, True,
    ),
}  # fmt: skip

# The twenty pieces of CLIPort's assembling kits, in the order of its numbering.
VARIANTS: tuple[str, ...] = (
    "letter-R", "letter-A", "triangle", "square", "plus", "letter-T", "diamond", "pentagon", "rectangle",
    "flower", "star", "circle", "letter-G", "letter-V", "letter-E", "letter-L", "ring", "hexagon", "heart",
    "letter-M",
)  # fmt: skip

ROD_SPACING_M = 0.12  # between the rods of a "rods", along y
ROD_RADIUS_M = 0.005
ROD_HEIGHT_M = 0.08  # above the board

BOWL_LOAD_M = 0.050  # the widest load that sinks below a bowl's rim
WALL_M = 0.004  # containers: thickness of walls and floor
SAME_LENGTH_M = 1e-4  # two sides closer than this count as equal: the footprint is a square


def facts(kind: Kind) -> KindFacts:
    """Return the facts of a kind.

    Raises:
        ProgramError: if there is no such kind.
    """
    if kind not in FACTS:
        raise ProgramError(f"kind {kind!r} does not exist; the kinds are: {', '.join(KINDS)}")
    return FACTS[kind]


# Letters and the heart look the same only after a full turn; these repeat sooner, round ones at any angle.
_PIECE_TURNS: dict[str, int] = {
    "triangle": 3, "square": 4, "plus": 4, "diamond": 2, "pentagon": 5, "rectangle": 2, "flower": 4,
    "star": 5, "hexagon": 6, "circle": 0, "ring": 0,
}  # fmt: skip


def yaw_period(kind: Kind, size: Vec3, variant: str = "") -> float:
    """Angle after which an object looks the same from above, in radians; 0 when every angle does."""
    if kind in ("ball", "cylinder", "bowl", "disk"):
        return 0.0
    if kind in ("corner", "ell", "fixture"):
        return 2 * math.pi
    if kind in ("shape", "hole"):
        turns = _PIECE_TURNS.get(variant or "square", 1)
        return 2 * math.pi / turns if turns else 0.0
    return math.pi / 2 if abs(size[0] - size[1]) < SAME_LENGTH_M else math.pi
