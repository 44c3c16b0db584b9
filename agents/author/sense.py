"""Whether a description says what its steps ask, and whether the sizes in it can be.

The rules of `agents.author.rules` read the steps; here the words are held against them: kinds, numbers,
figures (a tower, a row), the way of choosing, and lengths against what carries, holds and lifts.
"""

from __future__ import annotations

from collections.abc import Iterator

from agents.author.grammar import ARRANGEMENTS
from agents.author.reading import Mention, mentions, words_of
from agents.author.rules import Fault
from agents.author.sizes import LARGEST_ROW_M, PLINTH, SLACK_M, TOWER_M, Care, ring_m
from agents.author.words import article
from agents.roles import Proposal, Step
from sim.kinds import BOWL_LOAD_M, FACTS, Kind
from sim.signature import Ground, Verb
from sim.spec import TABLE_X
from sim.words import plural

LOAD_SHARE = 0.60  # how wide a support is at least, measured by its load: what `sim.checks` asks for
FLOOR_SHARE = 0.70  # of a container's floor that loads may cover: what `sim.relations` asks for

# Words that name an arrangement, and the goals of which they can be true.
FIGURES: dict[str, tuple[Verb, ...]] = {
    "tower": ("tower", "inserted"), "towers": ("tower", "inserted"), "pyramid": ("pyramid",), "row": ("row",),
    "wall": ("wall",), "bridge": ("bridge",), "layers": ("layer", "wall"),
}  # fmt: skip
# Ways of choosing, and words of which one has to be there.
BY_SIZE = (
    "size", "sizes", "largest", "smallest", "biggest", "widest", "narrows", "narrowest", "larger", "smaller",
    "tallest", "shortest", "graded",
)  # fmt: skip
BY_COLOR = ("colour", "colours", "color", "colors", "coloured", "colored", "matching", "match", "matches")
IN_ORDER = (
    "order",
    "then",
    "bottom",
    "left",
    "first",
    "after",
    "colour",
    "one",
    "sequence",
    "last",
    *BY_SIZE,
)
NAMED = (
    "named", "chosen", "only", "one", "that", "whose", "said", "particular", "certain", "right", "single",
    "two", "three", "four", "five", "six",
)  # fmt: skip
FREE = ("any", "some", "whichever", "whatever", "one", "two", "three")
GENERIC = (
    "object", "objects", "thing", "things", "piece", "pieces", "item", "items", "everything", "letter",
    "letters", "them", "it", "ring", "rings", "cube", "cubes", "one", "each",
)  # fmt: skip
SOMEWHERE = (
    "base", "it", "kit", "rod", "place", "places", "target", "targets", "spot", "there", "them", "board",
    "support", "surface", "top", "goal", "mark", "outline", "outlines", "hole", "another",
)  # fmt: skip


def contradictions(proposal: Proposal) -> Iterator[Fault]:
    """Say where the words of a description and the steps do not agree."""
    words, nouns = words_of(proposal.description), mentions(proposal.description)
    sure = [noun for noun in nouns if noun.sure]
    if not nouns or not proposal.steps:
        return  # it says nothing that could be wrong
    yield from _strangers(proposal, sure)
    yield from _unsaid(proposal, nouns, words)
    yield from _miscounted(proposal, sure)
    yield from _other_figures(proposal, words)
    for index, step in enumerate(proposal.steps):
        yield from _other_choice(index, step, words, nouns)


def oversized(proposal: Proposal) -> Iterator[Fault]:
    """Say which lengths of a description cannot be: too wide to be carried or held, too high, too long."""
    told: dict[Ground, float] = {
        kind: max(noun.sizes) for noun in mentions(proposal.description) if noun.sizes for kind in noun.kinds
    }
    for index, step in enumerate(proposal.steps):
        if told.get(step.clause.mover) or told.get(step.clause.target):
            yield from _misfit(index, step, told)


# --- words against steps ----------------------------------------------------------------------------------


def _kinds(proposal: Proposal) -> set[Kind]:
    """Every kind that the steps and distractors bring into the scene."""
    kinds = {*proposal.distractors, *(step.clause.mover for step in proposal.steps)}
    kinds |= {step.clause.target for step in proposal.steps if step.clause.target != "table"}
    return kinds | ({"kit"} if "hole" in kinds else set())


def _strangers(proposal: Proposal, nouns: list[Mention]) -> Iterator[Fault]:
    present = _kinds(proposal)
    for noun in nouns:
        if not present & {*noun.kinds}:
            words = f"the description speaks of the {noun.word}, but no step moves or needs one"
            yield Fault(words, "words")


def _unsaid(proposal: Proposal, nouns: tuple[Mention, ...], words: list[str]) -> Iterator[Fault]:
    said = {kind for noun in nouns for kind in noun.kinds}
    for index, step in enumerate(proposal.steps):
        mover, target = step.clause.mover, step.clause.target
        if mover not in said and not {*words} & {*GENERIC}:
            yield Fault(f"the description never mentions the {plural(mover)} that move", "words", index)
        if target not in said and not {*words} & {*SOMEWHERE}:
            yield Fault(
                f"the description does not say that the {plural(mover)} go to the {target}", "words", index
            )


def _miscounted(proposal: Proposal, nouns: list[Mention]) -> Iterator[Fault]:
    for noun in nouns:
        counts = _true_counts(proposal, noun)
        if noun.number > 1 and counts and noun.number not in counts:
            either = " or ".join(map(str, sorted(counts)))
            words = f"the description says {noun.number} {noun.word}, the steps make it {either}"
            yield Fault(words, "words")


def _true_counts(proposal: Proposal, noun: Mention) -> set[int]:
    """Return the numbers that a noun may carry; empty when any will do."""
    steps = proposal.steps
    if any(step.clause.target in noun.kinds for step in steps) or {"pile", "disk"} & {*noun.kinds}:
        counts = (
            {step.count for step in steps} if any(s.clause.target in noun.kinds for s in steps) else set()
        )
        return counts | {2, 3} if counts else set()
    moved = [step.count for step in steps if step.clause.mover in noun.kinds]
    idle = sum(kind in noun.kinds for kind in proposal.distractors)
    return (
        {*moved, sum(moved), idle, *(count + idle for count in moved), sum(moved) + idle} if moved else set()
    )


def _other_figures(proposal: Proposal, words: list[str]) -> Iterator[Fault]:
    verbs = {step.clause.verb for step in proposal.steps}
    for word in dict.fromkeys(words):
        if word in FIGURES and not verbs & {*FIGURES[word]}:
            yield Fault(f"the description asks for a {word}, the steps for {_either(verbs)}", "words")


def _other_choice(index: int, step: Step, words: list[str], nouns: tuple[Mention, ...]) -> Iterator[Fault]:
    clause, said = step.clause, {*words}
    if clause.selection == "size" and not said & {*BY_SIZE}:
        yield Fault("the steps go by size, the description does not say so", "words", index)
    elif clause.selection == "color" and not said & {*BY_COLOR}:
        yield Fault("the steps go by colour, the description does not say so", "words", index)
    elif clause.selection == "any" and not said & {*FREE}:
        yield Fault("any will do in the steps, the description does not say so", "words", index)
    elif clause.ordered and not said & {*IN_ORDER}:
        yield Fault("the steps have an order, the description gives none", "words", index)
    elif clause.selection == "one" and not (said & {*NAMED} or any(noun.colors for noun in nouns)):
        words_ = f"the description does not say that only some {plural(clause.mover)} are meant"
        yield Fault(words_, "words", index)


def _either(verbs: set[Verb]) -> str:
    return " and ".join(f"a {verb}" if verb in ARRANGEMENTS else f'"{verb}"' for verb in sorted(verbs))


# --- lengths ----------------------------------------------------------------------------------------------


def _misfit(index: int, step: Step, told: dict[Ground, float]) -> Iterator[Fault]:
    """Hold the sizes that are told, or the usual ones, against what the goal can do."""
    clause, count = step.clause, step.count
    if clause.target == "table":
        return
    load = told.get(clause.mover, max(FACTS[clause.mover].default_size[:2]))
    place = told.get(clause.target, max(FACTS[clause.target].largest[:2]))
    thing, where = _sized(clause.mover, load), _sized(clause.target, place)
    fault = ""
    if clause.verb in ARRANGEMENTS:
        around = told.get(clause.target, FACTS[clause.target].default_size[0])
        fault = _misbuilt(step, load, around if clause.verb == "circle" else place)
    elif clause.target == "bowl" and load > BOWL_LOAD_M:
        fault = f"{thing} does not sink into a bowl; {BOWL_LOAD_M:g} m at most"
    elif FACTS[clause.target].role == "stackable" and load * LOAD_SHARE > place:
        fault = f"{thing} is too wide for {where}, which carries {place / LOAD_SHARE:.2g} m at most"
    elif clause.verb == "spans" and load > place + SLACK_M:
        fault = f"{thing} is longer than {where}"
    elif clause.target in ("container", "zone", "pallet"):
        each = 1 if clause.selection == "color" else count
        if load > place or load**2 * each > FLOOR_SHARE * place**2:
            fault = f"{each} times {thing} does not fit {where}"
    if fault:
        yield Fault(fault, "sizes", index, feasible=False)


def _misbuilt(step: Step, load: float, place: float) -> str:
    """Say why an arrangement of things of a size cannot be, or nothing."""
    clause, count = step.clause, step.count
    if clause.verb == "tower" and load * count > TOWER_M:
        return f"{count} of {load:g} m are higher than {TOWER_M:g} m, over which the gripper cannot carry"
    if clause.verb == "tower" and load * LOAD_SHARE > place:
        return f"{_sized(clause.mover, load)} is too wide for {_sized(clause.target, place)}"  # type: ignore[arg-type]  # never the table
    if clause.verb == "row" and load * count > min(place, LARGEST_ROW_M):
        return f"a row of {count} times {load:g} m is longer than the {clause.target}"
    if clause.verb == "circle":
        around = PLINTH[0] if clause.target == "box" else place
        radius = ring_m([(load, load, load)] * count, (around, around, 0.0), Care())
        if 2 * radius + load > TABLE_X[1] - TABLE_X[0]:
            return f"a circle of {count} times {load:g} m is wider than the table"
    return ""


def _sized(kind: Kind, size: float) -> str:
    return f"{article(kind)} {kind} of {size:g} m"
