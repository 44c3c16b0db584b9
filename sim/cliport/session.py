"""What one run of a program leaves behind while it runs: bodies, joints, filled templates, and its chance.

All stand-ins write here. Chance is that of GenSim's runner: numpy's and Python's global generators, seeded
alike. Every draw that GenSim makes out of a program's sight is made here too, so that what follows it is the
same.
"""

from __future__ import annotations

import math
import posixpath
import random
import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.cliport.assets import ASSETS, DUMMY, HALF_FIELD, Shape, shape_of
from sim.cliport.colors import Palette
from sim.cliport.record import MAX_BODIES, Primitive
from sim.cliport.sight import Sight
from sim.frames import Frame, Quaternion
from sim.kinds import Vec3

Given = Any  # what a program hands over may be anything; it is read where it is used

ASSETS_ROOT = "/gensim/assets/"  # a folder that is nowhere: files are known by name
FIRST_BODY = 5  # plane, workspace, arm and two parts of the suction gripper come before it
MAX_NOTES = 60
TEMPORARY = "/tmp/"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Chance(random.Random):
    """Python's generator as GenSim's Python has it: it still samples from sets and from a dict's keys."""

    def sample(self, population: Given, k: int, **more: Given) -> list[Given]:
        """Draw some of a population; sets are sorted first, so that a seed always ends the same."""
        if isinstance(population, (set, frozenset)):
            population = sorted(population, key=repr)
        elif isinstance(population, Set):
            population = tuple(population)
        return super().sample(population, k, **more)


class Refused(Exception):
    """The program asks for more than a recording holds."""


@dataclass
class Made:
    """One body as the program made it; it may still move it, or give it another colour."""

    shape: Shape
    position: Vec3
    rotation: Quaternion
    asset: str = ""
    fill: tuple[tuple[str, float], ...] = ()
    collision: Primitive | None = None
    visual: Primitive | None = None
    mass_kg: float | None = None
    color: tuple[float, float, float] | None = None
    removed: bool = False

    def frame(self) -> Frame:
        """Return where the asset's own frame is."""
        return Frame(self.position, self.rotation)

    def base(self) -> Frame:
        """Return what PyBullet calls the pose of the base: that of the centre of mass."""
        return Frame(self.frame().point(self.shape.center), self.rotation)


@dataclass
class Joint:
    """One constraint as the program made it."""

    parent: int
    child: int
    parent_pivot: Vec3
    child_pivot: Vec3
    max_force: float = 100.0


@dataclass(frozen=True)
class Filled:
    """What a filled template would be as a file: of what, with which numbers, and in which colour."""

    name: str
    fill: dict[str, float]
    color: tuple[float, float, float] | None


@dataclass
class Session:
    """One run of one program for one seed."""

    seed: int
    bodies: list[Made] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    shapes: list[Primitive | None] = field(default_factory=list)
    filled: dict[str, Filled] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        # The generators of GenSim's runner are the legacy ones, whose streams these reproduce.
        self.numbers = np.random.RandomState(self.seed % 2**32)
        self.chance = Chance(self.seed)
        self.palette = Palette(self.note)
        self._sight = Sight()
        self._drawn: list[Frame] = []

    def start(self) -> None:
        """Seed both generators, as GenSim's runner does before it resets a task."""
        self.numbers.seed(self.seed % 2**32)
        self.chance.seed(self.seed)

    def note(self, leniency: str) -> None:
        """Remember what GenSim lets pass, once."""
        if leniency not in self.notes and len(self.notes) < MAX_NOTES:
            self.notes.append(leniency[:300])

    def add(self, made: Made) -> int:
        """Take a body in and return its number.

        Raises:
            Refused: if there are too many.
        """
        if len(self.bodies) >= MAX_BODIES:
            raise Refused(
                f"a program makes more than {MAX_BODIES} bodies; GenSim confuses them from there on"
            )
        self.bodies.append(made)
        return FIRST_BODY + len(self.bodies) - 1

    def index(self, body: Given) -> int:
        """Return the place of a body that a program names by its number.

        Raises:
            KeyError: if there is none.
        """
        try:
            index = int(body) - FIRST_BODY
        except (TypeError, ValueError) as error:
            raise KeyError(f"{str(body)[:60]} is no body") from error
        if not 0 <= index < len(self.bodies):
            raise KeyError(f"{body} is no body of this program")
        return index

    def body(self, number: Given) -> Made:
        """Return a body by its number."""
        return self.bodies[self.index(number)]

    # -- assets ----------------------------------------------------------------------------------------

    def load(self, path: str) -> Made:
        """Find what a file name stands for, as GenSim's environment does, the dummy block included.

        Raises:
            FileNotFoundError: if it names a template that is not there: GenSim opens it, and fails.
        """
        filled = self.filled.get(path, Filled(_name_of(path), {}, None))
        name, fill = filled.name, filled.fill
        if "template" in name and name not in ASSETS:
            name = name.replace("-template", "")
            if name not in ASSETS:
                raise FileNotFoundError(f"there is no template {_name_of(path)[:80]}, nor {name[:80]}")
        if name not in ASSETS:
            self.note(f"missing asset {name}: GenSim loads a dummy block of 4 cm")
            name, fill = DUMMY, {}
        fill = self._filled_up(name, fill)
        try:
            shape = shape_of(name, fill)
        except (KeyError, ValueError):
            self.note(f"asset {name} cannot be loaded as it is filled: GenSim loads a dummy block of 4 cm")
            name, fill = DUMMY, {}
            shape = shape_of(name, fill)
        nowhere = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
        return Made(shape, *nowhere, asset=name, fill=tuple(sorted(fill.items())), color=filled.color)

    def _filled_up(self, name: str, given: dict[str, float]) -> dict[str, float]:
        """Draw dummy sizes for what is left open, three numbers for each field."""
        asset, fill = ASSETS[name], dict(given)
        for open_field in asset.open_fields(given):
            low, high = (0.01, 0.03) if open_field == HALF_FIELD else (0.03, 0.05)
            drawn = [float(self.numbers.uniform(low, high)) for _ in range(3)]
            for axis, value in enumerate(drawn):
                key = f"{open_field}{axis}"
                if key in asset.placeholders:
                    fill.setdefault(key, value)
            self.note(
                f"unfilled template {name}: {open_field} is {low * 100:g} to {high * 100:g} cm by chance"
            )
        if asset.open_fields(given):
            self._letters()
        return fill

    def _letters(self) -> str:
        """Draw the letters that GenSim ends the name of a filled file with."""
        return "".join(self.chance.choices(LETTERS, k=16))

    def fill(self, template: str, replace: dict[str, Given]) -> str:
        """Fill a template and return the path of the file that would hold it; 16 letters are drawn for it."""
        name = _name_of(template)
        if name not in ASSETS:
            return template
        values: dict[str, float] = {}
        color: tuple[float, float, float] | None = None
        for key, given in replace.items():
            if key == "COLOR":
                given = color = self._color(given)
            for axis in range(len(given)):
                if f"{key}{axis}" in ASSETS[name].placeholders:
                    values[f"{key}{axis}"] = _number_in(key, given[axis])
        path = f"{TEMPORARY}{name.rsplit('/', 1)[-1]}.{self._letters()}"
        self.filled[path] = Filled(name, values, color)
        return path

    def _color(self, given: Given) -> tuple[float, float, float]:
        red, green, blue = (
            float(value) for value in (self.palette[given] if isinstance(given, str) else given)[:3]
        )
        return (red, green, blue)

    # -- what the oracle's camera sees -----------------------------------------------------------------

    def sight(self) -> Sight:
        """Return the map of all bodies where they are now; only what changed is drawn again."""
        frames = [made.frame() for made in self.bodies]
        if frames[: len(self._drawn)] != self._drawn:
            self._sight, self._drawn = Sight(), []
        for index in range(len(self._drawn), len(frames)):
            if not self.bodies[index].removed:
                self._sight.add(index, self.bodies[index].shape.visual, frames[index])
        self._drawn = frames
        return self._sight


def _name_of(path: str) -> str:
    return posixpath.normpath(path.removeprefix(ASSETS_ROOT))


def _number_in(key: str, value: Given) -> float:
    """Return the number that a template is filled with; what is none makes a file that cannot be loaded."""
    if key == "FNAME":
        found = re.search(r"(\d+)\.obj$", str(value))
        return float(found[1]) if found else math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
