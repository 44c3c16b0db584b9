"""Reads the goals of a scene back: from slots to the words of the task language.

A slot says where one thing goes; a program says `inside`, `stacked` and the like. Goals that build on each
other, as a tower told block by block, become one building with parts. What no word of the language says is
`Unwritable`, with the reason. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sim.kinds import ROD_SPACING_M, facts
from sim.layout import shelve, usable_area
from sim.spec import GoalSpec, SceneSpec, Slot

Verb = Literal["inside", "on", "within", "at", "inserted", "on_rod", "spans", "stacked", "pyramid", "layered"]
BUILDINGS: tuple[Verb, ...] = ("stacked", "pyramid", "layered")
PYRAMIDS: dict[int, tuple[tuple[int, ...], ...]] = {
    3: ((), (), (0, 1)),
    6: ((), (), (), (0, 1), (1, 2), (3, 4)),
}
SAME_M = 0.005  # two places of a pile of layers that differ by less are one above the other


class Unwritable(Exception):
    """The task language has no program for it; the message says what is in the way."""


@dataclass(frozen=True)
class Ask:
    """What one goal asks for, or several that build on each other.

    Things are named by their index in the scene. `words` has the sentence of each goal, and `parts` of a
    building how many of its places each of them asks for. `numbers` are the rod and the level of disks, or
    the columns and rows of layers; `loose` says that the members of a building may change places.
    """

    verb: Verb
    movers: tuple[int, ...]
    targets: tuple[int, ...]
    words: tuple[str, ...]
    parts: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    loose: bool = False
    transient: bool = False

    @property
    def building(self) -> bool:
        """Whether its members carry each other."""
        return self.verb in BUILDINGS


def asks_of(scene: SceneSpec) -> list[Ask]:
    """Return what a scene's goals ask for, in their order.

    Raises:
        Unwritable: if a goal cannot be said.
    """
    asks: list[Ask] = []
    left = list(scene.goals)
    while left:
        chain = _chain(left)
        if any(slot.needs and slot.relation == "on" for slot in chain[-1].slots):
            asks += [*_cornered(scene, chain), _built(scene, chain)]
        else:
            asks += [ask for goal in chain for ask in _asked(scene, goal)]
        left = left[len(chain) :]
    return asks


def _chain(goals: Sequence[GoalSpec]) -> list[GoalSpec]:
    """Return the goals in front of which each repeats the slots of the one before, and adds to them."""
    chain = [goals[0]]
    for goal in goals[1:]:
        before = [_place(slot) for slot in chain[-1].slots]
        if goal.transient or len(goal.slots) <= len(before):
            break
        if [_place(slot) for slot in goal.slots[: len(before)]] != before:
            break
        chain.append(goal)
    return chain


def _place(slot: Slot) -> tuple[object, ...]:
    return slot.relation, slot.frame, slot.position, slot.accepts


def _built(scene: SceneSpec, chain: Sequence[GoalSpec]) -> Ask:
    """Read a tower, a pyramid, or layers, told by one goal or by several."""
    last = chain[-1]
    if last.count != len(last.slots):
        raise Unwritable(f"{last.instruction!r}: a building of which not every place is filled")
    verb, numbers = _form(last.slots)
    base = _base(last, verb)
    told = [goal for goal in chain if base or len(goal.slots) > 1]  # else the first thing is the base
    loose = any(len(slot.accepts) > 1 for slot in last.slots)
    if loose and verb == "stacked" and (len(told) > 1 or not base):
        raise Unwritable(f"{last.instruction!r}: a tower in any order, told in parts or without a base")
    return Ask(
        verb=verb,
        movers=tuple(_members(last.slots)),
        targets=base,
        words=tuple(goal.instruction for goal in told),
        parts=tuple(len(goal.slots) for goal in told),
        numbers=numbers,
        loose=loose,
    )


def _cornered(scene: SceneSpec, chain: Sequence[GoalSpec]) -> list[Ask]:
    """Say of a tower that stands at a corner where its first thing goes, which the tower itself does not."""
    first = chain[0].slots[0]
    if first.relation != "at" or first.frame is None or scene.objects[first.frame].kind != "corner":
        return []
    return [Ask("at", (first.accepts[0],), (first.frame,), (chain[0].instruction,))]


def _form(slots: Sequence[Slot]) -> tuple[Verb, tuple[int, ...]]:
    needs = tuple(slot.needs for slot in slots)
    if all(below == ((number - 1,) if number else ()) for number, below in enumerate(needs)):
        return "stacked", ()
    if needs == PYRAMIDS.get(len(slots)):
        return "pyramid", ()
    lowest = sum(not below for below in needs)
    grid = [() if number < lowest else (number - lowest,) for number in range(len(slots))]
    if list(needs) == grid and len(slots) % lowest == 0:
        columns, rows = ({round(slot.position[axis] / SAME_M) for slot in slots} for axis in (1, 0))
        if len(columns) * len(rows) == lowest:
            return "layered", (len(columns), len(rows))
    raise Unwritable("things that carry each other otherwise than in a tower, a pyramid or layers")


def _base(goal: GoalSpec, verb: Verb) -> tuple[int, ...]:
    """Return what a building stands on; nothing where the place of its lowest thing is marked by nothing."""
    roots = [slot for slot in goal.slots if not slot.needs]
    frames = {slot.frame for slot in roots}
    relations = {slot.relation for slot in roots}
    (frame, *others) = frames
    if others or not relations <= {"on", "within", "at"}:
        raise Unwritable(f"{goal.instruction!r}: a building that stands on several things, or in one")
    if frame is not None and "at" not in relations:
        return (frame,)
    if verb != "stacked":
        raise _unmarked(goal)
    return ()


def _members(slots: Sequence[Slot]) -> list[int]:
    members: list[int] = []
    for slot in slots:
        free = [index for index in slot.accepts if index not in members]
        if not free:
            raise Unwritable("a building with fewer things than places")
        members.append(free[0])
    return members


def _asked(scene: SceneSpec, goal: GoalSpec) -> list[Ask]:
    """Read a goal without buildings; things that may not change places are asks of their own."""
    if goal.count != len(goal.objects):
        raise Unwritable(f"{goal.instruction!r}: {goal.count} of {len(goal.objects)} things have to move")
    sharing: dict[tuple[int, ...], list[Slot]] = {}
    for slot in goal.slots:
        sharing.setdefault(slot.accepts, []).append(slot)
    if sum(map(len, sharing)) != len(goal.objects):
        raise Unwritable(f"{goal.instruction!r}: things that may take some places of others, but not all")
    if any(slot.frame is not None and scene.objects[slot.frame].kind == "rods" for slot in goal.slots):
        return [_on_rods(scene, goal)]
    merged: dict[tuple[str, int | None], tuple[list[int], list[Slot]]] = {}
    for movers, slots in sharing.items():
        frames = {slot.frame for slot in slots}
        lone = next(iter(frames)) if len(frames) == 1 else None
        alike = _has_room(scene, lone) or _are_holes(scene, frames)
        key = (slots[0].relation, lone if _has_room(scene, lone) else None) if alike else (str(movers), None)
        loads, places = merged.setdefault(key, ([], []))
        loads += movers
        places += slots
    asks = [_ask(scene, goal, tuple(sorted(loads)), slots) for loads, slots in merged.values()]
    return [asks[0], *(_recolored(scene, asks[0], ask) for ask in asks[1:])]


def _recolored(scene: SceneSpec, first: Ask, ask: Ask) -> Ask:
    """Say of other things of one goal what its sentence says of the first, where that is called by colour.

    Such a sentence was meant for one of them; that the words are true now is for verification to see.
    """
    pairs = [(first.movers[0], ask.movers[0]), *zip(first.targets[:1], ask.targets[:1], strict=True)]
    colors: dict[str, str] = {scene.objects[old].color: scene.objects[new].color for old, new in pairs}
    words = re.sub(r"[a-z]+", lambda word: colors.get(word[0], word[0]), ask.words[0])
    return replace(ask, words=(words,))


def _has_room(scene: SceneSpec, frame: int | None) -> bool:
    """Whether a thing takes several loads, so that it does not matter which of its places each has."""
    if frame is None:
        return False
    thing = scene.objects[frame]
    return thing.kind != "bowl" and facts(thing.kind).role in ("receptacle", "region", "surface")


def _are_holes(scene: SceneSpec, frames: Iterable[int | None]) -> bool:
    """Whether all are holes of a kit, where the shape of a piece says which one is its own."""
    return all(frame is not None and scene.objects[frame].kind == "hole" for frame in frames)


def _ask(scene: SceneSpec, goal: GoalSpec, movers: tuple[int, ...], slots: Sequence[Slot]) -> Ask:
    relations = {slot.relation for slot in slots}
    targets = tuple(dict.fromkeys(slot.frame for slot in slots if slot.frame is not None))
    if len(relations) != 1 or any(slot.is_spot for slot in slots):
        raise Unwritable(f"{goal.instruction!r}: several relations in one goal")
    (relation,) = relations
    kinds = {scene.objects[index].kind for index in targets}
    unmarked = relation == "at" and kinds != {"corner"}
    if unmarked or any(slot.frame is None for slot in slots):
        raise _unmarked(goal)
    if relation == "on" and _is_narrow(scene, movers, targets):
        return Ask("stacked", movers, targets, (goal.instruction,), parts=(1,))
    return Ask(relation, movers, targets, (goal.instruction,), transient=goal.transient)


def _is_narrow(scene: SceneSpec, movers: tuple[int, ...], targets: tuple[int, ...]) -> bool:
    """Whether one thing goes on a base that has no room round it, as a tower of one may stand."""
    if len(movers) > 1 or len(targets) > 1:
        return False
    load, base = scene.objects[movers[0]], scene.objects[targets[0]]
    return shelve([load.size], usable_area(base.kind, base.size)) is None


def _unmarked(goal: GoalSpec) -> Unwritable:
    return Unwritable(f"{goal.instruction!r}: a place on the table that nothing marks")


def _on_rods(scene: SceneSpec, goal: GoalSpec) -> Ask:
    """Read disks on one rod, the lowest first."""
    slots = sorted(goal.slots, key=lambda slot: slot.position[2])
    rods = {round(slot.position[1] / ROD_SPACING_M) + 1 for slot in slots}
    if len(rods) != 1 or len({slot.frame for slot in slots}) != 1:
        raise Unwritable(f"{goal.instruction!r}: disks on several rods in one goal")
    frame = slots[0].frame
    floor = 0.0 if frame is None else scene.objects[frame].size[2]
    level = round((slots[0].position[2] - floor) / facts("disk").default_size[2])
    members = tuple(slot.accepts[0] for slot in slots)
    targets = () if frame is None else (frame,)
    return Ask(
        "on_rod", members, targets, (goal.instruction,), (), (rods.pop(), level), False, goal.transient
    )
