"""Descriptions of tasks that have no program yet: what to do, and what the scene is like.

They speak of kinds and choices, never of the colours of a seed; what does, is in `agents.author.words`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agents.author.grammar import Cell, is_mixture
from agents.author.words import (
    BY,
    LONGEST_NAMED,
    WHERE,
    article,
    listed,
    number,
    plain_sentences,
    preposition,
    sentence,
)
from sim.kinds import Kind
from sim.signature import Clause, Selection, Verb
from sim.words import plural

# Goals without the names of a seed, for descriptions; {what} as `what` below says it.
SUMMARIES: dict[tuple[Verb, Selection, bool], tuple[str, ...]] = {
    ("tower", "all", False): ("stack {what} into one tower {where}", "build one tower of {what} {where}"),
    ("tower", "one", False): ("stack {what} into a tower {where}", "build a tower {where} from {what}"),
    ("tower", "all", True): (
        "stack {what} in order {where}",
        "stack {what} {where} in the order that is said", "build a tower of {what} {where}, colour by colour",
    ),
    ("tower", "one", True): (
        "stack {what} in order {where}",
        "stack {what} {where} in the order that is said", "build a tower {where} from {what}, in their order",
    ),
    ("tower", "size", True): (
        "stack {what} by size {where}",
        "stack {what} {where} from the largest to the smallest",
        "build a tower of {what} {where} that narrows towards the top",
    ),
    ("pyramid", "all", False): ("build a pyramid of {what} {where}", "stack {what} into a pyramid {where}"),
    ("pyramid", "one", False): ("build a pyramid {where} from {what}", "stack {what} into a pyramid {where}"),
    ("row", "all", False): ("line up {what} {where}", "put {what} in one straight row {where}"),
    ("row", "one", False): ("line up {what} {where}", "put only {what} in a row {where}"),
    ("row", "all", True): (
        "line up {what} in order {where}",
        "line up {what} {where} in the order that is said", "make a row of {what} {where}, colour by colour",
    ),
    ("row", "one", True): (
        "line up {what} in order {where}",
        "line up {what} {where} in the order that is said", "make a row {where} from {what}, in their order",
    ),
    ("row", "size", True): (
        "rank {what} by size {where}",
        "line up {what} {where} from the largest to the smallest",
        "rank {what} {where} by size, left to right",
    ),
    **dict.fromkeys(
        (("circle", "all", False), ("circle", "one", False), ("circle", "color", False)),
        ("stand {what} in a circle {where}", "arrange {what} in a circle {where}"),
    ),
    **dict.fromkeys(
        (("wall", "all", False), ("wall", "one", False)),
        ("build a wall {where} from {what}", "stack {what} into a wall {where}"),
    ),
    **dict.fromkeys(
        (("layer", "all", False), ("layer", "one", False)),
        ("pack {what} {where} in full layers", "stack {what} {where} two by two"),
    ),
    ("bridge", "all", False): ("build a bridge {where} from {what}", "stack {what} into a bridge {where}"),
    **dict.fromkeys(
        (("inserted", "all", True), ("inserted", "one", True)),
        (
            "stack {what} over one rod of the stand in the order that is said",
            "slip {what} over one rod of the stand, colour by colour",
        ),
    ),
    ("inserted", "size", True): (
        "stack {what} over one rod of the stand, the largest at the bottom",
        "build a tower of {what} on one rod, from the largest to the smallest",
    ),
}  # fmt: skip

# What makes a selection interesting, most interesting first, for the second sentence of a description.
SCENES: dict[Selection, tuple[str, ...]] = {
    "one": (
        "Other {kinds} of other colours lie about and must stay.",
        "Only the colour tells the right {right} from the other {kinds}.",
    ),
    "size": ("The {kinds} differ in size only by a centimetre or so.", "No two {kinds} are of one size."),
    "color": (
        "There is one target for each colour.",
        "The colours of the {kinds} and of their targets match one to one.",
    ),
    "any": ("Which of the {kinds} does not matter.", "Any of the {kinds} will do."),
    "all": ("The {kinds} lie scattered over the table.", "Nothing but the {kinds} has to move."),
}  # fmt: skip

LONE = ("The {kind} starts anywhere on the table.", "Nothing but the {kind} has to move.")


def what(kind: Kind, count: int, selection: Selection) -> str:
    """Say in a description what is moved, without counts or colours."""
    noun = plural(kind)
    if selection == "one":
        return f"the named {kind}" if count == 1 else f"the named {noun}"
    if selection == "color":
        return f"each {kind}"
    if selection == "any":
        return f"any {kind}" if count == 1 else f"any {number(count)} {noun}"
    return f"the {kind}" if count == 1 else f"all the {noun}"


def describe(cell: Cell, counts: Sequence[int], pick: Callable[[tuple[str, ...]], str]) -> str:
    """Describe a task in two sentences: what to do, and what the scene is like.

    Args:
        cell: the clauses of its goals.
        counts: how many objects each clause moves.
        pick: draws one of several wordings.
    """
    first, last = cell[0], cell[-1]
    alike = last.link == "place" and first.selection == last.selection == "color"
    if len(cell) > 1 and (is_mixture(first, last) or alike):
        things = [what(c.mover, n, c.selection) for c, n in zip(cell, counts, strict=True)]
        told = _summary(first, listed(things), pick)
    else:
        told = _chained([_told(c, n, pick) for c, n in zip(cell, counts, strict=True)], pick)
    return f"{sentence(told)} {_scene(cell, counts, pick)}"


def _chained(parts: list[str], pick: Callable[[tuple[str, ...]], str]) -> str:
    """Say one thing after the other."""
    if len(parts) < LONGEST_NAMED + 1:
        return ", then ".join(parts)
    return ", then ".join(parts[:-1]) + pick((", then ", " and finally ")) + parts[-1]


def _scene(cell: Cell, counts: Sequence[int], pick: Callable[[tuple[str, ...]], str]) -> str:
    """Say what makes the scene interesting: what is to choose from, or that there is nothing else."""
    used = {clause.selection for clause in cell}
    how: Selection = next(how for how in SCENES if how in used)
    asked = [(c.mover, n) for c, n in zip(cell, counts, strict=True) if c.selection == how]
    if how == "all":
        if sum(n for _, n in asked) == 1:
            return pick(LONE).format(kind=asked[0][0])
        return pick(SCENES[how]).format(kinds=listed([k if n == 1 else plural(k) for k, n in asked]))
    right = "one" if sum(n for _, n in asked) == 1 else "ones"
    return pick(SCENES[how]).format(kinds=listed([plural(kind) for kind, _ in asked]), right=right)


def _told(clause: Clause, count: int, pick: Callable[[tuple[str, ...]], str]) -> str:
    own = clause.target in ("bowl", "fixture", "rods") or (
        clause.verb == "on" and clause.target not in ("pallet", "zone")
    )
    own = own and clause.verb not in BY
    if clause.selection == "all" and count > 1 and own:  # one each
        return _summary(clause, f"each {clause.mover}", pick)
    return _summary(clause, what(clause.mover, count, clause.selection), pick)


def _summary(clause: Clause, things: str, pick: Callable[[tuple[str, ...]], str]) -> str:
    arranged = SUMMARIES.get((clause.verb, clause.selection, clause.ordered))
    noun: str = "base" if arranged and clause.target == "box" and clause.link != "object" else clause.target
    if arranged:
        noun += " of its colour" if clause.selection == "color" else ""
        place = "it" if clause.verb == "circle" and clause.link == "place" else f"the {noun}"
        return pick(arranged).format(what=things, where=f"{preposition(clause)} {place}")
    where = f"the {noun} of its colour" if clause.selection == "color" else f"the {noun}"
    if clause.selection == "size":
        where += ", from the largest to the smallest"
    if things.startswith("each ") and clause.selection == "all":
        where = f"{article(noun)} {noun} of its own"
    if clause.verb in ("between", "aligned"):
        where = f"the two {plural(clause.target)}"
    where = where if clause.selection == "color" else WHERE.get(clause.target, where)
    return pick(plain_sentences(clause)).format(what=things, where=where)
