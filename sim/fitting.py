"""The relations that need a precise fit: pieces in their sockets, disks on rods, ropes along marks.

Like all relations they refuse at once what cannot fit. Sources: CLIPort's block insertion, assembling kits,
towers of Hanoi and rope tasks (Shridhar et al. 2021, appendix), judged in three dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.checks import movers_of, things_of
from sim.errors import ImpossibleGoal, ProgramError
from sim.kinds import ROD_HEIGHT_M, ROD_SPACING_M, facts
from sim.relations import Place, Relation
from sim.things import Thing

FITS_M = 0.005  # a rope may differ so much from the mark that it shall lie along
RODS = 3


def inserted(what: Thing | Sequence[Thing], where: Thing | Sequence[Thing]) -> Relation:
    """Put an Ell into a Fixture, or Shapes into the Holes of their variants."""
    pieces, sockets = movers_of(what), things_of(where, "where")
    for socket in sockets:
        if socket.kind not in ("fixture", "hole"):
            raise ProgramError(
                f"inserted(...) takes a Fixture or a Hole, not a {socket.name}; disks: use on_rod(...)"
            )
    places = []
    for socket in sockets:
        accepted = tuple(piece for piece in pieces if _fits(piece, socket))
        if accepted:
            places.append(Place("inserted", socket, (0.0, 0.0, 0.0), accepted, strict=True))
    homeless = [piece for piece in pieces if not any(piece in place.accepts for place in places)]
    if homeless:
        names = ", ".join(piece.name for piece in homeless)
        raise ImpossibleGoal(f"there is no socket for the {names}; add Fixture, or Hole(variant) on a Kit")
    return Relation(tuple(places), count=min(len(pieces), len(places)))


def on_rod(disks: Thing | Sequence[Thing], rods: Thing, rod: int, level: int = 0) -> Relation:
    """Put disks over a rod, the first one at `level` (0 is the lowest), the others above it in order.

    The rods are numbered 0, 1, 2 along the stand.
    """
    members = movers_of(disks)
    (stand,) = things_of(rods, "rods")
    if stand.kind != "rods" or any(disk.kind != "disk" for disk in members):
        raise ProgramError("on_rod(disks, rods, ...) takes Disks and the Rods that carry them")
    if rod not in range(RODS):
        raise ProgramError(f"rod is {rod!r}; the rods are numbered 0, 1, 2")
    top = (level + len(members)) * members[0].height
    if level < 0 or top > ROD_HEIGHT_M:
        raise ImpossibleGoal(
            f"level {level} with {len(members)} disks does not fit a rod of {ROD_HEIGHT_M:g} m"
        )
    places = [
        Place(
            "inserted", stand, _rod_point(stand, rod, level + step), (disk,), strict=True,
            needs=(step - 1,) if step else (),
        )
        for step, disk in enumerate(members)
    ]  # fmt: skip
    return Relation(tuple(places), len(places), ordered=len(places) > 1)


def spans(rope: Thing, mark: Thing) -> Relation:
    """Lay a rope along a Line, or across the open side of a Square; either way round."""
    (cord,) = movers_of(rope, soft="rope")
    (painted,) = things_of(mark, "mark")
    if cord.kind != "rope":
        raise ProgramError(f"spans(...) lays a Rope, not a {cord.name}")
    if painted.kind not in ("line", "square"):
        raise ProgramError(f"spans(...) takes a Line or a Square, not a {painted.name}")
    length, room = cord.size[0], painted.size[0]
    if painted.kind == "square" and abs(length - room) > FITS_M:
        raise ImpossibleGoal(f"the rope is {length:g} m long and the open side {room:g} m; make them equal")
    if length > room + FITS_M:
        raise ImpossibleGoal(
            f"the rope is {length:g} m long and the line only {room:g} m; make the line longer"
        )
    start, end = (-length / 2, 0.0, 0.0), (length / 2, 0.0, 0.0)
    if painted.kind == "square":
        start, end = (room / 2, -length / 2, 0.0), (room / 2, length / 2, 0.0)
    return Relation((Place("spans", painted, start, (cord,), end=end),), count=1)


def starting_on_rods(disks: Sequence[Thing], rods: Thing) -> tuple[Place, ...]:
    """Return where disks start that a program adds on rods: on the first one, in the order added."""
    return on_rod(disks, rods, rod=0).places


def _fits(piece: Thing, socket: Thing) -> bool:
    if socket.kind == "fixture":
        return piece.kind == "ell"
    same = piece.kind == "shape" and piece.variant == socket.variant
    return same and abs(piece.size[0] - socket.size[0]) < 1e-6


def _rod_point(rods: Thing, rod: int, level: int) -> tuple[float, float, float]:
    return 0.0, (rod - 1) * ROD_SPACING_M, rods.height + level * facts("disk").default_size[2]
