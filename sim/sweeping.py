"""Whether a pile is in its zone, and how to push it there with the blade of the spatula.

The next push is chosen from many straight ones by a simple forecast: what is in the blade's way ends in rows
in front of it. A push stops as soon as the blade's whole width is inside the zone, so that what is there
already moves little. Seen from above; nothing here touches physics.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from sim.frames import Outline, Point2, depth_in, hull, overlap
from sim.push import BLADE
from sim.spec import TABLE_X, TABLE_Y

PUSHES = 30  # for one pile
HOME_M = 0.003  # the oracle wants a cube's middle this far inside the edge
DEEP_M = 0.004  # ... and the blade's cubes this far
BEHIND_M = 0.012  # free room between the blade and the cube that it starts behind
ROOM = 0.75  # of a cube's edge: a little more than half its diagonal
SHORTEST_M = 0.01  # a push
CROWDED = 0.5  # what it costs to sweep along a cube that is nobody's business
LOST = 2.0  # ... one that was home
NUDGE_M = 0.002  # by how much that changes from push to push
CLEARANCE_M = 0.002  # between the blade and what it must not touch
DETOURS_M = (0.08, 0.16, 0.24)  # how far a push goes that only gets cubes out of a corner
DETOUR_TURNS = 12  # directions
DETOUR_SPREAD = (-0.022, 0.0, 0.022)  # the corner of the blade gets at a cube that leans on something
MARGIN_M = 0.05  # from the table's edge: the blade needs room behind a cube
DETOUR_CUBES = 4  # how many cubes it may start behind
DETOUR_GAIN = 0.9  # for a cube that comes to where the way home is free; above CROWDED
HOPE = 0.2  # ... to where it is not: it may help to get out of a corner
LENGTH_COST = 2.0  # per metre: of two equal pushes the shorter one
AIMS = (0.5,)  # how far from the zone's middle to its corners a push may aim, beside the middle
SPREAD = (-0.015, 0.0, 0.015)  # metres: where across the blade the chosen cube may be


@dataclass(frozen=True)
class Crumb:
    """A cube on the table: its middle from above, and the zone where it belongs, if any."""

    spot: Point2
    home: Outline | None

    @property
    def is_home(self) -> bool:
        """Whether it is where it belongs, and safely so."""
        return self.home is not None and depth_in(self.home, self.spot) >= HOME_M


@dataclass(frozen=True)
class Field:
    """What the blade may meet: the cubes, their edge, and the outlines of what it must not touch."""

    crumbs: tuple[Crumb, ...]
    edge: float
    obstacles: tuple[Outline, ...] = ()
    turn: int = 0  # another one for each push: no two are quite alike, so none is done and undone for ever


@dataclass(frozen=True)
class Push:
    """A straight push of the blade's middle."""

    start: Point2
    end: Point2

    @property
    def length(self) -> float:
        """How far it goes, metres."""
        return math.dist(self.start, self.end)

    @property
    def along(self) -> Point2:
        """The unit vector from start to end."""
        return _unit(self.start, self.end)

    @property
    def swept(self) -> Outline:
        """The outline of what the blade passes over."""
        (ux, uy), half = self.along, BLADE[1] / 2 + CLEARANCE_M
        ends = (_ahead(self.start, self.along, -CLEARANCE_M), _ahead(self.end, self.along, CLEARANCE_M))
        return hull((x + s * half * uy, y - s * half * ux) for x, y in ends for s in (-1, 1))


def left_outside(spots: Sequence[Point2], grounded: Sequence[bool], zone: Outline, name: str) -> str:
    """Say how many cubes of a pile are not in a zone, or nothing.

    Args:
        spots: the middles of the cubes.
        grounded: of each, whether it rests on the table or on cubes that do.
        zone: the outline.
        name: how to call it.
    """
    over = [-depth_in(zone, spot) for spot in spots]
    outside = [depth for depth in over if depth > 0]
    if outside:
        far = max(outside) * 1000
        return f"has {len(outside)} of {len(spots)} cubes outside the {name}, the farthest by {far:.0f} mm"
    if not all(grounded):
        return f"has {grounded.count(False)} of {len(spots)} cubes that do not rest on the table"
    return ""


def next_push(field: Field, zone: Outline) -> Push | None:
    """Choose the push that brings most cubes home into a zone; None if there is no way to push."""
    loose = [crumb.spot for crumb in field.crumbs if crumb.home == zone and not crumb.is_home]
    best, worth = _best((push, _worth(field, push)) for push in _pushes(field, loose, zone))
    if worth >= 0 or not loose:
        return best
    detour, detour_worth = _best(_detours(field, loose, zone))
    return detour if detour_worth > worth else best


def _best(rated: Iterable[tuple[Push, float]]) -> tuple[Push | None, float]:
    """Return the first of the best pushes and what it is worth."""
    best, best_worth = None, -math.inf
    for push, worth in rated:
        if round(worth, 9) > best_worth:
            best, best_worth = push, round(worth, 9)
    return best, best_worth


def _pushes(field: Field, loose: Sequence[Point2], zone: Outline) -> Iterator[Push]:
    """Make pushes from behind each loose cube towards points of the zone."""
    middle = _middle(zone)
    aims = [middle] + [_between(middle, corner, share) for corner in zone for share in AIMS]
    nudge = NUDGE_M * (field.turn % 5 - 2)
    for spot in loose:
        for aim in aims:
            along = _unit(spot, aim)
            for shift in (each + nudge for each in SPREAD):
                beside = (spot[0] - shift * along[1], spot[1] + shift * along[0])
                push = _push(field, beside, along, zone)
                if push is not None:
                    yield push


def _detours(field: Field, loose: Sequence[Point2], zone: Outline) -> Iterator[tuple[Push, float]]:
    """Rate pushes that end outside the zone; best at a place from which the way into it is free."""
    farthest = sorted(loose, key=lambda spot: (round(depth_in(zone, spot), 6), spot))[:DETOUR_CUBES]
    for spot in farthest:
        for turn in range(DETOUR_TURNS):
            angle = 2 * math.pi * (turn + 0.25 * (field.turn % 4)) / DETOUR_TURNS
            along = (math.cos(angle), math.sin(angle))
            for shift, length in product(DETOUR_SPREAD, DETOURS_M):
                beside = (spot[0] - shift * along[1], spot[1] + shift * along[0])
                back = _free_behind(field, beside, along, (BLADE[0] + field.edge) / 2 + BEHIND_M)
                push = Push(_ahead(beside, along, -back), _ahead(beside, along, length))
                landed = _ahead(spot, along, length + (BLADE[0] + field.edge) / 2)
                if not (_can_do(field, push) and _on_table(landed, MARGIN_M)):
                    continue
                taken = [crumb for ahead, _, crumb in _met(field, push) if ahead < push.length]
                mine = sum(crumb.home == zone and not crumb.is_home for crumb in taken)
                rest = tuple(crumb for crumb in field.crumbs if crumb not in taken)
                free = _is_open(replace(field, crumbs=rest), landed, zone)
                yield push, _worth(field, push) + (DETOUR_GAIN if free else HOPE) * mine


def _is_open(field: Field, spot: Point2, zone: Outline) -> bool:
    """Whether cubes at a place could be pushed straight home without harm."""
    return any(_worth(field, push) >= -LENGTH_COST * push.length for push in _pushes(field, [spot], zone))


def _push(field: Field, spot: Point2, along: Point2, zone: Outline) -> Push | None:
    """Make the push along a line through a cube: from the first free place behind it to just inside."""
    lead = (BLADE[0] + field.edge) / 2
    back = _free_behind(field, spot, along, lead + BEHIND_M)
    ahead = _just_inside(spot, along, zone, lead)
    if ahead is None or ahead + back < SHORTEST_M:
        return None
    push = Push(_ahead(spot, along, -back), _ahead(spot, along, ahead))
    return push if _can_do(field, push) else None


def _can_do(field: Field, push: Push) -> bool:
    """Whether a push stays on the table and clear of obstacles."""
    if not (_on_table(push.start) and _on_table(push.end)):
        return False
    return not any(overlap(push.swept, outline) for outline in field.obstacles)


def _free_behind(field: Field, spot: Point2, along: Point2, back: float) -> float:
    """Return how far behind a point the blade can come down: no cube, however turned, is under it there."""
    room, side = BLADE[0] / 2 + ROOM * field.edge, BLADE[1] / 2 + ROOM * field.edge
    seen = (_seen_from(spot, along, crumb.spot) for crumb in field.crumbs)
    for ahead in sorted((ahead for ahead, aside in seen if abs(aside) < side), reverse=True):
        if abs(ahead + back) < room:
            back = room - ahead
    return back


def _just_inside(spot: Point2, along: Point2, zone: Outline, lead: float) -> float | None:
    """Return how far ahead of a point the blade has both its ends, and what lies against it, in a zone."""
    low, high, half = -math.inf, math.inf, BLADE[1] / 2
    for a, b in zip(zone, zone[1:] + zone[:1], strict=True):
        (nx, ny) = _unit((0.0, 0.0), (a[1] - b[1], b[0] - a[0]))  # inwards
        rate = nx * along[0] + ny * along[1]
        depth = (spot[0] - a[0]) * nx + (spot[1] - a[1]) * ny + lead * rate
        least = depth - half * abs(nx * along[1] - ny * along[0]) - DEEP_M  # of the worse end
        if abs(rate) < 1e-9:
            if least < 0:
                return None
        elif rate > 0:
            low = max(low, -least / rate)
        else:
            high = min(high, -least / rate)
    return low if low <= high else None


def _worth(field: Field, push: Push) -> float:
    """Forecast what a push brings: cubes that come home, less those that are swept away or about."""
    along = push.along
    front = push.length + (BLADE[0] + field.edge) / 2
    in_row = max(1, round(BLADE[1] / field.edge))
    worth = -LENGTH_COST * push.length
    for number, (ahead, aside, crumb) in enumerate(_met(field, push)):
        reached = front + number // in_row * field.edge
        if reached <= ahead:
            continue
        x, y = _ahead(push.start, along, reached)
        after = Crumb((x - aside * along[1], y + aside * along[0]), crumb.home)
        worth += _gain(crumb, after)
    return worth


def _met(field: Field, push: Push) -> list[tuple[float, float, Crumb]]:
    """Return what lies in the blade's way, nearest first: how far ahead, how far left, and the cube."""
    half, along = BLADE[1] / 2 + field.edge / 4, push.along
    met: list[tuple[float, float, Crumb]] = []
    for crumb in field.crumbs:
        ahead, aside = _seen_from(push.start, along, crumb.spot)
        if ahead > 0 and abs(aside) <= half:
            met.append((ahead, aside, crumb))
    return sorted(met, key=lambda m: (m[0], m[1]))


def _gain(before: Crumb, after: Crumb) -> float:
    if before.home is None:
        return -CROWDED
    if before.is_home:
        return 0.0 if after.is_home else -LOST
    return 1.0 if after.is_home else -CROWDED


def _on_table(spot: Point2, margin: float = 0.0) -> bool:
    depths = (spot[0] - TABLE_X[0], TABLE_X[1] - spot[0], spot[1] - TABLE_Y[0], TABLE_Y[1] - spot[1])
    return min(depths) >= margin


def _seen_from(spot: Point2, along: Point2, other: Point2) -> Point2:
    """Return how far a point is ahead of, and to the left of, another one."""
    dx, dy = other[0] - spot[0], other[1] - spot[1]
    return dx * along[0] + dy * along[1], dy * along[0] - dx * along[1]


def _ahead(spot: Point2, along: Point2, way: float) -> Point2:
    return (spot[0] + way * along[0], spot[1] + way * along[1])


def _unit(start: Point2, end: Point2) -> Point2:
    way = math.dist(start, end)
    if way < 1e-9:
        return (1.0, 0.0)
    return ((end[0] - start[0]) / way, (end[1] - start[1]) / way)


def _between(start: Point2, end: Point2, share: float) -> Point2:
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _middle(outline: Outline) -> Point2:
    return (sum(x for x, _ in outline) / len(outline), sum(y for _, y in outline) / len(outline))
