"""Finds, over the scenes of several seeds, which goals are alike and which things play the same part. Pure.

A *family* is a run of asks that say the same of different things: a bowl for each block. A *group* is a set
of things of one kind with the same part in all families; how many there are may differ from seed to seed, but
which groups there are may not: that is what makes scenes of different seeds scenes of one program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from sim.kinds import Kind
from sim.rewriting.asks import Ask, Unwritable, Verb
from sim.spec import SceneSpec

Form = Literal["joint", "each"]
Side = Literal["mover", "target", "pair"]
Role = tuple[int, Side, int]  # family; what it does there; its place, where things of several kinds have one
Key = tuple[object, ...]


@dataclass(frozen=True)
class Family:
    """Asks of one sort, for every seed.

    `joint` is one ask a seed; `each` is one for each of several movers, with a target of its own (`paired`)
    or one target for all.
    """

    number: int
    form: Form
    asks: tuple[tuple[Ask, ...], ...]
    paired: bool = False

    @property
    def first(self) -> Ask:
        """The first ask of the first seed."""
        return self.asks[0][0]

    @property
    def verb(self) -> Verb:
        """What all of them ask."""
        return self.first.verb


@dataclass(frozen=True)
class Group:
    """Things of one kind that do the same; `members` has their indices for every seed, in order."""

    kind: Kind
    fixed: bool
    roles: tuple[Role, ...]
    members: tuple[tuple[int, ...], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are, seed by seed."""
        return tuple(map(len, self.members))

    @property
    def single(self) -> bool:
        """Whether there is one in every scene."""
        return set(self.counts) == {1}


def families_of(scenes: Sequence[SceneSpec], asks: Sequence[list[Ask]], *, split: bool) -> list[Family]:
    """Sort the asks of every seed into families; with `split`, each is a family of its own.

    Raises:
        Unwritable: if the families differ from seed to seed.
    """
    runs = [_runs(scene, each, split=split) for scene, each in zip(scenes, asks, strict=True)]
    if len({tuple(key for key, _ in run) for run in runs}) != 1:
        raise Unwritable("goals that differ from seed to seed")
    columns = zip(*([alike for _, alike in run] for run in runs), strict=True)
    return [_family(number, column) for number, column in enumerate(columns)]


def _runs(scene: SceneSpec, asks: Sequence[Ask], *, split: bool) -> list[tuple[Key, tuple[Ask, ...]]]:
    if split:
        return [(_key(scene, ask), (ask,)) for ask in asks]
    numbered = enumerate(asks)
    runs = groupby(numbered, key=lambda pair: (pair[0] if pair[1].building else -1, _key(scene, pair[1])))
    return [(key, tuple(ask for _, ask in run)) for (_, key), run in runs]


def _key(scene: SceneSpec, ask: Ask) -> Key:
    kinds = [tuple(sorted({scene.objects[i].kind for i in side})) for side in (ask.movers, ask.targets)]
    parts = ask.parts if ask.building else ()
    return ask.verb, ask.numbers, ask.transient, ask.loose, parts, *kinds


def _family(number: int, column: tuple[tuple[Ask, ...], ...]) -> Family:
    if all(len(asks) == 1 for asks in column):
        return Family(number, "joint", column)
    everything = [ask for asks in column for ask in asks]
    movers = [[ask.movers for ask in asks] for asks in column]
    if any(len(ask.movers) != 1 for ask in everything) or any(len(set(m)) != len(m) for m in movers):
        raise Unwritable("goals of one sort that move different numbers of things")
    targets = [[ask.targets for ask in asks] for asks in column]
    if all(len(set(each)) == 1 for each in targets):
        return Family(number, "each", column)
    alone = all(len(ask.targets) == 1 for ask in everything)
    if alone and all(len(set(each)) == len(each) for each in targets):
        return Family(number, "each", column, paired=True)
    raise Unwritable("goals of one sort some of which share a target")


def groups_of(scenes: Sequence[SceneSpec], families: Sequence[Family]) -> list[Group]:
    """Sort the things of every scene into groups, in the order in which programs would add them.

    Raises:
        Unwritable: if they differ from seed to seed.
    """
    sorted_things = [_sorted_things(scene, families, seed) for seed, scene in enumerate(scenes)]
    keys = list(dict.fromkeys(key for things in sorted_things for key in things))
    groups = []
    for kind, fixed, roles in keys:
        members = tuple(tuple(things.get((kind, fixed, roles), ())) for things in sorted_things)
        if roles and not all(members):
            raise Unwritable(f"a {kind} that has a part in the goals of some seeds only")
        groups.append(Group(kind, fixed, roles, members))
    return groups


def _sorted_things(
    scene: SceneSpec, families: Sequence[Family], seed: int
) -> dict[tuple[Kind, bool, tuple[Role, ...]], list[int]]:
    roles: dict[int, list[Role]] = {}
    ranks: dict[int, int] = {}
    for family in families:
        for index, role, rank in _parts(scene, family, seed):
            roles.setdefault(index, []).append(role)
            ranks.setdefault(index, rank)
    found: dict[tuple[Kind, bool, tuple[Role, ...]], list[int]] = {}
    for index, thing in enumerate(scene.objects):
        key = (thing.kind, thing.fixed, tuple(dict.fromkeys(roles.get(index, ()))))
        found.setdefault(key, []).append(index)
    for members in found.values():
        members.sort(key=lambda index: (ranks.get(index, 0), index))
    return found


def _parts(scene: SceneSpec, family: Family, seed: int) -> list[tuple[int, Role, int]]:
    """Return the part of each thing in a family, and its rank there."""
    parts: list[tuple[int, Role, int]] = []
    target: Side = "pair" if family.paired else "target"
    for turn, ask in enumerate(family.asks[seed]):
        mixed = ask.building and len({scene.objects[index].kind for index in ask.movers}) > 1
        ordered = family.form == "each" or ask.building or ask.verb == "on_rod"
        for rank, index in enumerate(ask.movers):
            place = rank if mixed or ask.verb == "on_rod" else -1
            parts.append((index, (family.number, "mover", place), turn + rank if ordered else 0))
        parts += [(index, (family.number, target, -1), turn if family.paired else 0) for index in ask.targets]
    return parts
