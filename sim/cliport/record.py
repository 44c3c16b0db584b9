"""What a program for GenSim or CLIPort says of one seed, as data: bodies, goals, language, leniencies.

It leaves the sandbox as JSON and is checked here before anything of ours acts on it. Everything is in the
world frame, metres and radians; rotations are quaternions (x, y, z, w). Bodies are named by their place in
`bodies`. What a program got wrong without an error in GenSim is kept as a `fault`: a sentence, told when the
oracle or the judge meets it.
"""

from __future__ import annotations

import base64
import math
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from sim.cliport.assets import ASSETS, Shape, first_extents, shape_of
from sim.parts import Part
from sim.spec import Data

MAX_BODIES = 250  # GenSim tells bodies apart by the low 8 bits of their number
MAX_GOALS = 60
MAX_TARGETS = 250
STATE_WORDS = 624  # of numpy's Mersenne twister, 4 bytes each

UNIT_SLACK = 1e-6


def unit(turn: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Refuse a quaternion that is not of unit length."""
    if abs(math.hypot(*turn) - 1) > UNIT_SLACK:
        raise ValueError(f"the quaternion {turn} is not of unit length")
    return turn


Number = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]
Point = tuple[Number, Number, Number]
Turn = Annotated[tuple[Number, Number, Number, Number], AfterValidator(unit)]
BodyIndex = Annotated[int, Field(ge=0, lt=MAX_BODIES)]
Share = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
Sentence = Annotated[str, Field(max_length=300)]
Category = Literal["rigid", "fixed", "deformable", "unlisted"]


class Primitive(Data):
    """A box, sphere or upright cylinder that a program made by hand; full extents."""

    form: Literal["box", "sphere", "cylinder"]
    size: tuple[Annotated[float, Field(gt=0, le=3, allow_inf_nan=False)], ...] = Field(
        min_length=3, max_length=3
    )

    def part(self) -> Part:
        """Return it about the origin."""
        x, y, z = self.size
        return Part(self.form, (x, y, z), (0.0, 0.0, 0.0))


class Body(Data):
    """One body, as it is when the program has ended.

    `asset` and `fill` say its shape, or, of a body made by hand, `collision` and `visual`. `category` is the
    list of the environment that it is in; what is in none is neither held nor waited for.
    """

    asset: str = Field(default="", max_length=100)
    fill: tuple[tuple[Annotated[str, Field(max_length=12)], Number], ...] = Field(default=(), max_length=32)
    collision: Primitive | None = None
    visual: Primitive | None = None
    mass_kg: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    position: Point
    rotation: Turn
    category: Category = "rigid"
    color: tuple[Number, Number, Number] | None = None

    def shape(self) -> Shape:
        """Return what the body is made of."""
        if self.asset:
            return shape_of(self.asset, dict(self.fill))
        seen = tuple(p.part() for p in (self.visual or self.collision,) if p is not None)
        solid = (self.collision.part(),) if self.collision else ()
        extents = first_extents(seen[0]) if seen else (0.0, 0.0, 0.0)
        return Shape(seen, solid, extents, 0.1 if self.mass_kg is None else self.mass_kg, 0.5)

    @model_validator(mode="after")
    def _has_a_shape(self) -> Body:
        if self.asset and self.asset not in ASSETS:
            raise ValueError(f"there is no asset {self.asset!r}")
        try:
            self.shape()
        except KeyError as missing:
            raise ValueError(f"{self.asset} is not filled: {missing} is missing") from missing
        return self


class Tie(Data):
    """A ball joint between two bodies; where it is in the frame of each."""

    parent: BodyIndex
    child: BodyIndex
    parent_pivot: Point
    child_pivot: Point
    max_force: Annotated[float, Field(ge=0, le=1e6)] = 100.0


class Target(Data):
    """A pose to reach; with a fault it is none, and whoever needs it fails."""

    position: Point = (0.0, 0.0, 0.0)
    rotation: Turn = (0.0, 0.0, 0.0, 1.0)
    fault: Sentence = ""


class Zone(Data):
    """A rectangle on the table: its middle, and how far it goes along x and y of its own frame."""

    position: Point
    rotation: Turn
    size: tuple[Number, Number]


class Goal(Data):
    """One of GenSim's goals: objects, where each may go, and what it is worth.

    `objects` are (body, symmetry); `matches` has a row for each object and a column for each target; both
    may disagree with the lists beside them, as programs do, and then `fault` says so.
    """

    objects: tuple[tuple[BodyIndex, Number], ...] = Field(max_length=MAX_BODIES)
    matches: tuple[tuple[bool, ...], ...] = Field(max_length=MAX_BODIES)
    targets: tuple[Target, ...] = Field(max_length=MAX_TARGETS)
    replace: bool
    rotations: bool
    metric: str = Field(max_length=40)
    zones: tuple[Zone, ...] = Field(default=(), max_length=20)
    share: Share
    fault: Sentence = ""

    @model_validator(mode="after")
    def _matrix_fits(self) -> Goal:
        if self.fault:
            return self
        if len(self.matches) < len(self.objects):
            raise ValueError("a goal has fewer rows of matches than objects")
        if any(len(row) != len(self.matches[0]) for row in self.matches):
            raise ValueError("the rows of a goal's matches differ in length")
        if any(
            allowed and column >= len(self.targets)
            for row in self.matches
            for column, allowed in enumerate(row)
        ):
            raise ValueError("a goal's matches allow a target that is not there")
        return self


class Generator(Data):
    """The state of numpy's generator when the program had ended: 624 words in base64, and the place."""

    words: str = Field(max_length=4 * STATE_WORDS * 4)
    place: int = Field(ge=0, le=STATE_WORDS)

    @model_validator(mode="after")
    def _is_a_state(self) -> Generator:
        if len(base64.b64decode(self.words, validate=True)) != 4 * STATE_WORDS:
            raise ValueError(f"a generator has {STATE_WORDS} words")
        return self


class Record(Data):
    """One seed of a program, recorded."""

    task: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]{0,79}$")]
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    bodies: tuple[Body, ...] = Field(max_length=MAX_BODIES)
    ties: tuple[Tie, ...] = Field(default=(), max_length=MAX_BODIES)
    goals: tuple[Goal, ...] = Field(default=(), max_length=MAX_GOALS)
    language: tuple[Sentence, ...] = Field(default=(), max_length=200)
    completed: Sentence = "task completed."
    max_steps: int = Field(ge=0, le=1000)
    tool: Literal["suction", "spatula"] = "suction"
    primitive: Literal["pick_place", "push"] = "pick_place"
    height_m: Annotated[float, Field(ge=0, le=1)] = 0.32
    pos_eps: Annotated[float, Field(ge=0, le=10)] = 0.01
    rot_eps: Annotated[float, Field(ge=0, le=10)]
    zone_top: Number = 0.3
    settle_steps: int = Field(
        default=0, ge=0, le=20_000, description="Steps of 1/480 s that the program ran."
    )
    queue: tuple[BodyIndex, ...] = Field(
        default=(), description="Bodies that appear one by one, as in palletizing."
    )
    generator: Generator
    leniencies: tuple[Sentence, ...] = Field(default=(), max_length=60)
    cpu_s: Annotated[float, Field(ge=0, le=60)] = Field(
        default=0.0, description="Processor seconds that building took, as the program's process tells."
    )

    @model_validator(mode="after")
    def _indices_exist(self) -> Record:
        used = {index for goal in self.goals for index, _ in goal.objects}
        used |= {index for tie in self.ties for index in (tie.parent, tie.child)} | set(self.queue)
        if used and max(used) >= len(self.bodies):
            raise ValueError("a goal, a tie or a queue names a body that is not there")
        return self
