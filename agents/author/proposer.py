"""The built-in proposer: what has not been done, near to what has been verified.

It weighs every cell of the grammar by what the library lacks (`agents.author.census`), draws one, and says
why; sometimes it is tempted to want more (`agents.author.temptations`). Asked to mend, it does what the
problems say, or thinks of something else.
"""

from __future__ import annotations

import asyncio

import numpy as np

from agents.author.census import MOST_OF_A_SKELETON, Census, dealt, family_of, free_rows, pick_of, weights_of
from agents.author.grammar import Cell, parse_signature
from agents.author.interest import interest_in
from agents.author.planner import plan, staged
from agents.author.planning import compose
from agents.author.revising import mended
from agents.author.table import is_harder, steps_of, table
from agents.author.temptations import tempted
from agents.roles import Example, Plan, PlanRequest, Proposal, ProposeRequest
from sim.signature import Clause, signature, skeleton

SCARCE = 0.15  # of the tasks; a kind that moves in fewer is worth a mention


class BuiltInProposer:
    """Invents tasks from the grammar, or takes a target apart with it."""

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Answer with a proposal; the work is done in a thread."""
        return await asyncio.to_thread(_propose, request)

    async def plan(self, request: PlanRequest) -> Plan:
        """Answer with the way to a target; the work is done in a thread."""
        return await asyncio.to_thread(plan, request)


def _propose(request: ProposeRequest) -> Proposal:
    rng = np.random.default_rng(np.random.SeedSequence(request.draw))
    if request.stage is not None:
        return staged(request.stage)
    if request.previous is None:
        return _invented(request, rng, frozenset())
    return _revised(request, request.previous, rng)


def _invented(request: ProposeRequest, rng: np.random.Generator, avoid: frozenset[str]) -> Proposal:
    census = Census.of(request.known)
    taken = {*request.known, *(rejection.signature for rejection in request.rejected), *avoid}
    free = free_rows(request, taken, census)
    if not len(free):
        return _exhausted(request, rng)
    rows = dealt(free, request)
    cell = table(request.kinds).cells[rng.choice(rows, p=weights_of(rows, free, census, request))]
    proposal = compose(cell, rng)
    wanted = tempted(proposal, request, rng)
    if wanted is not None and _is_welcome(wanted[0], request, census, avoid):
        reasons = _opening(wanted[1])
        if _signature(wanted[0]) not in request.known:
            reasons = f"{reasons} {_why(_cell_of(wanted[0]), census, request)}"
        return _finished(wanted[0], reasons, request)
    return _finished(proposal, _why(cell, census, request), request)


def _revised(request: ProposeRequest, previous: Proposal, rng: np.random.Generator) -> Proposal:
    """Do what the problems say, or think of something else."""
    problems = request.critique.problems if request.critique else ()
    duplicate = request.critique.duplicate_of if request.critique else ""
    told = "; ".join(problems) or "the idea was refused"
    better = None if duplicate else mended(previous, rng)
    refused = frozenset(rejection.signature for rejection in request.rejected)
    if better and _is_welcome(better, request, Census.of(request.known), refused):
        return _finished(better, f"Mended, because {told}.", request)
    fresh = _invented(request, rng, frozenset({_signature(previous)}))
    return fresh.model_copy(update={"reasons": f"Another idea, because {told}. {fresh.reasons}"})


def _is_welcome(proposal: Proposal, request: ProposeRequest, census: Census, avoid: frozenset[str]) -> bool:
    """Whether an idea may be said that no share was dealt for; whether it is new, the memory says."""
    text = _signature(proposal)
    if proposal.name in {rejection.name for rejection in request.rejected}:
        return False  # what was built may have another signature than what was meant
    return text not in avoid and (text in request.known or census.has_room(_cell_of(proposal)))


def _finished(proposal: Proposal, reasons: str, request: ProposeRequest) -> Proposal:
    parents = _parents(_cell_of(proposal), request.examples)
    return proposal.model_copy(update={"reasons": reasons, "parents": parents})


def _exhausted(request: ProposeRequest, rng: np.random.Generator) -> Proposal:
    """Say that there is nothing new to think of, and what would open new ground."""
    every = table(request.kinds)
    left = len(every.cells) - sum(text in every.rows for text in request.known)
    told = f"All {len(every.cells)} cells of the grammar are taken"
    if left:
        told += (
            f", but for {left} that would only repeat a skeleton of which there are {MOST_OF_A_SKELETON} "
            "tasks already, with other kinds"
        )
    words = f"{told}; new kinds or relations would open new ground."
    proposal = compose(every.cells[int(rng.integers(len(every.cells)))], rng)
    return _finished(proposal, words, request)


# --- reasons ----------------------------------------------------------------------------------------------


def _why(cell: Cell, census: Census, request: ProposeRequest) -> str:
    """Say what the library lacks that this cell has, and what the cell is made from."""
    if not request.known:
        return f"The library is empty, so any cell is new; {cell[0].text()} is a start."
    reasons = [*_wished(cell, request)]
    if not census.skeletons[skeleton(list(cell))]:
        reasons.append(f"no task of {census.tasks} asks for {skeleton(list(cell))}")
    for clause in cell:
        reasons += _lacking(clause, census)
    told = "; ".join(dict.fromkeys(reasons)) or f"the cell {signature(list(cell))} is still empty"
    return f"{_opening(told)}{_origin(cell, request.examples)}"


def _wished(cell: Cell, request: ProposeRequest) -> list[str]:
    interest = interest_in(request.about)
    match = max(interest.match(clause) for clause in cell)
    return [f'it is about "{request.about}"'] if match >= 1 else []


def _lacking(clause: Clause, census: Census) -> list[str]:
    reasons = []
    if not census.verbs[family_of(clause)]:
        reasons.append(f"nothing uses {clause.verb!r} yet")
    share = census.movers[clause.mover] / max(census.tasks, 1)
    if share < SCARCE:
        reasons.append(f"{clause.mover}s move in only {share:.0%} of the tasks")
    if not census.picks[pick_of(clause)]:
        reasons.append(f"nothing is {clause.verb!r} by {clause.selection} yet")
    return reasons


def _origin(cell: Cell, examples: tuple[Example, ...]) -> str:
    """Say which example the cell makes harder, or which ones it is made from."""
    for example in examples:
        known = parse_signature(example.signature)
        if is_harder(cell, known):
            more = steps_of(cell) > steps_of(known)
            how = "one more step builds on it" if more else "there is more to choose or to put in order"
            return f" It makes {example.name} harder: {how}."
    parents = _parents(cell, examples)
    made = "a composition" if steps_of(cell) > 1 else "a variant"
    return f" It is {made} of {' and '.join(parents)}." if parents else ""


def _parents(cell: Cell, examples: tuple[Example, ...]) -> tuple[str, ...]:
    """Name the examples that share most with a cell, at most one a clause."""
    found: list[str] = []
    for clause in cell:
        scored = [(_likeness(clause, example), -i) for i, example in enumerate(examples)]
        best = max(scored, default=(0, 0))
        if best[0] >= 2:
            found.append(examples[-best[1]].name)
    return tuple(dict.fromkeys(found))


def _likeness(clause: Clause, example: Example) -> int:
    return max(
        (
            2 * (other.verb == clause.verb) + (other.mover == clause.mover) + (other.target == clause.target)
            for other in parse_signature(example.signature)
        ),
        default=0,
    )


def _opening(words: str) -> str:
    """Begin a sentence."""
    start = f"{words[0].upper()}{words[1:]}"
    return start if start.endswith(".") else f"{start}."


def _cell_of(proposal: Proposal) -> Cell:
    return tuple(step.clause for step in proposal.steps)


def _signature(proposal: Proposal) -> str:
    return signature(list(_cell_of(proposal)))
