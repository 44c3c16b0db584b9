"""English for clauses: nouns, verbs, names, and sentences that say exactly what a goal says.

Tables first; the functions below only choose and join. A sentence is a template with `{what}` and `{where}`;
what fills them may itself hold `{color}`, to be filled by the program that says it.
"""

from __future__ import annotations

from collections.abc import Sequence

from agents.author.grammar import ARRANGEMENTS, SPOTS, Cell, is_mixture
from sim.signature import Clause, Ground, Selection, Verb
from sim.words import NUMBERS, plural

LONGEST_NAMED = 2  # goals of a task whose name has room for a place

# How a place is entered and where a thing is afterwards.
IN: dict[Ground, str] = {
    "bowl": "in", "container": "in", "zone": "in", "corner": "in", "fixture": "in", "hole": "in",
    "line": "along", "square": "across",
}  # fmt: skip
BY: dict[Verb, str] = {"circle": "around", "beside": "beside", "between": "between", "aligned": "with"}
WHERE: dict[Ground, str] = {"hole": "the kit", "rods": "a rod of the stand"}  # not by the name of the kind

# One word for each (verb, selection, ordered), so that a name tells signatures apart.
NAME_WORDS: dict[tuple[str, Selection, bool], str] = {
    ("inside", "all", False): "pack", ("inside", "one", False): "drop", ("inside", "color", False): "sort",
    ("on", "all", False): "set", ("on", "one", False): "put", ("on", "color", False): "pair",
    ("at", "all", False): "push", ("at", "one", False): "fit", ("at", "color", False): "dock",
    ("within", "all", False): "gather", ("within", "one", False): "move", ("within", "color", False): "sort",
    ("tower", "all", False): "stack", ("tower", "one", False): "raise",
    ("tower", "all", True): "layer", ("tower", "one", True): "build", ("tower", "size", True): "grade",
    ("pyramid", "all", False): "pile", ("pyramid", "one", False): "mount",
    ("row", "all", False): "align", ("row", "one", False): "range",
    ("row", "all", True): "arrange", ("row", "one", True): "queue", ("row", "size", True): "rank",
    ("inserted", "all", False): "insert", ("inserted", "one", False): "plug",
    ("inserted", "color", False): "match", ("inserted", "size", True): "thread",
    ("spans", "all", False): "lay", ("spans", "one", False): "stretch", ("spans", "color", False): "match",
    ("circle", "all", False): "circle", ("circle", "one", False): "ring",
    ("wall", "all", False): "wall", ("wall", "one", False): "brick",
    ("layer", "all", False): "tile", ("layer", "one", False): "pave", ("bridge", "all", False): "bridge",
    ("inside", "any", False): "fetch", ("on", "any", False): "rest", ("at", "any", False): "tuck",
    ("within", "any", False): "bring", ("inside", "size", True): "nest",
    ("within", "size", True): "marshal", ("circle", "color", False): "orbit",
    ("beside", "all", False): "place", ("beside", "one", False): "post",
    ("beside", "any", False): "leave", ("between", "all", False): "center",
    ("between", "one", False): "wedge", ("aligned", "all", False): "append",
    ("aligned", "one", False): "extend",
}  # fmt: skip

# A task of one goal has words to spare: (start, end) round the thing that is moved.
LONG_NAMES: dict[tuple[str, Selection, bool], tuple[str, str]] = {
    ("inside", "one", False): ("drop-chosen", ""), ("on", "one", False): ("put-chosen", ""),
    ("at", "one", False): ("fit-chosen", ""), ("within", "one", False): ("move-chosen", ""),
    ("tower", "one", False): ("stack-chosen", ""), ("tower", "all", True): ("stack", "-in-order"),
    ("tower", "one", True): ("build-chosen", "-tower"), ("tower", "size", True): ("stack-graded", ""),
    ("pyramid", "all", False): ("build", "-pyramid"), ("pyramid", "one", False): ("build-chosen", "-pyramid"),
    ("row", "all", False): ("line-up", ""), ("row", "one", False): ("line-up-chosen", ""),
    ("row", "all", True): ("arrange", "-in-order"), ("row", "one", True): ("arrange-chosen", ""),
    ("row", "size", True): ("rank", "-by-size"),
    ("inserted", "one", False): ("insert-chosen", ""), ("spans", "one", False): ("lay-chosen", ""),
    ("inserted", "size", True): ("stack", "-by-size"), ("inserted", "all", True): ("stack", "-in-order"),
    ("inserted", "one", True): ("thread-chosen", ""),
    ("circle", "one", False): ("circle-chosen", ""), ("circle", "color", False): ("circle", "-by-color"),
    ("bridge", "all", False): ("build", "-bridge"),
    ("wall", "all", False): ("build", "-wall"), ("wall", "one", False): ("build-chosen", "-wall"),
    ("layer", "all", False): ("tile", ""), ("layer", "one", False): ("tile-chosen", ""),
    **{(verb, "any", False): ("put-any", "") for verb in ("inside", "on", "within", "at", "beside")},
    ("inside", "size", True): ("pack", "-by-size"), ("within", "size", True): ("gather", "-by-size"),
    ("beside", "all", False): ("put", ""), ("beside", "one", False): ("put-chosen", ""),
    ("between", "all", False): ("put", ""), ("between", "one", False): ("put-chosen", ""),
    ("aligned", "all", False): ("line-up", ""), ("aligned", "one", False): ("line-up-chosen", ""),
}  # fmt: skip

# Goals without an order: what the gripper is asked to do. `{where}` comes without a preposition.
PLAIN_SENTENCES: dict[tuple[Verb, str], tuple[str, ...]] = {
    ("inside", "bowl"): ("put {what} into {where}", "place {what} in {where}", "drop {what} into {where}"),
    ("inside", "container"): (
        "pack {what} into {where}", "put {what} into {where}", "place {what} inside {where}",
    ),
    ("on", ""): ("put {what} on {where}", "place {what} on {where}", "set {what} down on {where}"),
    ("at", ""): ("align {what} with {where}", "push {what} into {where}", "fit {what} into {where}"),
    ("within", ""): (
        "move {what} into {where}", "bring {what} into {where}", "place {what} within {where}",
    ),
    ("within", "pile"): ("sweep {what} into {where}", "push {what} into {where}"),
    ("inserted", ""): ("insert {what} into {where}", "fit {what} into {where}", "put {what} into {where}"),
    ("inserted", "rods"): ("put {what} over {where}", "slip {what} over {where}"),
    ("spans", "line"): ("lay {what} along {where}", "straighten {what} along {where}"),
    ("spans", "square"): (
        "close {where} with {what}", "close the open side of {where} with {what}",
    ),
    ("beside", ""): ("put {what} beside {where}", "set {what} down next to {where}"),
    ("between", ""): ("put {what} between {where}", "place {what} halfway between {where}"),
    ("aligned", ""): ("put {what} in line with {where}", "set {what} down in line with {where}"),
}  # fmt: skip

# Spots beside one thing, by the side that the robot sees; {where} is that thing.
SIDE_SENTENCES: dict[str, tuple[str, ...]] = {
    side: (f"put {{what}} {place} {{where}}", f"set {{what}} down {place} {{where}}")
    for side, place in (
        ("left", "to the left of"), ("right", "to the right of"), ("front", "in front of"),
        ("behind", "behind"),
    )
}  # fmt: skip

# Arrangements: {where} comes with its preposition, {what} is a list of names or "all the blocks".
ARRANGED_SENTENCES: dict[tuple[Verb, Selection, bool], tuple[str, ...]] = {
    ("tower", "all", False): ("stack {what} into one tower {where}", "build one tower of {what} {where}"),
    ("tower", "one", False): ("stack {what} into a tower {where}", "build a tower {where} from {what}"),
    ("tower", "all", True): (
        "build a tower {where}, from bottom to top: {what}", "stack {where}, from the bottom up, {what}",
    ),
    ("tower", "one", True): (
        "build a tower {where}, from bottom to top: {what}", "stack {where}, from the bottom up, {what}",
    ),
    ("tower", "size", True): (
        "stack {what} {where} from the largest to the smallest",
        "build a tower of {what} {where}, largest below, smallest on top",
    ),
    ("pyramid", "all", False): (
        "build a pyramid of {what} {where}", "stack {what} into a pyramid {where}",
    ),
    ("pyramid", "one", False): ("build a pyramid {where} from {what}", "stack {what} into a pyramid {where}"),
    ("row", "all", False): ("line up {what} {where}", "put {what} in a straight row {where}"),
    ("row", "one", False): ("line up {what} {where}", "put {what} in a straight row {where}"),
    ("row", "all", True): (
        "make a row {where}, from left to right: {what}", "line up {where}, from left to right, {what}",
    ),
    ("row", "one", True): (
        "make a row {where}, from left to right: {what}", "line up {where}, from left to right, {what}",
    ),
    ("row", "size", True): (
        "line up {what} {where} from the largest on the left to the smallest on the right",
        "put {what} in a row {where} by size, the largest on the left",
    ),
    **dict.fromkeys(
        (("circle", "all", False), ("circle", "one", False), ("circle", "color", False)),
        ("stand {what} in a circle {where}", "arrange {what} in a circle {where}"),
    ),
    **dict.fromkeys(
        (("wall", "all", False), ("wall", "one", False)),
        ("build a wall {where} from {what}, two courses high", "build a wall of {what} {where}"),
    ),
    **dict.fromkeys(
        (("layer", "all", False), ("layer", "one", False)),
        ("pack {what} {where} in full layers of two by two", "stack {what} {where}, two by two"),
    ),
}  # fmt: skip

# How success is told in a docstring; {what} is singular ("every block"), {where} has its preposition.
SUCCESS: dict[Verb, str] = {
    "inside": "{what} rests {where}",
    "on": "{what} rests {where}",
    "at": "{what} lies {where} with its sides along both bars",
    "within": "{what} lies wholly {where}",
    "tower": "{what} stands in one tower {where}",
    "pyramid": "{what} is part of one pyramid {where}",
    "row": "{what} stands in one row {where}",
    "inserted": "{what} lies {where}, all the way down",
    "spans": "{what} lies {where}, all of it, either way round",
    "circle": "{what} stands in one circle {where}, evenly spaced",
    "wall": "{what} is part of one wall {where}, two courses high",
    "layer": "{what} stands {where}, in full layers of two by two",
    "beside": "{what} stands {where}, on the side that is said",
    "between": "{what} stands halfway {where}",
    "aligned": "{what} stands in line {where}, just beyond the second",
    "bridge": "{what} is part of one bridge {where}: two posts, and a box across them",
}


def number(count: int) -> str:
    """Write a number out, as far as there are words."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """Say how many: "a block", "three blocks"."""
    return f"{article(noun)} {noun}" if count == 1 else f"{number(count)} {plural(noun)}"


def article(noun: str) -> str:
    """Return the indefinite article of a word."""
    return "an" if noun[0] in "aeiou" else "a"


def listed(items: Sequence[str]) -> str:
    """Join with commas and a final "and"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Make a sentence: a capital at the start, a full stop at the end."""
    return f"{text[0].upper()}{text[1:]}." if text else ""


def is_many(clause: Clause) -> bool:
    """Whether a clause usually moves several objects, as its signature alone can tell."""
    if clause.verb in ARRANGEMENTS or clause.ordered or clause.selection == "color":
        return True
    return clause.selection == "all" and clause.verb not in ("at", "spans", *SPOTS) and clause.mover != "pile"


def preposition(clause: Clause) -> str:
    """Say how a thing is with its target: "in" a bowl, "around" it in a circle."""
    return BY.get(clause.verb) or IN.get(clause.target, "on")


def plain_sentences(clause: Clause) -> tuple[str, ...]:
    """Return the sentences for a goal without an arrangement."""
    for key in (clause.mover, clause.target, ""):
        if (clause.verb, key) in PLAIN_SENTENCES:
            return PLAIN_SENTENCES[clause.verb, key]
    return ("bring {what} to {where}",)


def name_of(cell: Cell) -> str:
    """Name a task in kebab-case: different signatures, different names, at most six words."""
    first, last = cell[0], cell[-1]
    if len(cell) == 1:
        return _long_name(first)
    if is_mixture(first, last):
        return f"{_word(first)}-{plural(first.mover)}-and-{plural(last.mover)}-{_place(first)}"
    if len(cell) > LONGEST_NAMED:  # no room for places
        return "-".join(f"{_word(clause)}-{_movers(clause)}" for clause in cell)
    if last.link == "object":
        return f"{_word(first)}-{_movers(first)}-{_place(first)}-{_word(last)}-{_movers(last)}"
    return f"{_word(first)}-{_movers(first)}-{_word(last)}-{_movers(last)}-{_place(last)}"


def _word(clause: Clause) -> str:
    if clause.mover == "pile":
        return "sweep-chosen" if clause.selection == "one" else "sweep"
    return NAME_WORDS.get(
        (clause.verb, clause.selection, clause.ordered), f"{clause.verb}-{clause.selection}"
    )


def _movers(clause: Clause) -> str:
    return plural(clause.mover) if is_many(clause) else clause.mover


def _place(clause: Clause) -> str:
    own = clause.target in ("bowl", "fixture", "hole") and clause.verb not in BY
    pair = clause.verb in ("between", "aligned")
    several = pair or clause.selection == "color" or (clause.selection == "all" and own)
    noun = plural(clause.target) if several else clause.target
    return f"{preposition(clause)}-{noun}"


def _long_name(clause: Clause) -> str:
    start, end = LONG_NAMES.get((clause.verb, clause.selection, clause.ordered), (_word(clause), ""))
    if clause.mover == "pile":
        start, end = _word(clause), ""
    mover = clause.mover if end in ("-tower", "-pyramid", "-wall", "-bridge") else _movers(clause)
    return f"{start}-{mover}{end}-{_place(clause)}"
