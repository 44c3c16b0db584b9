"""Planted scenes that are easy to get wrong: how they are written. `sim.planting` lets a motion act on them.

The scenes are data, to be read by people: things by their names ("red block"), lengths in millimetres, angles
in degrees, positions of feet in the world. Each case says in a sentence what is hard about it. Those with a
`goal` are judged at rest, after one pick and place if they have both points; those with a `pick` alone are
grasps. `tests/cases` has the cases of this repository.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal, cast

from pydantic import TypeAdapter, ValidationError

from sim.colors import ColorName
from sim.errors import UsageError
from sim.frames import Frame, about_y, about_z, multiply
from sim.kinds import Kind, Vec3, facts
from sim.spec import Basis, Data, GoalSpec, ObjectSpec, Pose, Relation, SceneSpec, Slot

Mm = float
Degrees = float


class Planted(Data):
    """One thing of a case: where its foot is, turned by `yaw` after it was tilted about its own y axis."""

    at: tuple[Mm, Mm, Mm]
    yaw: Degrees = 0.0
    tilt: Degrees = 0.0
    size: tuple[Mm, Mm, Mm] | None = None
    fixed: bool | None = None
    variant: str = ""
    parts: tuple[tuple[Mm, Mm, Mm], ...] = ()

    @property
    def foot(self) -> Frame:
        """Where the thing is planted."""
        turned = multiply(about_z(math.radians(self.yaw)), about_y(math.radians(self.tilt)))
        return Frame(metres(self.at), turned)


class Wanted(Data):
    """One slot of a case's goal, relative to the thing `of`, or to the world; with a basis, a spot."""

    relation: Relation
    of: str | None = None
    basis: Basis = "foot"
    other: str | None = None
    at: tuple[Mm, Mm, Mm] = (0.0, 0.0, 0.0)
    yaw: Degrees = 0.0
    end: tuple[Mm, Mm, Mm] | None = None
    strict: bool = False
    fill: tuple[str, ...]
    needs: tuple[int, ...] = ()


class Case(Data):
    """One planted scene, what is done to it, and what must come of it."""

    name: str
    what: str
    things: dict[str, Planted]
    goal: tuple[Wanted, ...] = ()
    pick: tuple[Mm, Mm] | None = None
    place: tuple[Mm, Mm, Degrees] | None = None
    falls: bool = False  # the point is that something does not stay where it is put
    expect: Literal["holds", "fails", "held", "not held"]
    why: str = ""  # words of the reason; of a grasp that holds: what is held

    @property
    def good(self) -> bool:
        """Whether the goal shall hold, or something shall be held."""
        return self.expect in ("holds", "held")


def metres(mm: tuple[Mm, Mm, Mm]) -> Vec3:
    """Turn millimetres into metres."""
    x, y, z = (value / 1000 for value in mm)
    return (x, y, z)


def read_cases(folder: Path) -> dict[str, Case]:
    """Read all cases of a folder, by "family: name".

    Raises:
        UsageError: if there is none, or one is not as it should be.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"there are no cases in {folder}; it needs files such as tests/cases/overhang.json")
    return {f"{path.stem}: {case.name}": case for path in files for case in _read(path)}


def _read(path: Path) -> tuple[Case, ...]:
    try:
        return TypeAdapter(tuple[Case, ...]).validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "its start"
        raise UsageError(f"{path} holds no cases: at {where}: {first['msg']}") from error


def scene_of(case: Case) -> SceneSpec:
    """Turn a case into a scene; tilts are left to `plant`. A grasp gets a goal that nobody reads."""
    names = list(case.things)
    slots = tuple(slot_of(wanted, names) for wanted in case.goal) or (
        Slot(relation="at", frame=None, position=(0, 0, 0), accepts=(0,)),
    )
    goal = GoalSpec(slots=slots, count=len(slots), instruction=case.name)
    objects = tuple(object_of(name, planted) for name, planted in case.things.items())
    return SceneSpec(task="HardCase", seed=0, objects=objects, goals=(goal,))


def object_of(name: str, planted: Planted) -> ObjectSpec:
    """Make the object that is called "red block"."""
    color, kind = name.split()
    usual = facts(cast(Kind, kind))
    return ObjectSpec(
        kind=cast(Kind, kind),
        color=cast(ColorName, color),
        size=metres(planted.size) if planted.size else usual.default_size,
        mass=usual.mass_kg,
        pose=Pose(position=metres(planted.at), yaw=math.radians(planted.yaw)),
        fixed=usual.fixed if planted.fixed is None else planted.fixed,
        variant=planted.variant,
        parts=tuple(map(metres, planted.parts)),
    )


def slot_of(wanted: Wanted, names: list[str]) -> Slot:
    """Make a slot of what is wanted of the things of these names."""
    return Slot(
        relation=wanted.relation,
        frame=None if wanted.of is None else names.index(wanted.of),
        basis=wanted.basis,
        other=None if wanted.other is None else names.index(wanted.other),
        position=metres(wanted.at),
        yaw=math.radians(wanted.yaw),
        end=None if wanted.end is None else metres(wanted.end),
        strict=wanted.strict,
        accepts=tuple(map(names.index, wanted.fill)),
        needs=wanted.needs,
    )
