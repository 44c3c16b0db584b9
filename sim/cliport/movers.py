"""What our language carries, and in what it fits: the reasons why a goal of a record cannot be told."""

from __future__ import annotations

from sim.cliport.things import Untold
from sim.kinds import Kind, facts
from sim.spec import ObjectSpec

FITTING: tuple[tuple[Kind, Kind], ...] = (("fixture", "ell"), ("hole", "shape"))
CARRIED: dict[str, str] = {  # why our language carries none
    "bowl": "it is hollow and its rim is thin, so a suction cup finds no place to hold it",
    "container": "ours stands fast, and its walls are thin",
    "pallet": "ours stands fast, as a base for others", "stand": "ours stands fast, as a base for others",
    "kit": "ours stands fast, as a base for others", "zone": "it is painted on the table",
    "line": "it is painted on the table", "square": "it is painted on the table",
    "corner": "it is painted on the table", "hole": "it is painted on its kit",
    "fixture": "ours stands fast, and its walls are thin", "rods": "ours stand fast",
}  # fmt: skip


def check_mover(thing: ObjectSpec) -> None:
    """Refuse what a suction cup cannot carry, or our language does not."""
    if thing.kind in ("rope", "pile"):
        raise Untold(f"a part of a {thing.kind} that goes somewhere by itself")
    if not facts(thing.kind).graspable:
        raise Untold(
            f"a {thing.kind} that is carried: {CARRIED.get(thing.kind, 'it has no place for a cup')}"
        )
    if thing.fixed:
        raise Untold(f"a {thing.kind} that is fixed, and shall be moved")


def check_socket(socket: ObjectSpec, load: ObjectSpec) -> None:
    """Refuse what fits in no such thing."""
    if (socket.kind, load.kind) not in FITTING:
        raise Untold(f"a {load.kind} in a {socket.kind}")
