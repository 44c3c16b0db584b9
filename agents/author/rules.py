"""What makes a proposal impossible, ambiguous, trivial or silly, by reasoning over kinds, sizes and counts.

Each rule reads a proposal and finds faults; a fault says in words what is wrong and, for the proposer, which
mend would help. The critic turns faults into a critique; nothing here decides what is *interesting*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agents.author.grammar import ARRANGEMENTS, SPOTS, form_of, is_mixture
from agents.author.sizes import (
    CARRIERS,
    FILL,
    GRADES,
    LARGEST_ROW_M,
    LEAST_GRADES,
    LOADS,
    TOWER_M,
    WHOLES,
    use_of,
    whole,
)
from agents.author.words import article, counted
from agents.roles import Proposal, Step
from sim.kinds import FACTS, Kind
from sim.signature import Clause, Ground, Verb
from sim.spec import TABLE_X, TABLE_Y
from sim.words import NUMBERS, plural

Mend = Literal["fewer", "more", "target", "mover", "drop", "distractors", "words", "sizes", "give up"]

TABLE_SHARE = 0.5  # of the table that footprints may cover before placing becomes luck
LONGEST = 8  # actions; a longer task is a chore
# Table that some kinds need in place of their default size: a pallet that carries little, a kit round its
# holes, a rope with its bend, a pile of few cubes, a line for a rope.
CLAIMS: dict[Kind, tuple[float, float]] = {
    "pallet": (0.16, 0.16), "hole": FACTS["kit"].default_size[:2], "rope": (0.25, 0.12),
    "pile": (0.07, 0.07), "line": (0.26, 0.02),
}  # fmt: skip
CIRCLE_M = 0.34  # across, things included
LARGEST_CIRCLE = 5  # things
EXACT = ("at", "inserted", "spans", *SPOTS)  # one such move is task enough
# How many objects a place takes, whatever their size.
MOST: dict[tuple[Verb, Ground], int] = {
    ("inserted", "fixture"): 2, ("inserted", "hole"): 5, ("inserted", "rods"): 3,
    ("spans", "line"): 1, ("spans", "square"): 1,
}  # fmt: skip
MAX_WORDS = 6  # in a name
HOW: dict[Verb, str] = {
    "inside": "be inside", "at": "be pushed into", "within": "be within", "inserted": "be inserted into",
    "spans": "be laid along",
}  # fmt: skip
TAKES_ONE: tuple[Ground, ...] = ("corner", "fixture", "hole", "line", "square")  # and the bowl
NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")  # steps in words


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in words, with the step it is about, and what would mend it."""

    words: str
    mend: Mend
    step: int = 0
    count: int = 1  # for "fewer" and "more": the count to aim at
    feasible: bool = True  # wrong, but it could be built


def faults_of(proposal: Proposal) -> tuple[Fault, ...]:
    """Find everything that is wrong with a proposal, the gravest first."""
    if not proposal.steps:
        return (Fault("there is no goal", "give up", feasible=False),)
    proposal = proposal.model_copy(update={"steps": tuple(map(_plainly, proposal.steps))})
    found: list[Fault] = []
    for index, step in enumerate(proposal.steps):
        found += _impossible(index, step, proposal)
    found += _unlinked(proposal)
    if not found:  # what cannot be built need not be judged for taste
        found += [*_ambiguous(proposal), *_trivial(proposal), *_crowded(proposal), *_misnamed(proposal)]
    return tuple(sorted(found, key=lambda fault: fault.feasible))


def _plainly(step: Step) -> Step:
    """To lay things on a zone, which is paint, is to lay them within it."""
    if (step.clause.verb, step.clause.target) != ("on", "zone"):
        return step
    return step.model_copy(update={"clause": step.clause.model_copy(update={"verb": "within"})})


# --- impossible -------------------------------------------------------------------------------------------


def _impossible(index: int, step: Step, proposal: Proposal) -> Iterator[Fault]:
    clause = step.clause
    mover, target = clause.mover, clause.target
    if not FACTS[mover].graspable and form_of(clause) is None:
        yield Fault(f"a {mover} cannot be lifted by suction", "mover", index, feasible=False)
        return
    if mover == "pile" and {s.clause.mover for s in proposal.steps} != {"pile"}:
        yield Fault("the blade that sweeps a pile lifts nothing else", "drop", index, feasible=False)
    if target == "table":
        yield Fault("the bare table is no place to aim at", "target", index, feasible=False)
        return
    role = FACTS[target].role
    if role == "rolling":
        yield Fault(f"{_a(target)} rolls and never carries anything", "target", index, feasible=False)
    elif FACTS[mover].role == "rolling" and (clause.verb in ARRANGEMENTS or clause.verb == "on"):
        where = f"in a {clause.verb}" if clause.verb in ARRANGEMENTS else f"on {_a(target)}"
        words = f"{_a(mover)} {where} rolls away unless a rim or a flat zone holds it"
        yield Fault(words, "mover", index, feasible=False)
    elif form_of(clause) is None:
        how = f"stand in a {clause.verb} on" if clause.verb in ARRANGEMENTS else HOW.get(clause.verb, "be on")
        yield Fault(f"{_a(mover)} cannot {how} {_a(target)}", "target", index, feasible=False)
    else:
        yield from _too_many(index, step, proposal)


def _too_many(index: int, step: Step, proposal: Proposal) -> Iterator[Fault]:
    """Counts against capacity: of a bowl, a floor, a tower, a row, a pyramid, a rod."""
    clause, count = step.clause, step.count
    if clause.verb == "bridge":
        yield from _no_bridge(index, step, proposal)
        return
    if count != whole(clause, count):
        wholes = " or ".join(NUMBERS[number] for number in WHOLES[clause.verb])
        words = f"{counted(count, clause.mover)} make no {clause.verb}; it takes {wholes}"
        yield Fault(words, "fewer", index, whole(clause, count), feasible=False)
        return
    most = capacity(step, proposal)
    if count > most:
        place = f"one {clause.target}" if clause.verb not in ARRANGEMENTS else f"one {clause.verb}"
        words = f"{counted(count, clause.mover)} are too many for {place}: {most} fit"
        yield Fault(words, "fewer", index, most, feasible=False)


def _no_bridge(index: int, step: Step, proposal: Proposal) -> Iterator[Fault]:
    """A bridge has two posts and one deck, which is a box."""
    mixed = _mixed(proposal, index)
    need = 3 if not mixed else 1 if step.clause.mover == "box" else 2
    if step.count != need or (not mixed and step.clause.mover != "box"):
        words = f"{counted(step.count, step.clause.mover)} make no bridge: it takes two posts and a box"
        mend: Mend = "give up" if not mixed and step.clause.mover != "box" else "fewer"
        yield Fault(words, mend, index, need, feasible=False)


def capacity(step: Step, proposal: Proposal) -> int:
    """Return how many objects the place of a step takes, by the sizes of `sim.kinds` and `sizes`."""
    clause = step.clause
    if clause.selection == "size":
        return _grades(step)
    if clause.verb in ARRANGEMENTS:
        return _members(clause)
    if clause.selection == "color":
        few = (clause.verb, clause.target) in MOST and clause.target != "hole"
        return 2 if few or clause.mover == "pile" else 4
    if clause.mover == "pile":
        return 1
    if (clause.verb, clause.target) in MOST:
        alone = clause.selection == "one" and not clause.ordered
        return 1 if alone else MOST[clause.verb, clause.target]
    if clause.target == "bowl":
        return 1 if clause.selection == "one" else 4
    if clause.verb == "on" and clause.target in CARRIERS:
        return _carriers(step, proposal)
    if clause.verb in ("at", *SPOTS):
        return 1
    load = LOADS[use_of(clause)].get(clause.mover, FACTS[clause.mover].default_size)
    floor = FACTS[clause.target].default_size  # type: ignore[index]  # never the table here
    return int(FILL * floor[0] * floor[1] / (load[0] * load[1]))


def _members(clause: Clause) -> int:
    """How many things an arrangement has at most."""
    if clause.verb in WHOLES:
        return max(WHOLES[clause.verb])
    if clause.verb == "circle":
        return LARGEST_CIRCLE
    load = LOADS[use_of(clause)].get(clause.mover, FACTS[clause.mover].default_size)
    if clause.verb == "tower":
        return int(TOWER_M / load[2]) if clause.mover != "block" else 5
    return 3 if clause.target == "stand" else int((LARGEST_ROW_M - 0.04) / (load[1] + 0.02))


def _grades(step: Step) -> int:
    """How many sizes a tower has, or a row on the longest surface of its kind has room for."""
    target = FACTS[step.clause.target]  # type: ignore[index]  # never the table here
    widths = [size[0] for size in GRADES.get(step.clause.mover, ())]
    if step.clause.verb == "row":
        while widths and sum(widths) + 0.015 * (len(widths) - 1) > max(target.largest[:2]):
            widths.pop()
    return len(widths)


def _carriers(step: Step, proposal: Proposal) -> int:
    """How many supports there are: three of their own, or as many as an earlier step moved."""
    if step.clause.link != "object":
        return 3 if step.clause.selection == "all" else 1
    earlier = [s for s in proposal.steps if s.clause.mover == step.clause.target and s is not step]
    if earlier and earlier[0].clause.verb == "tower":
        return 1
    return earlier[0].count if earlier else 1


# --- glue -------------------------------------------------------------------------------------------------


def _unlinked(proposal: Proposal) -> Iterator[Fault]:
    """Each step after the first against all before it, however many there are."""
    for index, step in enumerate(proposal.steps[1:], start=1):
        earlier = proposal.steps[:index]
        before = [s.clause for s in earlier]
        yield from _glued(index, step.clause, before)
        yield from _undone(index, step.clause, before)
        yield from _occupied(index, step.clause, before)
        if step.clause.link == "object":
            yield from _unsure_carrier(proposal, index)


def _glued(index: int, clause: Clause, before: list[Clause]) -> Iterator[Fault]:
    """A step that has nothing, or not what it says, in common with those before."""
    if clause.link == "none" and not any(is_mixture(b, clause) for b in before):
        words = "the steps share neither an object nor a place: that is two tasks glued together"
        yield Fault(words, "drop", index)
    if clause.link == "object" and not {clause.mover, clause.target} & {b.mover for b in before}:
        words = f"no earlier goal moves the {clause.target} that shall carry the {clause.mover}"
        yield Fault(words, "drop", index)
    if clause.link == "place" and clause.target not in [b.target for b in before]:
        yield Fault(f"no earlier goal uses the {clause.target}", "drop", index)


def _undone(index: int, clause: Clause, before: list[Clause]) -> Iterator[Fault]:
    """A step that moves again what an earlier one has put down, or stands below what it stands on."""
    if clause.mover in [b.mover for b in before]:
        words = (
            f"the {NTH[index]} goal takes the {plural(clause.mover)} away from where an earlier one put them"
        )
        yield Fault(words, "drop", index, feasible=False)
    above: dict[Ground, Ground] = {b.mover: b.target for b in before if b.mover != b.target}
    below: Ground | None = clause.target
    while below is not None and below != clause.mover:
        below = above.get(below)
    if below is not None and clause.target != clause.mover and clause.target in above:
        words = f"the {clause.mover} would stand on what stands on it: nobody can begin"
        yield Fault(words, "drop", index, feasible=False)


def _occupied(index: int, clause: Clause, before: list[Clause]) -> Iterator[Fault]:
    """A place, or the top of a thing, that an earlier step has filled already."""
    same = [b for b in before if b.target == clause.target and not is_mixture(b, clause)]
    around = ("circle", *SPOTS)  # these stand by a place, not in it
    if not same or clause.verb in around or all(b.verb in around for b in same):
        return
    if clause.link == "place" and clause.target == "bowl":
        yield Fault("a bowl holds one thing, it cannot be shared", "drop", index, feasible=False)
    elif clause.link == "place" and clause.target in TAKES_ONE:
        words = f"the {clause.target} is full after an earlier goal: it takes one thing"
        yield Fault(words, "drop", index, feasible=False)
    elif clause.link != "none" and FACTS[clause.target].role == "stackable":  # type: ignore[index]  # never the table here
        words = f"the {clause.target} carries something already, its top is full"
        yield Fault(words, "drop", index, feasible=False)
    elif clause.link == "place" and (
        clause.verb in ARRANGEMENTS or any(b.verb in ARRANGEMENTS for b in same)
    ):
        words = f"what is built on the {clause.target} leaves no room there for another goal"
        yield Fault(words, "drop", index, feasible=False)


def _unsure_carrier(proposal: Proposal, index: int) -> Iterator[Fault]:
    step = proposal.steps[index]
    for carrier in proposal.steps[:index]:
        if carrier.clause.mover != step.clause.target:
            continue
        if carrier.clause.verb in ("tower", "pyramid") and not carrier.clause.ordered:
            words = f"nobody knows which {carrier.clause.mover} is on top when the order is free"
            yield Fault(words, "drop", index)
        if step.clause.verb in ARRANGEMENTS and carrier.count > 1:
            words = f"it is open which of the {carrier.count} {plural(carrier.clause.mover)} shall carry it"
            yield Fault(words, "fewer", proposal.steps.index(carrier), 1)


# --- ambiguous, trivial, crowded --------------------------------------------------------------------------


def _ambiguous(proposal: Proposal) -> Iterator[Fault]:
    movers = [step.clause.mover for step in proposal.steps]
    for index, step in enumerate(proposal.steps):
        clause = step.clause
        others = proposal.distractors.count(clause.mover)
        if clause.selection == "one" and not others:
            words = f"the named {clause.mover} is the only one: there is nothing to choose from"
            yield Fault(words, "distractors", index)
        if clause.selection == "any" and not others:
            words = f"any {clause.mover} will do, but there are no more than have to move"
            yield Fault(words, "distractors", index)
        if clause.selection in ("all", "size") and others:
            words = f"{_a(clause.mover)} that lies about would satisfy the sentence too"
            yield Fault(words, "distractors", index)
        if clause.selection == "color" and step.count < 2:
            yield Fault("sorting by colour needs at least two colours", "more", index, 2)
        if clause.ordered and step.count < 2 and not _mixed(proposal, index):
            yield Fault("an order of one thing cannot be seen", "more", index, 3)
        if clause.selection == "size" and step.count < LEAST_GRADES.get(clause.mover, 3):
            yield Fault("an order by size shows with three things, not with two", "more", index, 3)
    for kind in sorted(set(proposal.distractors) - set(movers)):
        words = f"the {kind} has no part in the task; without it nothing would change"
        yield Fault(words, "distractors")


def _mixed(proposal: Proposal, index: int) -> bool:
    clause = proposal.steps[index].clause
    return any(is_mixture(s.clause, clause) for i, s in enumerate(proposal.steps) if i != index)


def _trivial(proposal: Proposal) -> Iterator[Fault]:
    first = proposal.steps[0]
    lone = len(proposal.steps) == 1 and first.count == 1 and first.clause.selection == "all"
    if lone and first.clause.verb not in EXACT and first.clause.mover != "pile":
        words = "one object and one obvious place: a single move that teaches nothing"
        yield Fault(words, "more", 0, 3)
    if first.clause.verb in ("tower", "row") and first.count < 2 and not _mixed(proposal, 0):
        yield Fault(f"one thing makes no {first.clause.verb}", "more", 0, 3)


def _crowded(proposal: Proposal) -> Iterator[Fault]:
    moves = sum(step.count for step in proposal.steps)
    largest = max(range(len(proposal.steps)), key=lambda i: proposal.steps[i].count)
    fewer = max(1, proposal.steps[largest].count - 1)
    if moves > LONGEST:
        yield Fault(f"{moves} moves are a chore; {LONGEST} are plenty", "fewer", largest, fewer)
    table = (TABLE_X[1] - TABLE_X[0]) * (TABLE_Y[1] - TABLE_Y[0])
    covered = sum(_covered(step) for step in proposal.steps)
    covered += sum(_claim(kind) for kind in proposal.distractors)
    if covered > TABLE_SHARE * table:
        words = f"the things need {covered:.2f} of the table's {table:.2f} m2: placing them becomes luck"
        yield Fault(words, "fewer", largest, fewer, feasible=False)


def _covered(step: Step) -> float:
    """Table that a step needs: its movers where they start, its places unless an earlier step has them."""
    clause = step.clause
    covered = step.count * _claim(clause.mover)
    if clause.verb == "circle":
        return covered + CIRCLE_M**2
    if clause.link != "none" or clause.target == "table":
        return covered
    own = clause.target in ("bowl", "fixture") or (clause.target in CARRIERS and clause.verb == "on")
    several = clause.selection == "color" or own
    return covered + (step.count if several else 1) * _claim(clause.target)


def _claim(kind: Kind) -> float:
    x, y = CLAIMS.get(kind, FACTS[kind].default_size[:2])
    return (x + 0.02) * (y + 0.02)


def _misnamed(proposal: Proposal) -> Iterator[Fault]:
    if len(proposal.name.split("-")) > MAX_WORDS:
        yield Fault(f"the name has more than {MAX_WORDS} words", "give up")


def _a(noun: str) -> str:
    return f"{article(noun)} {noun}"
