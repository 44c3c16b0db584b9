"""Writes a thing of a scene as a program makes it: `Box("red", size=(0.08, 0.05, 0.04))`. Pure."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import sim.language
from sim.kinds import Kind, facts
from sim.rewriting.values import WIDE, Column, drawn_between, number, quoted, text
from sim.spec import ObjectSpec

SIZES: dict[Kind, tuple[tuple[str, tuple[int, ...]], ...]] = {
    "block": (("size", (0,)),), "box": (("size", (0, 1, 2)),), "container": (("size", (0, 1, 2)),),
    "cylinder": (("diameter", (0,)), ("height", (2,))), "ball": (("diameter", (0,)),),
    "disk": (("diameter", (0,)),), "line": (("length", (0,)),), "rope": (("length", (0,)),),
    "square": (("side", (0,)),), "zone": (("size", (0, 1)),), "pallet": (("size", (0, 1)),),
    "hole": (("size", (0,)),), "shape": (("size", (0,)),),
}  # fmt: skip


@dataclass
class Making:
    """How the things of one group are made: the arguments behind the colour, and what they need before.

    `before` are draws that hold for a whole scene; `loop` are variables that each thing has of its own, with
    their values where the program lists them, or with the expression that draws them. `own` are draws of a
    thing's own that are long enough to have a line and a name.
    """

    arguments: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    loop: list[tuple[str, tuple[str, ...] | str]] = field(default_factory=list)
    own: list[tuple[str, str]] = field(default_factory=list)


def constructor(kind: Kind) -> str:
    """Return the name of the function that makes a kind."""
    return kind.capitalize()


def sizes_of(rows: Sequence[Sequence[ObjectSpec]], noun: str) -> Making:
    """Find how the sizes of a group are written.

    Args:
        rows: the things of the group, for every seed.
        noun: what the group is called; names what is drawn for all of its things.
    """
    made = Making()
    things = [thing for row in rows for thing in row]
    kind = things[0].kind
    for argument, axes in SIZES.get(kind, ()):
        column = Column(tuple(tuple(tuple(thing.size[a] for a in axes) for thing in row) for row in rows))
        many = max(map(len, rows)) > 1
        if column.how == "const":
            if column.first != _default(kind, argument):
                made.arguments.append(f"{argument}={_written(column.first)}")
        elif column.how == "listed":
            made.arguments.append(f"{argument}={argument}")
            made.loop.append((argument, tuple(map(_written, column.listed))))
        else:
            drawn = _drawn(kind, axes, column)
            name = f"{noun}_{argument}"
            if many and column.how == "shared":
                made.before.append(f"{name} = {drawn}")
                made.arguments.append(f"{argument}={name}")
            elif drawn.startswith("("):
                made.own.append((argument, drawn))
                made.arguments.append(f"{argument}={argument}")
            else:
                made.arguments.append(f"{argument}={drawn}")
    if kind == "pile":
        _count_cubes(made, rows)
    return made


def _count_cubes(made: Making, rows: Sequence[Sequence[ObjectSpec]]) -> None:
    counts = [len(thing.parts) for row in rows for thing in row]
    low, high = min(counts), max(counts)
    made.arguments.append(f"count={low}" if low == high else f"count=scene.integer({low}, {high})")


def variants_of(column: Column[str], count: str, linked: str = "") -> Making:
    """Find how the shapes of pieces and holes are written; `linked` names a list of them that is drawn."""
    match column.how:
        case "const":
            return Making([f'"{column.first}"'])
        case "listed":
            return Making(["variant"], loop=[("variant", tuple(f'"{name}"' for name in column.listed))])
        case "shared":
            return Making(["variant"], [f"variant = {_one_of(column)}"])
    if linked:
        return Making(["variant"], loop=[("variant", linked)])
    if column.distinct:
        return Making(["variant"], loop=[("variant", f"scene.shuffled({_pool(column)})[:{count}]")])
    return Making([_one_of(column)])


def _pool(column: Column[str]) -> str:
    """Write what the shapes are drawn from: all of them, or the few that were met."""
    return "VARIANTS" if len(column.pool) > WIDE + 1 else quoted(sorted(column.pool))


def _one_of(column: Column[str]) -> str:
    return f"scene.choice({_pool(column)})"


def _drawn(kind: Kind, axes: tuple[int, ...], column: Column[tuple[float, ...]]) -> str:
    """Write a drawn size, direction by direction; what never changes stays a number."""
    written = []
    for place, axis in enumerate(axes):
        met = [value[place] for value in column.pool]
        limits = (facts(kind).smallest[axis], facts(kind).largest[axis])
        same = max(met) - min(met) < 1e-6
        written.append(number(met[0]) if same else drawn_between(met, limits))
    return written[0] if len(written) == 1 else f"({', '.join(written)})"


def _written(size: tuple[float, ...]) -> str:
    return number(size[0]) if len(size) == 1 else text(size)


def _default(kind: Kind, argument: str) -> tuple[float, ...] | None:
    make: Callable[..., object] = getattr(sim.language, constructor(kind))
    given = inspect.signature(make).parameters[argument].default
    if isinstance(given, (int, float)):
        return (float(given),)
    return given if isinstance(given, tuple) else None
