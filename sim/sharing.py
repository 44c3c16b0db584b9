"""When several goals use one support: give all its loads places beside each other.

Each relation lays its own loads out as if it were alone. `share_floors` lays the loads of all goals that use
the same container, zone or pallet out together, so that the second goal's things do not land on the first's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim import spec
from sim.errors import ImpossibleGoal
from sim.kinds import Vec3
from sim.layout import shelve, usable_area
from sim.relations import Place, Relation
from sim.things import Thing

LYING: tuple[spec.Relation, ...] = ("inside", "on", "within")


@dataclass(frozen=True)
class _Load:
    """What lies somewhere on a base: one of some things; the how many-th that is one of these."""

    base: Thing
    accepts: tuple[Thing, ...]
    number: int

    @property
    def size(self) -> Vec3:
        """Full extents, metres, that hold whatever it is."""
        x, y, z = (max(thing.size[axis] for thing in self.accepts) for axis in range(3))
        return x, y, z


def share_floors(relations: Sequence[Relation]) -> list[Relation]:
    """Return the relations with places that do not overlap.

    Raises:
        ImpossibleGoal: if the loads of all goals do not fit their support together.
    """
    taken = {place.frame for relation in relations for place, _ in _loads(relation) if place.strict}
    places: dict[_Load, Vec3] = {}
    for base, loads in _shared(relations).items():
        area = usable_area(base.kind, base.size)
        centers = shelve([load.size for load in loads], area)
        if centers is None or base in taken:
            names = ", ".join(thing.name for load in loads for thing in load.accepts)
            raise ImpossibleGoal(
                f"the goals together ask too much of the {base.name} ({names}); use two, or a larger one"
            )
        for load, (x, y) in zip(loads, centers, strict=True):
            places[load] = (x, y, area.floor)
    return [_moved(relation, places) for relation in relations]


def _shared(relations: Sequence[Relation]) -> dict[Thing, list[_Load]]:
    """Supports that carry loads of more than one relation, with all their loads in the order named."""
    users: dict[Thing, set[int]] = {}
    loads: dict[Thing, dict[_Load, None]] = {}
    for number, relation in enumerate(relations):
        for place, load in _loads(relation):
            users.setdefault(place.frame, set()).add(number)
            if not place.strict:
                loads.setdefault(place.frame, {})[load] = None
    return {base: list(loads[base]) for base in loads if len(users[base]) > 1 and len(loads[base]) > 1}


def _loads(relation: Relation) -> Iterator[tuple[Place, _Load]]:
    """The places of a relation that are on the floor of something, and what lies there."""
    seen: Counter[tuple[Thing, tuple[Thing, ...]]] = Counter()
    for place in relation.places:
        if place.relation in LYING:
            key = (place.frame, place.accepts)
            yield place, _Load(*key, seen[key])
            seen[key] += 1


def _moved(relation: Relation, places: dict[_Load, Vec3]) -> Relation:
    loads = {id(place): load for place, load in _loads(relation) if not place.strict}

    def moved(place: Place) -> Place:
        position = places.get(loads[id(place)]) if id(place) in loads else None
        return place if position is None else replace(place, position=position)

    return replace(relation, places=tuple(moved(place) for place in relation.places))
