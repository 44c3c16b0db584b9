"""Decides how each group of things is written: its name, its count, its colours, sizes and shapes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.colors import ColorName
from sim.kinds import facts
from sim.rewriting.asks import Unwritable
from sim.rewriting.colors import Palette, palette_of
from sim.rewriting.groups import Group
from sim.rewriting.models import Making, constructor, sizes_of, variants_of
from sim.rewriting.values import Column
from sim.spec import ObjectSpec, SceneSpec
from sim.words import plural

STARTS_ON = {"hole": "kit", "disk": "rods"}  # what starts on something else
ABOVE_M = 0.001
Loop = tuple[str, tuple[str, ...] | str]  # a variable, and its values, or the expression that draws them


@dataclass(frozen=True)
class Plan:
    """How one group is written."""

    group: Group
    name: str  # of the variable: singular for one thing
    each: str  # of one of its things, within a loop
    rows: tuple[tuple[ObjectSpec, ...], ...]
    fed: bool = False
    linked: str = ""  # the variable of the shapes that pieces and holes have in common

    @property
    def start_m(self) -> float:
        """How high above the table the first of its things starts."""
        return next(row[0] for row in self.rows if row).pose.position[2]

    @property
    def shapes(self) -> Column[str]:
        """The shapes of pieces and holes, seed by seed."""
        return Column(tuple(tuple(thing.variant for thing in row) for row in self.rows))

    @property
    def column(self) -> Column[ColorName]:
        """The colours, seed by seed."""
        return Column(tuple(tuple(thing.color for thing in row) for row in self.rows))


def plans_of(scenes: Sequence[SceneSpec], groups: Sequence[Group]) -> list[Plan]:
    """Name every group, and check that it starts where a program can put it.

    Raises:
        Unwritable: if something starts where no program of ours can put it.
    """
    nouns = [group.kind for group in groups if group.roles]
    plans: list[Plan] = []
    taken: set[str] = set()
    for group in groups:
        rows = tuple(
            tuple(scene.objects[index] for index in members)
            for scene, members in zip(scenes, group.members, strict=True)
        )
        _check_start(rows)
        each = _fresh(_noun(group, rows, nouns.count(group.kind) > 1), taken)
        taken.add(each)
        name = each if group.single else _many(each)
        plans.append(Plan(group, name, each, rows, _fed(scenes, group)))
    return plans


def colors_of(plans: Sequence[Plan]) -> Palette:
    """Find where the colours of all groups come from."""
    return palette_of([plan.column for plan in plans], [plan.each for plan in plans])


def _noun(group: Group, rows: Sequence[Sequence[ObjectSpec]], several: bool) -> str:
    colors = {thing.color for row in rows for thing in row}
    return f"{colors.pop()}_{group.kind}" if several and group.roles and len(colors) == 1 else group.kind


def _fresh(noun: str, taken: set[str]) -> str:
    name, turn = noun, 1
    while name in taken:
        turn += 1
        name = f"{noun}_{turn}"
    return name


def _many(each: str) -> str:
    stem, _, number = each.rpartition("_")
    if number.isdigit():
        return f"{_many(stem)}_{number}"
    before, _, noun = each.rpartition("_")
    return f"{before}_{plural(noun)}" if before else plural(noun)


def _check_start(rows: Sequence[Sequence[ObjectSpec]]) -> None:
    for row in rows:
        for thing in row:
            if thing.pose.position[2] > ABOVE_M and thing.kind not in STARTS_ON:
                raise Unwritable(f"a {thing.name} that starts above the table")


def _fed(scenes: Sequence[SceneSpec], group: Group) -> bool:
    """Whether the things of a group appear one by one."""
    fed = []
    for scene, members in zip(scenes, group.members, strict=True):
        queues = [feeder.queue for feeder in scene.feeders]
        if any(set(queue) & set(members) and queue != members for queue in queues):
            raise Unwritable("things that appear one by one and differ in what they are for")
        fed.append(members in queues)
    return all(fed)


@dataclass(frozen=True)
class Written:
    """The text of one group: the call that adds one thing, and what goes before and around it."""

    call: str
    before: tuple[str, ...]
    loop: tuple[Loop, ...]
    own: tuple[tuple[str, str], ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The draws of a thing's own that stand before the call."""
        return tuple(f"{name} = {drawn}" for name, drawn in self.own)

    @property
    def whole(self) -> str:
        """The call with these draws in it, for where no line can stand before."""
        call = self.call
        for name, drawn in self.own:
            call = call.replace(f"{name}={name}", f"{name}={drawn}")
        return call


def written(plan: Plan, number: int, palette: Palette, count: str, on: str) -> Written:
    """Write how the things of a group are made.

    Args:
        plan: the group.
        number: which group it is for the palette.
        palette: where colours come from.
        count: the expression of how many there are.
        on: the name of what they start on; empty for the table.
    """
    kind = plan.group.kind
    making = sizes_of(plan.rows, plan.each)
    loop: list[Loop] = []
    color = _color(plan, number, palette, count, loop)
    shapes = Making()
    if kind in ("shape", "hole"):
        shapes = variants_of(plan.shapes, count, plan.linked)
    first = [*shapes.arguments, color] if kind == "hole" else [color, *shapes.arguments]
    model = f"{constructor(kind)}({', '.join([*first, *making.arguments])})"
    ending = f", on={on}" if on else ""
    if plan.group.fixed != facts(kind).fixed:
        ending += f", fixed={plan.group.fixed}"
    call = model if plan.fed else f"scene.add({model}{ending})"
    before = (*making.before, *shapes.before)
    return Written(call, before, (*loop, *shapes.loop, *making.loop), tuple(making.own))


def _color(plan: Plan, number: int, palette: Palette, count: str, loop: list[Loop]) -> str:
    column = palette.columns[number]
    source = palette.source(number)
    if source is None:
        if column.how == "const":
            return f'"{column.first}"'
        loop.append(("color", tuple(f'"{color}"' for color in column.listed)))
        return "color"
    if column.how == "shared":
        return source.name
    if not column.distinct or min(plan.group.counts) == 0:
        _check_alone(column, plan)
        return source.one()
    loop.append((source.name, source.many(count)))
    return source.name


def _check_alone(column: Column[ColorName], plan: Plan) -> None:
    """Refuse things each of which would draw a colour, where some of them always have the same."""
    members = list(zip(*column.values, strict=True)) if len(set(plan.group.counts)) == 1 else []
    if len(set(members)) < len(members):
        raise Unwritable(f"{plan.name} some of which always have one colour, and others another")
