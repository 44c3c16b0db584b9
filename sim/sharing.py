"""When several goals use one support: give all its loads places beside each other.

Each relation lays its own loads out as if it were alone. `share_floors` lays the loads of all goals that use
the same container, zone or pallet out together, so that the second goal's things do not land on the first's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.errors import ImpossibleGoal
from sim.layout import shelve, usable_area
from sim.relations import Place, Relation
from sim.things import Thing


def share_floors(relations: Sequence[Relation]) -> list[Relation]:
    """Return the relations with places that do not overlap.

    Raises:
        ImpossibleGoal: if the loads of all goals do not fit their support together.
    """
    places: dict[tuple[Thing, Thing], tuple[float, float, float]] = {}
    for base, loads in _shared(relations).items():
        area = usable_area(base.kind, base.size)
        centers = shelve([load.size for load in loads], area)
        if centers is None or any(place.strict and place.frame == base for place in _places(relations)):
            names = ", ".join(load.name for load in loads)
            raise ImpossibleGoal(
                f"the goals together ask too much of the {base.name} ({names}); use two, or a larger one"
            )
        for load, (x, y) in zip(loads, centers, strict=True):
            places[base, load] = (x, y, area.floor)
    return [_moved(relation, places) for relation in relations]


def _places(relations: Sequence[Relation]) -> list[Place]:
    return [place for relation in relations for place in relation.places]


def _shared(relations: Sequence[Relation]) -> dict[Thing, list[Thing]]:
    """Supports that carry loads of more than one relation, with all their loads in the order named."""
    users: dict[Thing, set[int]] = {}
    loads: dict[Thing, dict[Thing, None]] = {}
    for number, relation in enumerate(relations):
        for place in relation.places:
            users.setdefault(place.frame, set()).add(number)
            if not place.strict and len(place.accepts) == 1:
                loads.setdefault(place.frame, {})[place.accepts[0]] = None
    return {base: list(loads[base]) for base in loads if len(users[base]) > 1 and len(loads[base]) > 1}


def _moved(relation: Relation, places: dict[tuple[Thing, Thing], tuple[float, float, float]]) -> Relation:
    def moved(place: Place) -> Place:
        if place.strict or len(place.accepts) != 1:
            return place
        return replace(place, position=places.get((place.frame, place.accepts[0]), place.position))

    return replace(relation, places=tuple(moved(place) for place in relation.places))
