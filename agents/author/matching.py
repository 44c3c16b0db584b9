"""From a wish to the task that grants it: a construction, or the plainest cell of the grammar that fits.

What cannot be granted is a `NoWay`, whose words say why and what could be done instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from agents.author.constructions import BEYOND, CONSTRUCTIONS, Construction
from agents.author.grammar import Cell, cells, form_of, parse_signature, singles
from agents.author.ladder import skill
from agents.author.planning import compose, worded
from agents.author.rules import faults_of
from agents.author.wishes import Noun, Wish
from agents.author.words import article, listed, preposition
from agents.roles import Proposal, Step
from sim.kinds import FACTS, Kind
from sim.signature import Clause, Verb
from sim.words import NUMBERS, plural

MOST_MOVED = 8  # things that one goal moves at most; see `agents.roles.Step`
PLACES: tuple[Kind, ...] = ("zone", "pallet", "box")  # one may serve for another; the usual one first
PLAINLY: tuple[Verb, ...] = ("inside", "on", "at", "within", "inserted", "spans")  # what a preposition says
OFFERS = 4  # of what could be done instead


class NoWay(Exception):
    """A target cannot be built; the message says why, and what could."""


@dataclass(frozen=True)
class Granted:
    """The task that grants a wish; `made` says what its parts stand for, where they stand for anything."""

    task: Proposal
    made: str


def grant(wish: Wish, kinds: tuple[Kind, ...], rng: np.random.Generator) -> Granted:
    """Find the task for a wish.

    Raises:
        NoWay: if nothing that can be built is what was wished for.
    """
    if wish.beyond:
        why, instead = BEYOND[wish.beyond]
        raise NoWay(f"{_a(wish.beyond)} cannot be built, for {why}; what could be: {instead}")
    if wish.strange or wish.is_empty:
        raise NoWay(f"{_not_understood(wish)}; {_what_there_is(kinds)}")
    if len(wish.constructions) > 1:
        raise NoWay(f"{listed([_a(row.names[0]) for row in wish.constructions])}: ask for one at a time")
    if wish.constructions:
        return _constructed(wish, wish.constructions[0], rng)
    return Granted(_matched(wish, kinds, rng), "")


def moved(clauses: list[Clause], place: Kind) -> list[Clause]:
    """Let things go to another place than the first goal says; empty where the grammar does not know that."""
    home = clauses[0].target
    there = [c.model_copy(update={"target": place}) if c.target == home else c for c in clauses]
    if home == place or home not in PLACES or place in {clause.mover for clause in there}:
        return []
    return there if all(form_of(clause) is not None for clause in there) else []


# --- constructions ----------------------------------------------------------------------------------------


def _constructed(wish: Wish, thing: Construction, rng: np.random.Generator) -> Granted:
    named = {kind for noun in wish.nouns for kind in noun.kinds}
    playing = [next((k for k in part.kinds if k in named), part.kinds[0]) for part in thing.parts]
    clauses = [parse_signature(p.clause.format(k))[0] for p, k in zip(thing.parts, playing, strict=True)]
    clauses = next(
        (elsewhere for place in _named_places(wish) if (elsewhere := moved(clauses, place))), clauses
    )
    words: dict[str, str] = {part.name: kind for part, kind in zip(thing.parts, playing, strict=True)}
    words |= {f"{name}s": plural(kind) for name, kind in words.items()}
    made = thing.made.format_map(words)
    steps = tuple(Step(clause=c, count=p.count) for c, p in zip(clauses, thing.parts, strict=True))
    _check_parts(wish, thing.names[0], made, steps)
    task = worded(steps, (), rng)
    where = f"{preposition(clauses[0])} the {'base' if clauses[0].target == 'box' else clauses[0].target}"
    told = {"description": thing.asked.format(**words, there=where)} if thing.asked else {}
    return Granted(task.model_copy(update={"name": f"build-{thing.names[0]}", **told}), made)


def _named_places(wish: Wish) -> list[Kind]:
    return [kind for noun in wish.nouns for kind in noun.kinds if kind in PLACES and noun.is_place]


def _check_parts(wish: Wish, name: str, made: str, steps: tuple[Step, ...]) -> None:
    """Refuse materials, numbers and relations that a construction has no part for."""
    for noun in wish.nouns:
        playing = [step for step in steps if {step.clause.mover, step.clause.target} & {*noun.kinds}]
        if not playing:
            raise NoWay(f"{_a(name)} has no part for {noun.word}: {made}")
        counts = {step.count for step in playing if step.clause.mover in noun.kinds}
        if noun.count and counts and noun.count not in counts:
            takes = " or ".join(NUMBERS[count] for count in sorted(counts))
            raise NoWay(f"{_a(name)} takes {takes} {noun.word}, not {noun.count}: {made}")
    chosen = wish.selection is None or wish.selection in {step.clause.selection for step in steps}
    if not chosen or (wish.ordered and not any(step.clause.ordered for step in steps)):
        raise NoWay(f"{_a(name)} is not told by colour, size or order, for its colours are drawn: {made}")
    if more := [verb for verb in wish.verbs if verb not in {step.clause.verb for step in steps}]:
        raise NoWay(f"{_a(name)} has no {listed(more)}: {made}; ask for one thing at a time")


# --- the grammar ------------------------------------------------------------------------------------------


def _matched(wish: Wish, kinds: tuple[Kind, ...], rng: np.random.Generator) -> Proposal:
    fixed = any(FACTS[kind].fixed for noun in wish.nouns for kind in noun.kinds)
    if not (wish.verbs or wish.placing or fixed or wish.selection):
        things = listed([noun.word for noun in wish.nouns])
        raise NoWay(f"it is not said what shall become of the {things}; {_offers(wish.nouns, kinds)}")
    fitting = [cell for cell in cells(kinds) if _fits(cell, wish)]
    if not fitting:
        raise NoWay(_why_not(wish, kinds, rng))
    cell = min(fitting, key=lambda cell: _plainness(cell, wish))
    return _counted(compose(cell, rng), wish, rng)


def _fits(cell: Cell, wish: Wish) -> bool:
    """Whether a cell has all that the wish names, and no goal that nobody asked for."""
    verbs = {clause.verb for clause in cell}
    chosen = wish.selection is None or any(clause.selection == wish.selection for clause in cell)
    ordered = not wish.ordered or any(clause.ordered for clause in cell)
    named = verbs.issuperset(wish.verbs) and all(_has(cell, noun) for noun in wish.nouns)
    return named and chosen and ordered and all(_is_asked(clause, wish) for clause in cell)


def _has(cell: Cell, noun: Noun) -> bool:
    return any(
        clause.target in noun.kinds or (clause.mover in noun.kinds and not noun.is_place) for clause in cell
    )


def _is_asked(clause: Clause, wish: Wish) -> bool:
    """Whether a wish names what a goal moves, and its relation; "in the bowl" names one, too."""
    movers = [noun.kinds for noun in wish.nouns if not (noun.is_place or FACTS[noun.kinds[0]].fixed)]
    plainly = clause.verb in PLAINLY and any(noun.is_place for noun in wish.nouns)
    moves = not movers or any(clause.mover in kinds for kinds in movers)
    return moves and (not wish.verbs or clause.verb in wish.verbs or plainly)


def _plainness(cell: Cell, wish: Wish) -> tuple[int, ...]:
    """Rank a cell that fits: as few goals, and as little that nobody named, as possible; less is better."""
    named = {kind for noun in wish.nouns for kind in noun.kinds}
    first = cell[0]
    unnamed = [clause for clause in cell if clause.mover not in named]
    packed = "inside" in wish.verbs and first.target != "container"
    sorted_elsewhere = wish.selection == "color" and first.target != "bowl"
    chosen = sum(clause.selection != (wish.selection or "all") for clause in cell)
    ordered = sum(clause.ordered and not wish.ordered for clause in cell)
    unusual = first.target not in named
    place = PLACES.index(first.target) if first.target in PLACES else len(PLACES)
    return len(cell), packed or sorted_elsewhere, len(unnamed), chosen, ordered, unusual, place


def _counted(task: Proposal, wish: Wish, rng: np.random.Generator) -> Proposal:
    """Take as many things as the wish says, if so many can be."""
    steps = task.steps
    for noun in wish.nouns:
        if noun.count > MOST_MOVED:
            raise NoWay(f"{noun.count} {noun.word} are too many: one goal moves {MOST_MOVED} at most")
        steps = tuple(
            step.model_copy(update={"count": noun.count})
            if noun.count and step.clause.mover in noun.kinds and not noun.is_place
            else step
            for step in steps
        )
    if steps == task.steps:
        return task
    counted = worded(steps, task.distractors, rng)
    if faults := faults_of(counted):
        raise NoWay("; ".join(fault.words for fault in faults))
    return counted


# --- what to say when there is no way ---------------------------------------------------------------------


def _why_not(wish: Wish, kinds: tuple[Kind, ...], rng: np.random.Generator) -> str:
    """Say what the rules have against the wish, or else that no such task is known."""
    reasons = dict.fromkeys(
        fault.words for task in _attempts(wish, rng) for fault in faults_of(task) if not fault.feasible
    )
    asked = listed([*wish.verbs, *([f"by {wish.selection}"] if wish.selection else [])] or ["that"])
    why = "; ".join(reasons) or f"no task is known that is {asked} of all that is named"
    return f"{why}; {_offers(wish.nouns, kinds)}"


def _attempts(wish: Wish, rng: np.random.Generator) -> Iterator[Proposal]:
    """Write down the wish as it is, however impossible."""
    places: list[Kind] = [n.kinds[0] for n in wish.nouns if n.is_place or FACTS[n.kinds[0]].fixed]
    movers = [noun for noun in wish.nouns if not FACTS[noun.kinds[0]].fixed and not noun.is_place]
    for verb in wish.verbs or ("on",):
        for noun in movers:
            place = places[0] if places else "pallet" if verb == "on" else "zone"
            clause = Clause(verb=verb, mover=noun.kinds[0], target=place, selection=wish.selection or "all")
            count = min(max(noun.count, 2), MOST_MOVED)
            yield worded((Step(clause=clause, count=count),), (), rng)


def _offers(nouns: Iterable[Noun], kinds: tuple[Kind, ...]) -> str:
    """Offer what can be done with the things that are named; when there are none, with any."""
    named = [noun.kinds[0] for noun in nouns if not FACTS[noun.kinds[0]].fixed] or ["block"]
    found = {cell[0].verb: skill(cell) for cell in reversed(singles(kinds)) if cell[0].mover in named}
    return f"what could be: {'; '.join(list(reversed(found.values()))[:OFFERS])}"


def _not_understood(wish: Wish) -> str:
    if wish.strange:
        are = "is" if len(wish.strange) == 1 else "are"
        return (
            f"{listed([f'{word!r}' for word in wish.strange])} {are} nothing that can be built or moved here"
        )
    return "it names nothing that can be built or moved here"


def _what_there_is(kinds: tuple[Kind, ...]) -> str:
    names = [row.names[0] for row in CONSTRUCTIONS]
    things = listed([plural(kind) if kind != "rods" else kind for kind in kinds])
    return (
        f"there are {things}, to be sorted, packed, stacked, lined up, inserted or swept, "
        f"and to be built into a tower, a pyramid, a wall, {listed([_a(name) for name in names])}"
    )


def _a(noun: str) -> str:
    return f"{article(noun)} {noun}"
