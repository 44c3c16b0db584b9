"""The relations of the task language; its arrangements are in `sim.arrangements`.

Each function answers with a `Relation`: slots that speak about things. It refuses at once, with the reason,
what strict judging and a suction gripper can never do, so that a coder hears of it while building and not
after ten failed episodes. `sim.scene` turns relations into `GoalSpec`s.

Source: the six relations and the arrangements generalise the match matrices of CLIPort's `Task.goals`
(Shridhar et al. 2021, appendix on simulation tasks), with three-dimensional success.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sim import spec
from sim.checks import check_carries, check_support, floor_of, movers_of, things_of
from sim.choices import AnyOf
from sim.errors import ImpossibleGoal, ProgramError
from sim.kinds import BOWL_LOAD_M, facts
from sim.layout import GAP_M, shelve, usable_area
from sim.spots import Spot
from sim.things import Thing

Things = Thing | Sequence[Thing]
Movers = Things | AnyOf
Places = Thing | Spot | Sequence[Thing] | Sequence[Spot]

CONTAINER_FILL = 0.70  # share of a container's floor that loads may cover
SWEPT_SHARE = 1.5  # how much wider than a pile its zone is: a blade does not place cubes one by one
NOOK_GAP_M = 0.005  # between a box and the bars of its corner


@dataclass(frozen=True)
class Place:
    """A slot that still speaks about things; see `sim.spec.Slot`."""

    relation: spec.Relation
    frame: Thing
    position: tuple[float, float, float]
    accepts: tuple[Thing, ...]
    yaw: float = 0.0
    strict: bool = False
    needs: tuple[int, ...] = ()
    end: tuple[float, float, float] | None = None
    basis: spec.Basis = "foot"
    other: Thing | None = None


@dataclass(frozen=True)
class Relation:
    """What shall hold; make one with `inside`, `on`, `stacked` and the like, and give it to `Task.goal`.

    `facing` limits the yaw of a thing to an interval in radians, where the words need it ("left to right").
    """

    places: tuple[Place, ...]
    count: int
    arrangement: spec.Arrangement = "none"
    ordered: bool = False
    facing: dict[Thing, tuple[float, float]] = field(default_factory=dict)

    def steps(self) -> list[Relation]:
        """Return the relation piece by piece: its first place, its first two, and so on.

        Each place is bound to one thing, in the order in which the things were given: so that every piece
        can be a goal with a sentence of its own.
        """
        bound = [
            replace(place, accepts=(place.accepts[number if len(place.accepts) > 1 else 0],))
            for number, place in enumerate(self.places)
        ]
        counts = range(1, len(bound) + 1)
        return [replace(self, places=tuple(bound[:n]), count=n, ordered=True) for n in counts]


def inside(what: Movers, into: Things) -> Relation:
    """Put things inside a bowl or a container; given several of these, one thing into each."""
    if isinstance(what, AnyOf):
        return _chosen(what, lambda loads: inside(loads, into))
    loads, holders = movers_of(what), things_of(into, "into")
    for holder in holders:
        if facts(holder.kind).role != "receptacle":
            raise ProgramError(
                f"nothing can be inside a {holder.name}; use a Bowl or a Container, or on(...)"
            )
    if len(holders) > 1 or holders[0].kind == "bowl":
        return _one_each("inside", loads, holders)
    return shelved("inside", loads, holders[0])


def on(what: Movers, base: Things) -> Relation:
    """Put things on top of a base; given several bases, one thing on each."""
    if isinstance(what, AnyOf):
        return _chosen(what, lambda loads: on(loads, base))
    loads, bases = movers_of(what), things_of(base, "base")
    for support in bases:
        check_support(support)
    if all(support.kind == "zone" for support in bases):
        return within(loads, bases)
    return _spread("on", loads, bases)


def within(what: Movers, zone: Things) -> Relation:
    """Put things wholly within a zone on the table; given several zones, one thing in each."""
    if isinstance(what, AnyOf):
        return _chosen(what, lambda loads: within(loads, zone))
    loads, zones = movers_of(what, soft="pile"), things_of(zone, "zone")
    for region in zones:
        if region.kind != "zone":
            raise ProgramError(f"within(...) takes a Zone, not a {region.name}; use inside(...) or on(...)")
    if any(load.kind == "pile" for load in loads):
        return _swept(loads, zones)
    return _spread("within", loads, zones)


def at(what: Movers, where: Places) -> Relation:
    """Put things exactly somewhere: each at a spot, or in the nook of a corner mark.

    A spot is made with beside, between or aligned; whatever stands there may be turned any way. In a corner
    go boxes and blocks, their sides along both bars.
    """
    spots = _spots_of(where)
    if not spots:
        loads, count = (what.things, what.count) if isinstance(what, AnyOf) else (what, None)
        return _cornered(movers_of(loads), things_of(where, "where"), count)
    if isinstance(what, AnyOf):
        return _chosen(what, lambda loads: _standing(loads, spots))
    return _standing(movers_of(what), spots)


def starting(loads: Sequence[Thing], base: Thing) -> tuple[Place, ...]:
    """Return where things start that a program adds on, or in, `base`: as a goal would put them there."""
    if base.kind == "kit":  # holes are painted on it, not carried there
        return shelved("on", list(loads), base).places
    role = facts(base.kind).role
    put = inside if role == "receptacle" else within if role == "region" else on
    return put(loads, base).places


def _chosen(choice: AnyOf, ask: Callable[[list[Thing]], Relation]) -> Relation:
    """Ask for some of several things: places with room for the largest of them, each of which takes any."""
    for thing in choice.things:
        ask([thing])  # refuses what could never be there
    relation = ask(choice.largest())
    places = tuple(replace(place, accepts=choice.things) for place in relation.places)
    return replace(relation, places=places)


def _spots_of(where: object) -> list[Spot]:
    """Return the spots that `at` was given; nothing if it was given things."""
    given = where if isinstance(where, (list, tuple)) else [where]
    spots = [spot for spot in given if isinstance(spot, Spot)]
    if spots and len(spots) < len(given):
        raise ProgramError(f"where={where!r}: it takes spots, or a Corner, not both; state a goal for each")
    if len({spot.arrangement for spot in spots}) > 1 or len(set(spots)) < len(spots):
        raise ProgramError("at(...) takes different spots, and all beside, all between or all aligned")
    return spots


def _standing(loads: list[Thing], spots: list[Spot]) -> Relation:
    """One load to a spot; any load may take any of them."""
    for load in loads:
        if load.kind == "ball":
            raise ImpossibleGoal(f"a {load.name} rolls away from a spot; put it into a Bowl or a Container")
        if any(load in spot.anchors for spot in spots):
            raise ProgramError(
                f"the {load.name} cannot stand where it itself says; make the spot from other things"
            )
    if len(loads) > len(spots):
        raise ImpossibleGoal(
            f"{len(spots)} spots take one thing each, not {len(loads)}; name more spots, or use any_of(...)"
        )
    places = [_stand(tuple(loads), spot) for spot in spots]
    return Relation(tuple(places), count=len(loads), arrangement=spots[0].arrangement)


def _stand(loads: tuple[Thing, ...], spot: Spot) -> Place:
    one, *others = spot.anchors
    position = (spot.distance(loads), 0.0, 0.0)
    other = others[0] if others else None
    return Place("at", one, position, loads, strict=True, basis=spot.basis, other=other)


def _cornered(loads: list[Thing], corners: list[Thing], count: int | None) -> Relation:
    for load in loads:
        if load.kind not in ("box", "block"):
            raise ImpossibleGoal(f"a {load.name} has no sides to align with a corner; use a Box or a Block")
    for mark in corners:
        if mark.kind != "corner":
            raise ProgramError(
                f"at(...) takes a Corner, or a spot such as beside(thing, 'left'), not a {mark.name}; "
                "use on(...) or within(...)"
            )
    places = [place for mark in corners for load in loads for place in _nook(load, mark)]
    return Relation(tuple(places), count=min(count or len(loads), len(corners)))


def _swept(piles: list[Thing], zones: list[Thing]) -> Relation:
    """One pile into one zone that has room for all its cubes beside each other."""
    if len(piles) != 1 or len(zones) != 1:
        raise ProgramError("within(pile, zone) takes one Pile and one Zone; state one goal for each pile")
    (pile,), (zone,) = piles, zones
    if pile.kind != "pile" or min(zone.size[0], zone.size[1]) < SWEPT_SHARE * pile.size[0]:
        need = SWEPT_SHARE * pile.size[0]
        raise ImpossibleGoal(
            f"the {pile.name} needs a zone of at least {need:.2g} m each way; make it larger"
        )
    return Relation((Place("within", zone, (0.0, 0.0, 0.0), (pile,)),), count=1)


def _one_each(relation: spec.Relation, loads: list[Thing], holders: list[Thing]) -> Relation:
    """One load to a holder, in its middle; any load may take any holder."""
    for holder in holders:
        for load in loads:
            _check_fits(load, holder)
    if len(loads) > 1 and len(holders) == 1:
        raise ImpossibleGoal(
            f"a {holders[0].name} takes one thing, not {len(loads)}; use a Container or a bowl each"
        )
    places = [Place(relation, h, (0.0, 0.0, floor_of(h)), tuple(loads)) for h in holders]
    return Relation(tuple(places), count=min(len(loads), len(holders)))


def _spread(relation: spec.Relation, loads: list[Thing], bases: list[Thing]) -> Relation:
    if any(base in loads for base in bases):
        raise ProgramError("a thing cannot carry itself; name another base")
    if len(bases) > 1:
        return _one_each(relation, loads, bases)
    if len(loads) == 1 and relation == "on" and facts(bases[0].kind).role == "stackable":
        return _one_each(relation, loads, bases)
    return shelved(relation, loads, bases[0])


def shelved(relation: spec.Relation, loads: list[Thing], base: Thing) -> Relation:
    """Put several loads beside each other on one base, each with a place of its own to aim for."""
    area = usable_area(base.kind, base.size)
    covered = sum(load.size[0] * load.size[1] for load in loads)
    centers = shelve([load.size for load in loads], area)
    crammed = relation == "inside" and covered > CONTAINER_FILL * area.x * area.y
    if centers is None or crammed:
        raise ImpossibleGoal(
            f"{len(loads)} things of {covered * 1e4:.0f} cm2, {GAP_M * 1e3:.0f} mm apart, do not fit a "
            f"{base.name} of {area.x:.3g} x {area.y:.3g} m; make it larger, or the things fewer or smaller"
        )
    for load in loads:
        if relation == "inside" and load.height > 1.5 * base.height:
            raise ImpossibleGoal(f"the {load.name} is {load.height:g} m high: its middle stays above the rim")
    places = [
        Place(relation, base, (x, y, area.floor), (load,))
        for load, (x, y) in zip(loads, centers, strict=True)
    ]
    return Relation(tuple(places), count=len(loads))


def _check_fits(load: Thing, holder: Thing) -> None:
    """Refuse a load that its bowl, container, zone or support cannot hold in its middle."""
    width = max(load.size[0], load.size[1])
    if holder.kind == "bowl" and width > BOWL_LOAD_M + 1e-9:
        raise ImpossibleGoal(
            f"a bowl holds one thing of at most {BOWL_LOAD_M:g} m; the {load.name} is {width:g} m"
        )
    if holder.kind in ("container", "zone"):
        shelved("within", [load], holder)
    if facts(holder.kind).role in ("stackable", "surface"):
        check_carries(holder, load)


def _nook(load: Thing, mark: Thing) -> list[Place]:
    """Both ways in which a box can lie in a corner; for a square one they are the same."""
    x, y = load.size[0] / 2 + NOOK_GAP_M, load.size[1] / 2 + NOOK_GAP_M
    along = Place("at", mark, (x, y, 0.0), (load,), strict=True)
    if abs(x - y) < 1e-6:
        return [along]
    return [along, replace(along, position=(y, x, 0.0), yaw=math.pi / 2)]
