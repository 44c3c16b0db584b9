"""Which kinds each relation accepts, found by asking it: with one of each kind, in several sizes.

What a relation refuses is written in its own checks; saying it a second time, for the reference, would be
saying it wrongly one day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from sim.arrangements import bridge, in_circle, in_row, layered, pyramid, stacked, wall
from sim.errors import ProgramError
from sim.fitting import inserted, on_rod, spans
from sim.kinds import FACTS, KINDS, VARIANTS, Kind, Vec3
from sim.relations import Relation, at, inside, on, within
from sim.spots import aligned, beside, between
from sim.things import Model, Thing

Probe = Callable[[list[Thing], Thing], Relation]

# How to ask each relation, and each sort of spot: with some equal things, and what to put them on, in or by.
PROBES: dict[str, tuple[int, Probe]] = {
    "inside": (1, inside), "on": (1, on), "within": (1, within), "at": (1, at), "inserted": (1, inserted),
    "spans": (1, lambda things, mark: spans(things[0], mark)),
    "on_rod": (1, lambda things, rods: on_rod(things, rods, 0)),
    "stacked": (2, lambda things, base: stacked(things, on=base)),
    "pyramid": (3, lambda things, base: pyramid(things, on=base)),
    "in_row": (2, lambda things, base: in_row(things, on=base)),
    "in_circle": (3, lambda things, base: in_circle(things, around=base, radius=0.2)),
    "wall": (4, lambda things, base: wall(things, on=base)),
    "layered": (2, lambda things, base: layered(things, on=base, columns=2, rows=1)),
    "bridge": (2, lambda things, base: bridge(things, _deck(things[0]), on=base)),
    "beside": (1, lambda things, base: at(things, beside(base, "left"))),
    "between": (1, lambda things, base: at(things, between(base, _twin(base)))),
    "aligned": (1, lambda things, base: at(things, aligned(base, _twin(base)))),
}  # fmt: skip


@dataclass(frozen=True)
class Accepted:
    """The kinds that are moved, and those that they are moved to, in the order of `KINDS`."""

    movers: tuple[Kind, ...]
    targets: tuple[Kind, ...]


@cache
def accepted_by(name: str) -> Accepted:
    """Ask a relation, or a sort of spot, which kinds it takes.

    Raises:
        KeyError: if nobody has said how to ask it.
    """
    count, probe = PROBES[name]
    pairs = {(a, b) for a in KINDS for b in KINDS if _takes(count, probe, a, b)}
    return Accepted(
        tuple(kind for kind in KINDS if any(a == kind for a, _ in pairs)),
        tuple(kind for kind in KINDS if any(b == kind for _, b in pairs)),
    )


def _takes(count: int, probe: Probe, mover: Kind, target: Kind) -> bool:
    for load, base in _samples(mover, target):
        things = [Thing(index, load, fixed=False) for index in range(count)]
        try:
            probe(things, Thing(count, base, FACTS[target].fixed or FACTS[target].role == "stackable"))
        except ProgramError:
            continue
        return True
    return False


def _samples(mover: Kind, target: Kind) -> Iterator[tuple[Model, Model]]:
    """Yield pairs to try: small and usual loads, usual and large targets, and a mark as long as its rope."""
    for size in (FACTS[mover].smallest, FACTS[mover].default_size):
        for room in (FACTS[target].default_size, FACTS[target].largest):
            yield _model(mover, size), _model(target, room)
        yield _model(mover, size), _model(target, (size[0], size[0], FACTS[target].default_size[2]))


def _model(kind: Kind, size: Vec3) -> Model:
    variant = VARIANTS[0] if kind in ("shape", "hole") else ""
    return Model(kind, "red", size, variant, count=10 if FACTS[kind].role == "soft" else 0)


def _twin(thing: Thing) -> Thing:
    return replace(thing, index=len(KINDS))


def _deck(post: Thing) -> Thing:
    width = post.size[0]
    model = replace(post.model, kind="box", size=(4 * width, width, FACTS["box"].smallest[2]), variant="")
    return Thing(len(KINDS), model, fixed=False)
