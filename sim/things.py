"""The objects that a program can put into a scene.

Constructors take a colour and sizes in metres, and refuse what does not exist with a message that names what
does. `Scene.add` turns such a model into a `Thing`: the handle that relations speak about.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from sim.colors import COLORS, ColorName
from sim.errors import ProgramError
from sim.kinds import VARIANTS, Kind, Vec3, facts

BEAD_SPACING_M = 0.0125  # from bead to bead of a rope
PILE_SPACING_M = 0.016  # from cube to cube of a pile at the start


@dataclass(frozen=True)
class Model:
    """An object that is not in a scene yet: kind, colour, full extents (x, y, z) in metres.

    `variant` is the shape of a kit's piece or hole, `count` the number of parts of a rope or a pile.
    """

    kind: Kind
    color: ColorName
    size: Vec3
    variant: str = ""
    count: int = 0

    @property
    def name(self) -> str:
        """How a sentence calls it: "red block", "blue star"."""
        return f"{self.color} {self.variant.replace('-', ' ') or self.kind}"


@dataclass(frozen=True)
class Thing:
    """An object in a scene: `index` is its identity; `start` what it starts on or in, None for the table."""

    index: int
    model: Model
    fixed: bool
    start: Thing | None = None
    fed: int | None = None  # the number of the feeder that it waits in

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.model.kind

    @property
    def color(self) -> ColorName:
        """Its colour."""
        return self.model.color

    @property
    def size(self) -> Vec3:
        """Full extents (x, y, z), metres."""
        return self.model.size

    @property
    def variant(self) -> str:
        """Which shape it has; empty for all but a kit's pieces and holes."""
        return self.model.variant

    @property
    def height(self) -> float:
        """How tall it is, metres."""
        return self.model.size[2]

    @property
    def name(self) -> str:
        """How a sentence calls it: "red block"."""
        return self.model.name


def Block(color: str, size: float = 0.04) -> Model:
    """Make a cube; `size` is its edge, 0.02 to 0.06 m."""
    return _model("block", color, (size, size, size))


def Box(color: str, size: tuple[float, float, float] = (0.08, 0.05, 0.04)) -> Model:
    """Make a cuboid of the size (x, y, z), at most 0.25 x 0.25 x 0.12 m."""
    return _model("box", color, size)


def Cylinder(color: str, diameter: float = 0.04, height: float = 0.04) -> Model:
    """Make an upright cylinder, 0.024 to 0.10 m wide and 0.01 to 0.12 m high."""
    return _model("cylinder", color, (diameter, diameter, height))


def Ball(color: str, diameter: float = 0.04) -> Model:
    """Make a ball, 0.03 to 0.07 m wide; it rolls, and never carries anything."""
    return _model("ball", color, (diameter, diameter, diameter))


def Bowl(color: str) -> Model:
    """Make a bowl, 0.124 m wide at its mouth; it holds one thing of at most 0.05 m."""
    return _model("bowl", color, facts("bowl").default_size)


def Container(color: str, size: tuple[float, float, float] = (0.15, 0.12, 0.05)) -> Model:
    """Make an open container of the outer size (x, y, z), 0.08 to 0.30 m wide and 0.03 to 0.10 m high."""
    return _model("container", color, size)


def Zone(color: str, size: tuple[float, float] = (0.15, 0.15)) -> Model:
    """Paint a rectangle (x, y) on the table, 0.05 to 0.30 m by 0.05 to 0.40 m."""
    return _model("zone", color, (*_pair(size, "Zone"), facts("zone").default_size[2]))


def Pallet(color: str, size: tuple[float, float] = (0.256, 0.306)) -> Model:
    """Make a low fixed pallet (x, y), 0.10 to 0.30 m by 0.10 to 0.31 m."""
    return _model("pallet", color, (*_pair(size, "Pallet"), facts("pallet").default_size[2]))


def Corner(color: str) -> Model:
    """Paint a corner mark: two bars that meet at a right angle."""
    return _model("corner", color, facts("corner").default_size)


def Line(color: str, length: float = 0.25) -> Model:
    """Paint a straight line on the table, 0.10 to 0.40 m long."""
    return _model("line", color, (length, *facts("line").default_size[1:]))


def Square(color: str, side: float = 0.20) -> Model:
    """Paint three sides of a square, 0.08 to 0.30 m long; the fourth is open."""
    return _model("square", color, (side, side, facts("square").default_size[2]))


def Stand(color: str) -> Model:
    """Make CLIPort's stand for stacking: a low strip, 0.05 m by 0.15 m."""
    return _model("stand", color, facts("stand").default_size)


def Fixture(color: str) -> Model:
    """Make low walls round an L on the table, into which an Ell fits."""
    return _model("fixture", color, facts("fixture").default_size)


def Ell(color: str) -> Model:
    """Make an L of two bars, 0.08 m long and 0.04 m high."""
    return _model("ell", color, facts("ell").default_size)


def Kit(color: str) -> Model:
    """Make a flat board, 0.20 m by 0.28 m, for holes: scene.add(Hole("star"), on=kit)."""
    return _model("kit", color, facts("kit").default_size)


def Hole(variant: str, color: str = "white", size: float = 0.07) -> Model:
    """Paint the outline of a shape on a kit; the Shape of the same variant and size belongs there."""
    return _piece("hole", color, variant, size)


def Shape(color: str, variant: str, size: float = 0.07) -> Model:
    """Make a flat piece, 0.04 to 0.08 m wide: a star, a letter, ... (see VARIANTS)."""
    return _piece("shape", color, variant, size)


def Rods(color: str) -> Model:
    """Make the stand of the towers of Hanoi: a board with three upright rods, numbered 0, 1, 2."""
    return _model("rods", color, facts("rods").default_size)


def Disk(color: str, diameter: float = 0.07) -> Model:
    """Make a ring that goes over a rod, 0.045 to 0.10 m wide."""
    return _model("disk", color, (diameter, diameter, facts("disk").default_size[2]))


def Rope(color: str, length: float = 0.25) -> Model:
    """Lay a rope on the table, 0.10 to 0.40 m long, in a gentle bend."""
    width = facts("rope").default_size[1]
    model = _model("rope", color, (length, width, width))
    return replace(model, count=round(model.size[0] / BEAD_SPACING_M))


def Pile(color: str, count: int = 20) -> Model:
    """Heap small cubes on the table, 5 to 50 of them, 10 mm wide."""
    cubes: object = count  # a program may give anything
    if isinstance(cubes, bool) or not isinstance(cubes, int) or not 5 <= cubes <= 50:
        raise ProgramError(f"Pile count is {count!r}; a pile has 5 to 50 cubes")
    side = round(PILE_SPACING_M * math.ceil(math.sqrt(count)), 6)
    return replace(_model("pile", color, (side, side, facts("pile").default_size[2])), count=count)


def _piece(kind: Kind, color: str, variant: str, size: float) -> Model:
    if variant not in VARIANTS:
        raise ProgramError(f"variant {variant!r} does not exist; the variants are: {', '.join(VARIANTS)}")
    return replace(_model(kind, color, (size, size, facts(kind).default_size[2])), variant=variant)


def _pair(size: object, kind: str) -> tuple[float, float]:
    if not isinstance(size, (tuple, list)) or len(size) != 2:
        raise ProgramError(f"{kind} size is {size!r}; it takes two lengths in metres, (x, y)")
    x, y = size
    return x, y


def _model(kind: Kind, color: str, size: tuple[float, ...]) -> Model:
    if color not in COLORS:
        raise ProgramError(f"color {color!r} does not exist; the colors are: {', '.join(COLORS)}")
    return Model(kind, color, _checked_size(kind, size))


def _checked_size(kind: Kind, size: object) -> Vec3:
    if not isinstance(size, (tuple, list)) or len(size) != 3:
        raise ProgramError(f"{kind} size is {size!r}; it takes three lengths in metres, (x, y, z)")
    low, high = facts(kind).smallest, facts(kind).largest
    checked = []
    for axis, value, least, most in zip("xyz", size, low, high, strict=True):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ProgramError(f"{kind} size {axis} is {value!r}; it must be a number of metres")
        if not least - 1e-9 <= value <= most + 1e-9:
            raise ProgramError(f"{kind} size {axis} is {value:g} m; allowed are {least:g} to {most:g} m")
        checked.append(round(float(value), 6))
    return checked[0], checked[1], checked[2]
