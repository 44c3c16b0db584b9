"""What a task program turns a seed into: a scene, as data.

Everything here is frozen, finite, bounded and JSON. It is the only thing that leaves the process in which a
program runs, so parsing it *is* the border control: what passes here can be built, drawn and judged.

Frames. World: x forward from the robot's base, y left, z up, metres; the table top is z = 0. Every object has
a *foot* frame: origin at the centre of its footprint, at its lowest point; x and y along its sides. A pose
places the foot. (A ball's foot is the point on which it rests; a corner's foot is its inner vertex.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.colors import ColorName
from sim.kinds import Kind

FORMAT: Literal[1] = 1
TABLE_X = (0.25, 0.75)  # metres; GenSim's and CLIPort's workspace
TABLE_Y = (-0.5, 0.5)
MAX_OBJECTS = 60
MAX_GOALS = 40
MAX_SLOTS = 60

MAX_PARTS = 60

Relation = Literal["inside", "on", "at", "within", "inserted", "spans"]
Arrangement = Literal[
    "none", "tower", "pyramid", "row", "circle", "wall", "bridge", "layer", "beside", "between", "aligned"
]
Basis = Literal["foot", "left", "right", "front", "behind", "between", "aligned"]
Tool = Literal["suction", "spatula"]

Length = Annotated[float, Field(gt=0, le=0.6, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-2, le=2, allow_inf_nan=False)]
Angle = Annotated[float, Field(ge=-7, le=7, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Index = Annotated[int, Field(ge=0, lt=MAX_OBJECTS)]


class Data(BaseModel):
    """Base of all stored data: frozen, and a field too many is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Pose(Data):
    """Where a foot frame is: position in metres, yaw in radians about z."""

    position: tuple[Coordinate, Coordinate, Coordinate]
    yaw: Angle = 0.0


class ObjectSpec(Data):
    """One object of a scene; its index in `SceneSpec.objects` is its identity."""

    kind: Kind
    color: ColorName
    size: tuple[Length, Length, Length] = Field(description="Full extents at yaw 0, metres.")
    mass: Annotated[float, Field(gt=0, le=5, allow_inf_nan=False)] = Field(
        description="kg; of one part where there are parts."
    )
    pose: Pose
    fixed: bool = False
    variant: str = Field(default="", max_length=20, description="Which shape a kit's piece or hole has.")
    parts: tuple[tuple[Coordinate, Coordinate, Coordinate], ...] = Field(
        default=(),
        max_length=MAX_PARTS,
        description="Where the beads of a rope, or the cubes of a pile, start: lowest points, foot frame.",
    )

    @property
    def name(self) -> str:
        """How a sentence calls the object: "red block"."""
        return f"{self.color} {self.kind}"


class Slot(Data):
    """A place that one object shall fill.

    `position` and `yaw` are those of the filler's foot, in the foot frame of the object `frame` (in the world
    when it is None), resolved from its live pose. A strict slot is judged to 10 mm and 15 degrees; one that
    is not strict is judged by its relation alone and its position is only where the oracle aims.

    A `basis` other than "foot" makes the slot a spot: upright on the table, at any yaw, at a position in the
    frame that `sim.spots` makes from the object `frame` and perhaps an `other` one.
    """

    relation: Relation
    frame: Index | None
    basis: Basis = "foot"
    other: Index | None = Field(default=None, description="The second thing that a spot is made from.")
    position: tuple[Coordinate, Coordinate, Coordinate]
    yaw: Angle = 0.0
    end: tuple[Coordinate, Coordinate, Coordinate] | None = Field(
        default=None, description="Where a rope ends that starts at `position`; only for `spans`."
    )
    strict: bool = False
    accepts: tuple[Index, ...] = Field(min_length=1, description="Objects that may fill the slot.")
    needs: tuple[Annotated[int, Field(ge=0, lt=MAX_SLOTS)], ...] = Field(
        default=(), description="Slots of the same goal that carry this one; filled first."
    )

    @property
    def anchors(self) -> tuple[int, ...]:
        """The objects that the slot is relative to."""
        return tuple(index for index in (self.frame, self.other) if index is not None)

    @property
    def is_spot(self) -> bool:
        """Whether the slot is a place on the table beside, between or in line with things."""
        return self.basis != "foot"

    @model_validator(mode="after")
    def _has_its_anchors(self) -> Slot:
        pair = self.basis in ("between", "aligned")
        if pair != (self.other is not None) or (self.is_spot and self.frame is None):
            made = "two things" if pair else "a frame and no other thing"
            raise ValueError(f"a slot with the basis {self.basis!r} is made from {made}")
        return self


class GoalSpec(Data):
    """One sentence and what makes it true: at least `count` of its slots filled, one object each."""

    arrangement: Arrangement = "none"
    slots: tuple[Slot, ...] = Field(min_length=1, max_length=MAX_SLOTS)
    count: int = Field(ge=1, description="How many slots must be filled, by different objects.")
    ordered: bool = Field(default=False, description="Which object goes where is part of the goal.")
    transient: bool = Field(
        default=False,
        description="A step on the way: has to hold once, after the goals before it; not at the end.",
    )
    instruction: Text

    @property
    def objects(self) -> tuple[int, ...]:
        """Every object that some slot accepts, ascending."""
        return tuple(sorted({index for slot in self.slots for index in slot.accepts}))

    @property
    def frames(self) -> tuple[int, ...]:
        """Every object that a slot is relative to, ascending."""
        return tuple(sorted({index for slot in self.slots for index in slot.anchors}))

    @property
    def any_will_do(self) -> bool:
        """Whether more objects may fill the slots than are needed: "any two of the blocks"."""
        return self.count < len(self.objects)


class Feeder(Data):
    """Objects that appear one at a time at one pose: the next one when that place is clear.

    Until then they are nowhere: they have no body, and no goal counts them.
    """

    queue: tuple[Index, ...] = Field(min_length=1)
    pose: Pose


class SceneSpec(Data):
    """A scene: objects, where they start, and the goals in the order in which they are spoken."""

    format: Literal[1] = FORMAT
    task: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]{0,79}$")]
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    objects: tuple[ObjectSpec, ...] = Field(min_length=1, max_length=MAX_OBJECTS)
    goals: tuple[GoalSpec, ...] = Field(min_length=1, max_length=MAX_GOALS)
    feeders: tuple[Feeder, ...] = Field(default=(), max_length=4)
    tool: Tool = "suction"
    settle_steps: int = Field(default=0, ge=0, le=2400, description="Steps before the episode, at 240 Hz.")

    @model_validator(mode="after")
    def _indices_exist(self) -> SceneSpec:
        for goal in self.goals:
            used = {*goal.objects, *goal.frames}
            if max(used) >= len(self.objects):
                raise ValueError(f"goal {goal.instruction!r} names an object that is not there")
            if any(need >= len(goal.slots) for slot in goal.slots for need in slot.needs):
                raise ValueError(f"goal {goal.instruction!r} needs a slot that is not there")
            if goal.count > len(goal.slots):
                raise ValueError(f"goal {goal.instruction!r} counts more slots than it has")
        if any(index >= len(self.objects) for feeder in self.feeders for index in feeder.queue):
            raise ValueError("a feeder queues an object that is not there")
        return self
