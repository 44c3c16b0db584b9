"""What can be asked, as data: forms of goals, and how two of them make one task.

A *cell* is the tuple of clauses that a task's goals will have, so every cell is one signature. The grammar
grows by rows: a new kind enters by its role in `sim.kinds`, a new relation or arrangement by rows in `FORMS`
and in the word tables of `agents.author.words`. This module knows what makes sense, not what is physically
possible; that is `agents.author.rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import cast, get_args

from sim.kinds import FACTS, KINDS, Kind, Role
from sim.signature import Clause, Ground, Link, Selection, Verb, signature

Cell = tuple[Clause, ...]
Pick = tuple[Selection, bool]  # selection, and whether the order is part of the goal
Index = dict[tuple[Verb, Pick, Ground], list[Clause]]

PLAIN: tuple[Pick, ...] = (("all", False), ("one", False), ("color", False))
CHOSEN: tuple[Pick, ...] = (*PLAIN, ("any", False))
ARRANGED: tuple[Pick, ...] = (
    ("all", False), ("one", False), ("all", True), ("one", True), ("size", True),
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One thing that can be asked, of these movers and targets (kinds, or roles that stand for kinds).

    `low` and `high` bound how many objects it moves when it moves more than one named object. A `partner` is
    a second kind that every such goal moves, too: the deck of a bridge beside its posts.
    """

    verb: Verb
    movers: tuple[Kind | Role, ...]
    targets: tuple[Kind | Role, ...]
    picks: tuple[Pick, ...]
    low: int
    high: int
    mixes: bool = False  # two kinds of movers may share one such goal
    partner: Kind | None = None


SPOTS: tuple[Verb, ...] = ("beside", "between", "aligned")  # places on the table that things make
ARRANGEMENTS: tuple[Verb, ...] = ("tower", "pyramid", "row", "circle", "wall", "bridge", "layer")

SURFACES: tuple[Kind | Role, ...] = ("region", "pallet", "box")
AROUND: tuple[Kind | Role, ...] = ("bowl", "container", "fixture", "box")
UPRIGHT: tuple[Kind | Role, ...] = ("stackable", "insert")  # what stays where it is set down
NEAR: tuple[Kind | Role, ...] = ("stackable", "receptacle", "zone", "pallet", "fixture", "stand")
PAIRS: tuple[Kind | Role, ...] = ("stackable", "receptacle")  # small enough for two and a spot between

FORMS: tuple[Form, ...] = (
    Form("inside", ("stackable", "rolling"), ("bowl",), CHOSEN, 2, 4),
    Form("inside", ("stackable", "rolling"), ("container",), CHOSEN, 3, 5, mixes=True),
    Form("inside", ("shape", "disk"), ("container",), CHOSEN, 2, 3),
    Form("on", ("stackable",), ("pallet",), CHOSEN, 2, 4, mixes=True),
    Form("on", ("stackable",), ("stackable",), CHOSEN, 2, 3),
    Form("at", ("block", "box"), ("corner",), CHOSEN, 1, 1),
    Form("within", ("stackable", "rolling"), ("region",), CHOSEN, 2, 4, mixes=True),
    Form("within", ("shape", "disk"), ("region",), PLAIN, 2, 2),
    Form("within", ("pile",), ("region",), PLAIN, 1, 1),
    Form("inserted", ("ell",), ("fixture",), PLAIN, 1, 2),
    Form("inserted", ("shape",), ("hole",), PLAIN, 3, 5),
    Form("inserted", ("disk",), ("rods",), ARRANGED, 3, 3),
    Form("spans", ("rope",), ("line", "square"), PLAIN, 1, 1),
    Form("tower", ("stackable",), SURFACES, ARRANGED, 3, 4, mixes=True),
    Form("tower", ("block",), ("stand",), ARRANGED[:4], 3, 4),
    Form("pyramid", ("block",), (*SURFACES, "stand"), PLAIN[:2], 3, 6),
    Form("row", ("stackable",), SURFACES, ARRANGED, 3, 4, mixes=True),
    Form("row", ("block",), ("stand",), ARRANGED[:4], 3, 3),
    Form("circle", ("stackable",), AROUND, PLAIN[:2], 3, 5),
    Form("wall", ("stackable",), SURFACES, PLAIN[:2], 4, 6),
    Form("wall", ("block",), ("stand",), PLAIN[:2], 4, 6),
    Form("layer", ("block", "box"), ("pallet",), PLAIN[:2], 4, 8),
    Form("bridge", ("stackable",), SURFACES, PLAIN[:1], 3, 3, partner="box"),
    Form("beside", UPRIGHT, NEAR, (*CHOSEN[:2], CHOSEN[3]), 1, 1),
    Form("between", UPRIGHT, PAIRS, CHOSEN[:2], 1, 1),
    Form("aligned", UPRIGHT, PAIRS, CHOSEN[:2], 1, 1),
)


@dataclass(frozen=True)
class Chain:
    """How a second goal may follow a first one.

    `object`: what the first goal moved carries what the second goal moves. `place`: both fill one place.
    `first` and `second` name verbs; `pairs` the picks of both that make sense together.
    """

    link: Link
    first: tuple[Verb, ...]
    second: tuple[Verb, ...]
    pairs: tuple[tuple[Pick, Pick], ...]


ALL, ONE, COLOR, ANY = CHOSEN
ORDER, ONE_ORDER, SIZE = ARRANGED[2:]

CHAINS: tuple[Chain, ...] = (
    Chain(
        "object", ("within", "at"), ("on",), ((ALL, ALL), (ONE, ALL), (ONE, ONE), (ALL, ONE), (COLOR, COLOR))
    ),
    Chain("object", ("on",), ("on",), ((ALL, ALL), (ONE, ALL), (ONE, ONE), (COLOR, COLOR))),
    Chain(
        "object", ("within", "at", "on"), ("tower",),
        ((ALL, ALL), (ALL, ORDER), (ALL, SIZE), (ALL, ONE), (ONE, ALL), (ONE, ORDER), (ONE, SIZE)),
    ),
    Chain("object", ("tower",), ("on",), ((ORDER, ALL), (SIZE, ALL), (ORDER, ONE), (SIZE, ONE))),
    Chain("object", ("row",), ("on",), ((ALL, ALL), (ORDER, ALL), (SIZE, ALL), (ONE, ALL))),
    Chain("object", ("circle",), ("on",), ((ALL, ALL), (ONE, ALL))),
    Chain("object", SPOTS, ("on",), ((ALL, ALL), (ALL, ONE), (ALL, ANY), (ONE, ALL), (ONE, ONE))),
    Chain("object", SPOTS, ("tower",), ((ALL, ALL), (ALL, ORDER), (ONE, SIZE))),
    Chain(
        "place", ("inside",), ("inside",),
        ((ONE, ONE), (ONE, ALL), (ALL, ONE), (COLOR, COLOR), (ONE, ANY)),
    ),
    Chain(
        "place", ("within",), ("within",),
        ((ONE, ONE), (ONE, ALL), (ALL, ONE), (COLOR, COLOR), (ONE, ANY)),
    ),
    Chain("place", ("on",), ("on",), ((ONE, ONE), (ONE, ALL), (ALL, ONE), (ANY, ONE))),
    Chain(
        "place", ("inside", "on", "inserted"), ("beside",),
        ((ALL, ALL), (ALL, ONE), (ONE, ALL), (ONE, ONE)),
    ),
    Chain(
        "place", ("tower", "pyramid", "row"), ("beside",),
        ((ALL, ALL), (ORDER, ALL), (SIZE, ALL), (ALL, ONE)),
    ),
    Chain("place", ("beside",), ("beside",), ((ALL, ALL), (ONE, ALL), (ONE, ONE))),
    Chain("place", ("inside", "inserted"), ("circle",), ((ALL, ALL), (ONE, ALL), (ALL, ONE))),
    Chain("place", ("tower", "pyramid"), ("circle",), ((ALL, ALL), (ORDER, ALL), (SIZE, ALL))),
)  # fmt: skip


TRIPLE_ONES = 2  # named choices in a task of three steps, at most: each one brings others of its kind


def form_of(clause: Clause) -> Form | None:
    """Return the row that a clause comes from, or None when the grammar has no such goal."""
    for form in FORMS:
        if form.verb != clause.verb or clause.target == "table":
            continue
        if _names(clause.mover, form.movers) and _names(clause.target, form.targets):
            return form
    return None


def singles(kinds: tuple[Kind, ...] = KINDS) -> tuple[Cell, ...]:
    """List the cells of one goal that moves one kind."""
    return tuple(
        (clause,)
        for form in FORMS
        for clause in _clauses(form, kinds)
        if form.partner in (None, clause.mover)
    )


def mixtures(kinds: tuple[Kind, ...] = KINDS) -> tuple[Cell, ...]:
    """List the cells of one goal that moves two kinds: one clause a kind, nothing else different."""
    return tuple(
        (one, other)
        for form in FORMS
        if form.mixes or form.partner
        for one, other in combinations(_clauses(form, kinds), 2)
        if is_mixture(one, other) and _mixes_well(form, one, other)
    )


def chains(kinds: tuple[Kind, ...] = KINDS) -> tuple[Cell, ...]:
    """List the cells of two goals that share an object or a place."""
    clauses = [cell[0] for cell in singles(kinds)]
    index = _indexed(clauses)
    return tuple(pair for chain in CHAINS for first in clauses for pair in _chained(chain, first, index))


def triples(kinds: tuple[Kind, ...] = KINDS) -> tuple[Cell, ...]:
    """List the cells of three goals: a chain, and a third goal that builds on its first or on its second.

    At least one thing carries another: three loads for one place are a longer sentence, not a harder task.
    """
    clauses = [cell[0] for cell in singles(kinds)]
    index = _indexed(clauses)
    followers = {
        first: [second for chain in CHAINS for _, second in _chained(chain, first, index)]
        for first in clauses
    }
    return tuple(
        (first, second, third)
        for first, second in chains(kinds)
        for source in (first, second.model_copy(update={"link": "none"}))
        for third in followers[source]
        if _goes_on(first, second, third)
    )


@lru_cache(maxsize=8)  # the table is a pure function of the kinds, and every question reads it
def cells(kinds: tuple[Kind, ...] = KINDS) -> tuple[Cell, ...]:
    """List every cell of the grammar over these kinds, one for each signature."""
    found: dict[str, Cell] = {}
    for cell in (*singles(kinds), *mixtures(kinds), *chains(kinds), *triples(kinds)):
        found.setdefault(signature(list(cell)), cell)
    return tuple(found.values())


def is_mixture(one: Clause, other: Clause) -> bool:
    """Whether two unlinked clauses read as one goal over two kinds."""
    same = one.model_copy(update={"mover": other.mover})
    return same == other and one.mover != other.mover and one.link == "none"


def source_of(clauses: Sequence[Clause], index: int) -> int:
    """Return the index of the goal that a linked one builds on, the nearest before it; -1 for none."""
    clause = clauses[index]
    for earlier in reversed(range(index)):
        one = clauses[earlier]
        if clause.link == "object" and clause.target == one.mover:
            return earlier
        if clause.link == "place" and clause.target == one.target and one.link != "object":
            return earlier
    return -1


def parse_signature(text: str) -> Cell:
    """Read a signature back into clauses; parts that this grammar cannot read are left out."""
    return tuple(clause for part in text.split(" + ") if (clause := _parse_clause(part)) is not None)


_CLAUSE = re.compile(r"(\w+)\((\w+) -> (\w+)\) by (\w+)(, ordered)?(?:, same (\w+))?")


def _parse_clause(text: str) -> Clause | None:
    match = _CLAUSE.fullmatch(text)
    if match is None:
        return None
    verb, mover, target, selection, ordered, link = match.groups()
    known = verb in get_args(Verb) and mover in KINDS and selection in get_args(Selection)
    if not known or target not in (*KINDS, "table"):
        return None
    return Clause(
        verb=cast(Verb, verb), mover=cast(Kind, mover), target=cast(Ground, target),
        selection=cast(Selection, selection), ordered=bool(ordered), link=cast(Link, link or "none"),
    )  # fmt: skip


def _mixes_well(form: Form, one: Clause, other: Clause) -> bool:
    """Two kinds differ in size, so an arrangement of both needs an order, and not that of size."""
    if form.partner is not None:
        return form.partner in (one.mover, other.mover)
    if one.selection == "any":
        return False
    if form.verb in ARRANGEMENTS:
        return one.ordered and one.selection == "all"
    return True


def _names(kind: Kind | str, names: tuple[Kind | Role, ...]) -> bool:
    return kind in names or (kind in FACTS and FACTS[kind].role in names)


def _clauses(form: Form, kinds: tuple[Kind, ...]) -> Iterator[Clause]:
    for mover in (kind for kind in kinds if _names(kind, form.movers)):
        for target in (kind for kind in kinds if _names(kind, form.targets)):
            for selection, ordered in form.picks:
                clause = Clause(
                    verb=form.verb, mover=mover, target=target, selection=selection, ordered=ordered
                )
                if _makes_sense(clause):
                    yield clause


def _makes_sense(clause: Clause) -> bool:
    """A support of the mover's own kind is told apart by being named, so only `one` does."""
    if clause.mover != clause.target:
        return True
    return clause.selection == "one" and clause.verb not in ("between", "aligned")


def _indexed(clauses: list[Clause]) -> Index:
    index: Index = defaultdict(list)
    for clause in clauses:
        index[clause.verb, _pick(clause), clause.target].append(clause)
    return index


def _chained(chain: Chain, first: Clause, index: Index) -> Iterator[tuple[Clause, Clause]]:
    if first.verb not in chain.first:
        return
    shared = first.mover if chain.link == "object" else first.target
    picks = [after for before, after in chain.pairs if before == _pick(first)]
    for verb, pick in product(chain.second, picks):
        for second in index.get((verb, pick, shared), ()):
            if _joins(chain, first, second):
                yield first, second.model_copy(update={"link": chain.link})


def _goes_on(first: Clause, second: Clause, third: Clause) -> bool:
    """Whether a third goal, which follows one of two linked ones, leaves both as they are."""
    links, targets = (second.link, third.link), (second.target, third.target)
    if "object" not in links or third.mover in (first.mover, second.mover, first.target, second.target):
        return False
    if links == ("object", "object") and targets[0] == targets[1]:  # what carries one load carries no other
        return False
    if third.link == "place" and (third.target != first.target or second.verb == "circle"):
        return False  # what was moved is no place of its own, and a circle closes its place in
    spread = first.verb in ("row", "circle") or second.verb == "circle"
    if spread and third.link == "object" and (third.target == second.mover) == (second.verb != "circle"):
        return False  # so many things would carry so many, which carry so many again
    if third.selection == "size" and third.target == second.mover:
        return False  # what is carried already is no larger than what shall stand on it by size
    if second.verb == third.verb == "tower" or (first.verb == third.verb == "tower"):
        return False  # two towers above each other are too high for the gripper
    return sum(clause.selection == "one" for clause in (first, second, third)) <= TRIPLE_ONES


def _joins(chain: Chain, first: Clause, second: Clause) -> bool:
    if first.mover in (first.target, second.mover) or "pile" in (
        first.mover,
        second.mover,
    ):  # a pile has a tool of its own
        return False
    if (first.verb, first.target) == ("row", "stand"):  # what it has room for is too narrow to carry
        return False
    if chain.link == "object":  # what moves second is neither what carried nor what is carried
        return second.mover != first.target
    full = first.target == "bowl" or FACTS[cast(Kind, first.target)].role == "stackable"
    return second.verb in ("circle", "beside") or not full


def _pick(clause: Clause) -> Pick:
    return clause.selection, clause.ordered
