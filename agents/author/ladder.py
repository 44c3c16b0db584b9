"""What has to be learned before a goal: its relation taken apart, as data.

A tower needs that one thing can be put on another, an order needs the same without an order, and everything
needs that something can be picked up and put down at all. Each rung is a goal by itself, so it can be built,
verified and kept like any other task.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.author.grammar import ARRANGEMENTS, Cell, form_of, is_mixture, parse_signature
from sim.signature import Clause, Selection, Verb, signature
from sim.words import plural

GRASP = "within({mover} -> zone) by one"

# What a relation builds on, nearest first; `{mover}` and `{target}` are those of the goal. Clauses that the
# grammar does not have (nothing carries a ball) are passed over.
LEADS: dict[Verb, tuple[str, ...]] = {
    "on": (GRASP,),
    "at": (GRASP,),
    "inside": (GRASP,),
    "within": (GRASP,),
    "row": (GRASP,),
    "tower": ("on({mover} -> {mover}) by one",),
    "pyramid": ("row({mover} -> {target}) by all", "on({mover} -> {mover}) by one"),
    "wall": ("row({mover} -> {target}) by all", "tower({mover} -> {target}) by all"),
    "bridge": ("row({mover} -> {target}) by all", "on(box -> {mover}) by all"),
    "circle": ("within({mover} -> zone) by all",),
    "layer": ("on({mover} -> {target}) by all",),
    "beside": (GRASP,),
    "between": ("beside({mover} -> {target}) by all",),
    "aligned": ("beside({mover} -> {target}) by all",),
    "inserted": ("within({mover} -> zone) by all", "at(block -> corner) by all"),
    "spans": ("at(block -> corner) by all", "spans({mover} -> line) by all"),
}

# What a way of choosing builds on, for arrangements and for the rest.
CHOICES: dict[Selection, Selection] = {
    "color": "one", "one": "one", "size": "all", "all": "one", "any": "one",
}  # fmt: skip
ARRANGED_CHOICES: dict[Selection, Selection] = dict.fromkeys(CHOICES, "all")

SKILLS: dict[Verb, str] = {
    "inside": "put {what} into a {target}",
    "on": "put {what} on a {target} so that it holds",
    "at": "align {what} with the sides of a mark",
    "within": "take {what} to a {target}",
    "inserted": "fit {what} into place, turned the right way",
    "spans": "bring {what} into line with a mark",
    "tower": "stack {what} into a tower",
    "pyramid": "rest {what} on each other, one on two",
    "row": "line up {what} side by side",
    "circle": "stand {what} evenly round something",
    "wall": "lay {what} course on course",
    "bridge": "lay a box across two {what} that stand apart",
    "layer": "pack {what} close, layer on layer",
    "beside": "put {what} down beside a {target}",
    "between": "put {what} down between two of a kind",
    "aligned": "carry on a line with {what}",
}
WHAT: dict[Selection, str] = {
    "all": "{movers}", "one": "the named {movers} only", "color": "{movers}, each where its colour says,",
    "size": "{movers} by size", "any": "any of the {movers}",
}  # fmt: skip
FIRST_SKILL = "pick up the named {mover} and put it down in a place"


@dataclass(frozen=True)
class Rung:
    """One goal to be learned, with what it needs, as signatures."""

    cell: Cell
    needs: tuple[str, ...]

    @property
    def signature(self) -> str:
        """The signature of its task."""
        return signature(list(self.cell))


def goals_of(cell: Cell) -> tuple[Cell, ...]:
    """Take a cell apart into its goals, each standing alone; one goal over two kinds stays one."""
    goals: list[Cell] = []
    for clause in cell:
        alone = clause.model_copy(update={"link": "none"})
        if goals and clause.link == "none" and is_mixture(goals[-1][-1], clause):
            goals[-1] = (*goals[-1], alone)
        else:
            goals.append((alone,))
    return tuple(goals)


def ladder(cell: Cell) -> tuple[Rung, ...]:
    """List what has to be learned, each rung after all that it needs, the cell itself last."""
    rungs: dict[str, Rung] = {}
    goals = goals_of(cell)
    if len(goals) == 1:
        _climb(goals[0], rungs)
    else:
        needs = tuple(_climb(goal, rungs) for goal in goals if _is_known(goal))
        top = Rung(cell, tuple(dict.fromkeys(needs)))
        rungs[top.signature] = top
    return tuple(rungs.values())


def skill(cell: Cell) -> str:
    """Say what a goal teaches, as a verb phrase."""
    first = cell[0]
    if _is_grasp(cell):
        return FIRST_SKILL.format(mover=first.mover)
    what = WHAT[first.selection].format(movers=plural(first.mover))
    order = " in the order that is said" if first.ordered and first.selection != "size" else ""
    return SKILLS[first.verb].format(what=f"{what}{order}", target=first.target)


def _climb(goal: Cell, rungs: dict[str, Rung]) -> str:
    """Put a goal on the ladder, after what it needs; return its signature."""
    name = signature(list(goal))
    if name in rungs:
        return name
    grasp = next((rung.signature for rung in rungs.values() if _is_grasp(rung.cell)), "")
    if _is_grasp(goal) and grasp:  # who can pick up one kind of thing can pick up another
        return grasp
    needs = tuple(dict.fromkeys(_climb(lead, rungs) for lead in _leads(goal)))
    rungs[name] = Rung(goal, needs)
    return name


def _leads(goal: Cell) -> list[Cell]:
    """Return what a goal builds on directly: the same with an easier choice, else what its relation needs."""
    first = goal[0]
    easier = _easier(goal)
    if easier != goal and _is_known(easier):
        return [easier]
    if first.mover == "pile":  # it is swept, which nothing else prepares for
        return []
    texts = (text.format(mover=first.mover, target=first.target) for text in LEADS[first.verb])
    return [lead for text in texts if (lead := parse_signature(text)) and _is_known(lead) and lead != goal]


def _easier(goal: Cell) -> Cell:
    """Choose what moves in an easier way; an arrangement of two kinds becomes one of the first kind."""
    arranged = goal[0].verb in ARRANGEMENTS
    kept = goal[:1] if arranged and goal[0].verb != "bridge" else goal
    return tuple(_chosen_easier(clause) for clause in kept)


def _chosen_easier(clause: Clause) -> Clause:
    arranged = clause.verb in (*ARRANGEMENTS, "spans") or clause.target == "rods"
    choices = ARRANGED_CHOICES if arranged else CHOICES
    simple = (
        clause.verb in ("on", "at", "within", "beside", "between", "aligned") and clause.selection == "all"
    )
    selection = clause.selection if simple else choices[clause.selection]
    return clause.model_copy(update={"selection": selection, "ordered": False})


def _is_grasp(goal: Cell) -> bool:
    (first, *_) = goal
    return first.verb == "within" and first.selection == "one" and first.mover != "pile"


def _is_known(goal: Cell) -> bool:
    return all(form_of(clause) is not None and _is_offered(clause) for clause in goal)


def _is_offered(clause: Clause) -> bool:
    form = form_of(clause)
    own_kind = clause.mover == clause.target and clause.selection != "one"
    return form is not None and (clause.selection, clause.ordered) in form.picks and not own_kind
