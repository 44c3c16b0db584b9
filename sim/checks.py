"""What the relations of the task language accept: checks that refuse with the reason.

Each takes what a program gave and answers with things, or raises a `ProgramError` that names the value, the
rule and what to use instead.
"""

from __future__ import annotations

from sim.errors import ImpossibleGoal, ProgramError
from sim.kinds import Kind, Role, facts
from sim.layout import usable_area
from sim.things import Thing

SUPPORT_SHARE = 0.60  # a support must be at least this wide, measured by its load
INSTEAD: dict[Role, str] = {
    "receptacle": "use inside(...)",
    "marker": "use at(...) for a Corner, spans(...) for a rope",
    "socket": "use inserted(...), or on_rod(...) for disks",
    "insert": "use a block, box, cylinder or pallet",
    "soft": "use a block, box, cylinder or pallet",
}
SOFT_GOALS: dict[Kind, str] = {
    "rope": "along a Line or across a Square: use spans(rope, mark)",
    "pile": "into a Zone: use within(pile, zone)",
}
SURFACES: tuple[Kind, ...] = ("zone", "pallet", "box", "stand")


def things_of(what: object, name: str) -> list[Thing]:
    """Accept one thing or a sequence of them; refuse all else by name."""
    things = [what] if isinstance(what, Thing) else what
    if not isinstance(things, (list, tuple)) or not things:
        raise ProgramError(f"{name}={what!r}: it takes what scene.add(...) returned, or a list of those")
    for thing in things:
        if not isinstance(thing, Thing):
            raise ProgramError(f"{name} holds {thing!r}: it takes what scene.add(...) returned")
    if len({thing.index for thing in things}) != len(things):
        raise ProgramError(f"{name} names one thing twice; name each once")
    return list(things)


def movers_of(what: object, soft: Kind | None = None) -> list[Thing]:
    """Accept things that a suction gripper can carry; `soft` names the one soft kind that is welcome, too."""
    movers = things_of(what, "what")
    for mover in movers:
        if facts(mover.kind).role == "soft":
            if mover.kind != soft:
                raise ImpossibleGoal(f"a {mover.name} goes {SOFT_GOALS[mover.kind]}")
        elif not facts(mover.kind).graspable:
            raise ImpossibleGoal(
                f"a {mover.name} cannot be carried by suction; move a block, box, cylinder or ball"
            )
        if mover.fixed:
            raise ImpossibleGoal(
                f"the {mover.name} is fixed to the table; add it without fixed=True to move it"
            )
    return movers


def check_support(base: Thing) -> None:
    """Refuse what can never carry anything."""
    role = facts(base.kind).role
    if role == "rolling":
        raise ImpossibleGoal(
            f"a {base.name} rolls and never carries anything; use a block, box, cylinder or pallet"
        )
    if role not in ("stackable", "surface", "region"):
        raise ProgramError(f"nothing rests on a {base.name}; {INSTEAD[role]}")


def check_surface(base: Thing, what: str) -> None:
    """Refuse a base on which no row, pyramid or wall can stand."""
    if base.kind not in SURFACES or not base.fixed:
        raise ProgramError(f"a {what} needs a Zone, a Pallet or a fixed Box to stand on, not a {base.name}")


def check_carries(below: Thing, above: Thing) -> None:
    """Refuse a support that is much narrower than its load."""
    for axis in (0, 1):
        if below.size[axis] < SUPPORT_SHARE * above.size[axis] - 1e-9:
            raise ImpossibleGoal(
                f"the {below.name} is {below.size[axis]:g} m wide, too narrow to carry the {above.name} of "
                f"{above.size[axis]:g} m; a support is at least {SUPPORT_SHARE:.0%} as wide as its load"
            )


def floor_of(base: Thing) -> float:
    """Return how high above its foot a thing carries its loads, metres."""
    return usable_area(base.kind, base.size).floor
