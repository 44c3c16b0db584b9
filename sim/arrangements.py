"""The arrangements of the task language: towers, pyramids, rows, circles, walls, bridges and layers.

Each expands to strict slots: every member has its place, relative to one thing, and what must stand below it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from sim.checks import check_carries, check_support, check_surface, floor_of, movers_of, things_of
from sim.errors import ImpossibleGoal, ProgramError
from sim.layout import line_up
from sim.relations import Place, Relation, shelved
from sim.spec import Arrangement
from sim.things import Thing

EDGE_M = 0.005  # between a row, or a pyramid, and the edge of what it stands on
ROW_GAP_M = 0.015  # between neighbours in a row: the tip must come down beside a tall one
PYRAMID_GAP_M = 0.005  # small, so that a block rests well on two
PYRAMIDS = {3: (2, 1), 6: (3, 2, 1)}


def stacked(things: Sequence[Thing], on: Thing | None = None, any_order: bool = False) -> Relation:
    """Build a tower, bottom to top in the order given.

    Without `on` the first thing stays where it is and carries the others. With `any_order` the things must be
    of one height, and any may go anywhere in the tower.
    """
    members = things_of(things, "things")
    if on is None:
        if any_order:
            raise ProgramError(
                "stacked(any_order=True) needs on=BASE: without it the first thing is the base"
            )
        if len(members) < 2:
            raise ProgramError("stacked(...) without on=BASE takes at least two things")
        check_support(members[0])
        return _tower(movers_of(members[1:]), members[0], any_order=False)
    check_support(on)
    return _tower(movers_of(members), on, any_order=any_order)


def pyramid(things: Sequence[Thing], on: Thing) -> Relation:
    """Build a pyramid of three (2 + 1) or six (3 + 2 + 1) equal blocks along the longer side of a base."""
    members = movers_of(things)
    if len(members) not in PYRAMIDS:
        raise ProgramError(f"pyramid(...) takes 3 or 6 blocks, not {len(members)}")
    if {m.kind for m in members} != {"block"} or len({m.size for m in members}) != 1:
        raise ImpossibleGoal("pyramid(...) takes blocks of one size; others do not carry each other evenly")
    check_surface(on, "pyramid")
    _check_across(members[0], on)
    edge = members[0].height
    rows = PYRAMIDS[len(members)]
    centers = _along(on, [edge] * rows[0], PYRAMID_GAP_M, "pyramid")
    places: list[Place] = []
    for level in range(len(rows)):
        lowest = len(places) - rows[level - 1]  # the first slot of the row below
        for slot, center in enumerate(centers):
            needs = (lowest + slot, lowest + slot + 1) if level else ()
            position = _on_axis(on, center, floor_of(on) + level * edge)
            places.append(Place("on", on, position, tuple(members), strict=True, needs=needs))
        centers = [(a + b) / 2 for a, b in pairwise(centers)]
    return Relation(tuple(places), count=len(places), arrangement="pyramid")


def in_row(things: Sequence[Thing], on: Thing, any_order: bool = False) -> Relation:
    """Line things up on a surface, left to right as the robot sees it, in the order given."""
    members = movers_of(things)
    if len(members) < 2:
        raise ProgramError("in_row(...) takes at least two things")
    for member in members:
        if member.kind == "ball":
            raise ImpossibleGoal(f"a {member.name} rolls out of a row; put it into a Bowl or a Container")
    check_surface(on, "row")
    axis = _axis(on)
    if any_order and len({m.size for m in members}) != 1:
        raise ProgramError("in_row(any_order=True) takes things of one size; give an order instead")
    lengths = [member.size[axis] for member in reversed(members)]  # the axis runs from right to left
    centers = _along(on, lengths, ROW_GAP_M, "row")
    places = []
    for member, center in zip(members, reversed(centers), strict=True):
        _check_across(member, on)
        accepts = tuple(members) if any_order else (member,)
        places.append(Place("on", on, _on_axis(on, center, floor_of(on)), accepts, strict=True))
    turn = 0.0 if axis == 1 else math.pi / 2
    facing = {} if any_order else {on: (turn - math.pi / 4, turn + math.pi / 4)}
    return Relation(tuple(places), len(places), "row", ordered=not any_order, facing=facing)


def in_circle(things: Sequence[Thing], around: Thing, radius: float = 0.12) -> Relation:
    """Stand equal things in a circle on the table round a fixed one, evenly spaced; radius in metres."""
    members = movers_of(things)
    if len(members) < 3 or len({m.size for m in members}) != 1:
        raise ProgramError("in_circle(...) takes at least three things of one size")
    if not around.fixed or around in members:
        raise ProgramError(f"in_circle(around=...) takes a fixed thing, which the {around.name} is not")
    if any(member.kind == "ball" for member in members):
        raise ImpossibleGoal("balls roll out of a circle; put them into Bowls or a Container")
    reach = math.hypot(*members[0].size[:2]) / 2
    apart = 2 * radius * math.sin(math.pi / len(members))
    if apart < 2 * reach + ROW_GAP_M or radius < math.hypot(*around.size[:2]) / 2 + reach + ROW_GAP_M:
        raise ImpossibleGoal(f"a circle of {radius:g} m is too tight for {len(members)} things; widen it")
    turns = [2 * math.pi * step / len(members) for step in range(len(members))]
    places = tuple(
        Place("at", around, (radius * math.cos(turn), radius * math.sin(turn), 0.0), tuple(members), turn)
        for turn in turns
    )
    return Relation(places, len(places), "circle")


def wall(things: Sequence[Thing], on: Thing, courses: int = 2) -> Relation:
    """Build a wall of equal blocks or boxes on a base: rows of one length, straight above each other."""
    members = movers_of(things)
    columns, rest = divmod(len(members), max(courses, 1))
    if courses < 2 or rest or columns < 2:
        raise ProgramError(
            f"wall(...) takes at least 2 courses of 2; {len(members)} things in {courses} do not go"
        )
    _check_equal(members, "wall")
    _check_surface_for(members[0], on, "wall")
    return _grid(members, on, (columns, 1), "wall")


def layered(things: Sequence[Thing], on: Thing, columns: int, rows: int) -> Relation:
    """Stack equal boxes on a pallet in full layers of columns by rows, one layer on the other."""
    members = movers_of(things)
    if columns < 1 or rows < 1 or len(members) % (columns * rows):
        raise ProgramError(
            f"layered(...): {len(members)} things do not make full layers of {columns} x {rows}"
        )
    _check_equal(members, "layer")
    check_surface(on, "layer")
    return _grid(members, on, (columns, rows), "layer")


def bridge(posts: Sequence[Thing], deck: Thing, on: Thing) -> Relation:
    """Stand two equal posts on a base and lay a box across both."""
    pillars, (span,) = movers_of(posts), movers_of(deck)
    if len(pillars) != 2 or span.kind != "box" or span in pillars:
        raise ProgramError("bridge(posts, deck, on=BASE) takes two posts and a Box as the deck")
    _check_equal(pillars, "bridge")
    _check_surface_for(pillars[0], on, "bridge")
    axis, width = _axis(on), pillars[0].size[_axis(on)]
    length = span.size[0]
    if span.size[1] > span.size[0] or length < 2 * width + ROW_GAP_M:
        raise ImpossibleGoal(
            f"the {span.name} is too short to lie on both posts; its first side is the long one"
        )
    low, high = _along(on, [width, width], length - 2 * width, "bridge")
    floor, top = floor_of(on), floor_of(on) + pillars[0].height
    stand = [Place("on", on, _on_axis(on, x, floor), tuple(pillars), strict=True) for x in (low, high)]
    turn = math.pi / 2 if axis == 1 else 0.0
    across = Place("on", on, _on_axis(on, 0.0, top), (span,), turn, strict=True, needs=(0, 1))
    return Relation((*stand, across), 3, "bridge")


def _grid(members: list[Thing], base: Thing, shape: tuple[int, int], name: Arrangement) -> Relation:
    """Lay equal members out in layers of columns (along the base) by rows (across it)."""
    columns, rows = shape
    axis, size = _axis(base), members[0].size
    along = _along(base, [size[axis]] * columns, PYRAMID_GAP_M, name)
    across = line_up([size[1 - axis]] * rows, base.size[1 - axis] - 2 * EDGE_M, PYRAMID_GAP_M)
    if across is None:
        raise ImpossibleGoal(
            f"{rows} rows of the {members[0].name} are wider than the {base.name}; make it wider"
        )
    places: list[Place] = []
    for number in range(len(members)):
        level, spot = divmod(number, columns * rows)
        x, y = along[spot % columns], across[spot // columns]
        position = (x, y) if axis == 0 else (y, x)
        height = floor_of(base) + level * size[2]
        needs = (number - columns * rows,) if level else ()
        places.append(Place("on", base, (*position, height), tuple(members), strict=True, needs=needs))
    return Relation(tuple(places), len(places), name)


def _check_equal(members: list[Thing], what: str) -> None:
    if {m.kind for m in members} - {"block", "box", "cylinder"} or len({m.size for m in members}) != 1:
        raise ImpossibleGoal(f"a {what} takes blocks, boxes or cylinders of one size")


def _check_surface_for(member: Thing, base: Thing, what: str) -> None:
    check_surface(base, what)
    _check_across(member, base)


def _tower(members: list[Thing], base: Thing, *, any_order: bool) -> Relation:
    if any_order and len({m.size for m in members}) != 1:
        raise ProgramError("stacked(any_order=True) takes things of one size; give an order instead")
    if base in members:
        raise ProgramError(f"the {base.name} cannot stand on itself; name another base")
    if base.kind == "zone":
        shelved("within", members[:1], base)
    places: list[Place] = []
    below, height = base, floor_of(base)
    for level, member in enumerate(members):
        if level > 0 or base.kind != "zone":
            check_support(below)
            check_carries(below, member)
        accepts = tuple(members) if any_order else (member,)
        needs = (level - 1,) if level else ()
        places.append(Place("on", base, (0.0, 0.0, height), accepts, strict=True, needs=needs))
        below, height = member, height + member.height
    return Relation(tuple(places), len(places), "tower", ordered=not any_order)


def _axis(base: Thing) -> int:
    """The longer side of a base: 0 for x, 1 for y."""
    return 0 if base.size[0] > base.size[1] else 1


def _along(base: Thing, widths: list[float], gap: float, what: str) -> list[float]:
    length = base.size[_axis(base)] - 2 * EDGE_M
    centers = line_up(widths, length, gap)
    if centers is None:
        need = sum(widths) + gap * (len(widths) - 1)
        raise ImpossibleGoal(
            f"the {what} is {need:.3g} m long and the {base.name} only {length:.3g} m; "
            f"make it longer, or the {what} shorter"
        )
    return centers


def _check_across(load: Thing, base: Thing) -> None:
    """Refuse a load that is wider than the base of its row."""
    across = 1 - _axis(base)
    if load.size[across] > base.size[across] - 2 * EDGE_M + 1e-9:
        raise ImpossibleGoal(
            f"the {load.name} is {load.size[across]:g} m wide, the {base.name} {base.size[across]:g} m; "
            f"leave {EDGE_M * 1e3:.0f} mm on both sides"
        )


def _on_axis(base: Thing, along: float, height: float) -> tuple[float, float, float]:
    return (along, 0.0, height) if _axis(base) == 0 else (0.0, along, height)
