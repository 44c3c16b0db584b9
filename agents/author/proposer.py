"""The built-in proposer: what has not been done, near to what has been verified.

It scores every cell of the grammar by what the library lacks (skeletons, verbs, kinds, ways of selecting),
draws among the best, and says why. Asked to mend, it does what the problems say; if that leads nowhere new,
it drops the idea for another one.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from agents.author.grammar import Cell, cells, form_of, is_mixture, parse_signature
from agents.author.planner import plan, staged
from agents.author.planning import compose, tempted, worded
from agents.author.rules import Fault, faults_of
from agents.roles import Example, Plan, PlanRequest, Proposal, ProposeRequest, Step
from sim.kinds import FACTS, Kind
from sim.signature import Clause, Verb, signature, skeleton

FANCY = 0.13  # share of first ideas that want too much
CHAIN_SHARE = 0.45  # of two steps, at most
SPREAD = 1.2  # how far from the best score a draw still goes: attempts in flight do not see each other
MOST_OF_A_SKELETON = 4
FAIRNESS = 1.5  # how much more often each of a few ways of asking is drawn than each of many; 0: as often
SHARES = 16  # attempts that may be in flight at once choose from different cells ...
FEWEST = 8  # ... as long as each has so many to choose from
RARE = 6.0  # what it counts that nobody has done this with such a thing; half of it after the first time
MENDS = 6


@dataclass(frozen=True)
class Census:
    """What the library holds, counted."""

    tasks: int
    skeletons: Counter[str]
    verbs: Counter[str]
    movers: Counter[str]
    picks: Counter[str]
    pairs: Counter[tuple[str, str]]  # verb and mover
    chains: int

    @classmethod
    def of(cls, known: tuple[str, ...]) -> Census:
        """Count what signatures say."""
        held = [cell for cell in map(parse_signature, known) if cell]
        clauses = [clause for cell in held for clause in cell]
        return cls(
            tasks=len(held),
            skeletons=Counter(skeleton(list(cell)) for cell in held),
            verbs=Counter(clause.verb for clause in clauses),
            movers=Counter(clause.mover for clause in clauses),
            picks=Counter(_pick(clause) for clause in clauses),
            pairs=Counter((clause.verb, clause.mover) for clause in clauses),
            chains=sum(is_chain(cell) for cell in held),
        )

    def lack(self, cell: Cell, wishes: Mapping[Clause, float]) -> float:
        """Say how much the library lacks a cell: 0 or less where it has plenty.

        Args:
            cell: the clauses of its goals.
            wishes: what `wish` says of each clause.
        """
        same = self.skeletons[_skeleton(cell)]
        score = -1.5 * same - (4.0 if same >= MOST_OF_A_SKELETON else 0.0)
        if self.chains >= CHAIN_SHARE * max(self.tasks, 1) and is_chain(cell):
            score -= 3.0
        return score + sum(wishes[clause] for clause in cell) / len(cell)

    def wish(self, clause: Clause) -> float:
        """Say how much the library lacks what a clause has: its kind, its verb, its way of selecting."""
        total = max(self.tasks, 1)
        often = 2.0 * self.movers[clause.mover] + 2.0 * self.verbs[clause.verb] + self.picks[_pick(clause)]
        return RARE / (1 + self.pairs[clause.verb, clause.mover]) - often / total


class BuiltInProposer:
    """Invents tasks from the grammar, or takes a target apart with it."""

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Answer with a proposal; the work is done in a thread."""
        return await asyncio.to_thread(_propose, request)

    async def plan(self, request: PlanRequest) -> Plan:
        """Answer with the way to a target; the work is done in a thread."""
        return await asyncio.to_thread(plan, request)


def is_chain(cell: Cell) -> bool:
    """Whether a cell has two goals (and not one goal over two kinds)."""
    return len(cell) > 1 and any(clause.link != "none" for clause in cell)


def _propose(request: ProposeRequest) -> Proposal:
    rng = np.random.default_rng(np.random.SeedSequence(request.draw))
    if request.stage is not None:
        return staged(request.stage)
    if request.previous is None:
        return _invented(request, rng, frozenset())
    return _revised(request, request.previous, rng)


def _invented(request: ProposeRequest, rng: np.random.Generator, avoid: frozenset[str]) -> Proposal:
    census = Census.of(request.known)
    free = _free_cells(request, avoid)
    if not free:
        return _exhausted(request, rng)
    cell = _drawn(free, census, request, rng)
    proposal = compose(cell, rng)
    reasons = _why(cell, census, request)
    if rng.random() < FANCY:
        wish = tempted(proposal, rng)
        if wish is not None and _signature(wish[0]) not in _taken(request, avoid):
            proposal, why = wish
            reasons = f"{reasons} Besides, {why}."
    return _finished(proposal, reasons, request)


def _free_cells(request: ProposeRequest, avoid: frozenset[str]) -> list[Cell]:
    taken = _taken(request, avoid)
    return [cell for cell, name in _signed(request.kinds) if name not in taken]


@lru_cache(maxsize=8)  # every question reads the whole table
def _signed(kinds: tuple[Kind, ...]) -> tuple[tuple[Cell, str], ...]:
    return tuple((cell, signature(list(cell))) for cell in cells(kinds))


@lru_cache(maxsize=4096)
def _skeleton(cell: Cell) -> str:
    return skeleton(list(cell))


def _share(free: list[Cell], draw: tuple[int, ...]) -> list[Cell]:
    """Return the cells that one attempt chooses from: attempts in flight do not see each other's ideas.

    The third number of a draw counts the attempts of a run; neighbours share no cell.
    """
    turn = draw[2] % SHARES if len(draw) > 2 else 0
    dealt = [cell for cell in free if crc32(signature(list(cell)).encode()) % SHARES == turn]
    return dealt if len(draw) > 2 and len(dealt) >= FEWEST else free


def _taken(request: ProposeRequest, avoid: frozenset[str]) -> set[str]:
    return {*request.known, *(rejection.signature for rejection in request.rejected), *avoid}


def _drawn(free: list[Cell], census: Census, request: ProposeRequest, rng: np.random.Generator) -> Cell:
    """Draw a cell: more likely where the library lacks more, and where an example shows the way."""
    crowds = Counter((clause.verb, clause.mover) for cell in free for clause in cell)
    free = _share(free, request.draw)
    near = [cell for example in request.examples for cell in parse_signature(example.signature)]
    clauses = {clause for cell in free for clause in cell}
    wishes = {clause: census.wish(clause) for clause in clauses}
    akin = {clause: 0.3 * _is_akin(clause, near) for clause in clauses}
    scores = np.array([census.lack(cell, wishes) + sum(akin[clause] for clause in cell) for cell in free])
    weights = np.exp((scores - scores.max()) / (SPREAD / 2)) / _crowds(free, crowds) ** FAIRNESS
    chain = np.array([is_chain(cell) for cell in free])
    if 0 < chain.sum() < len(free):  # three quarters of all cells are chains; of the draws they are fewer
        weights[chain] *= CHAIN_SHARE / weights[chain].sum()
        weights[~chain] *= (1 - CHAIN_SHARE) / weights[~chain].sum()
    return free[int(rng.choice(len(free), p=weights / weights.sum()))]


def _crowds(
    free: list[Cell], crowds: Counter[tuple[Verb, Kind]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return for each cell how many there are of its kind: of its verb and mover, whichever are rarest."""
    return np.array([min(crowds[clause.verb, clause.mover] for clause in cell) for cell in free], dtype=float)


def _is_akin(clause: Clause, near: list[Clause]) -> bool:
    """Whether an example has nearly the same: same verb, and one more thing the same."""
    return any(clause.verb == n.verb and (clause.mover == n.mover or clause.target == n.target) for n in near)


def _why(cell: Cell, census: Census, request: ProposeRequest) -> str:
    """Say what the library lacks that this cell has, and what the cell is made from."""
    if not request.known:
        return f"The library is empty, so any cell is new; {cell[0].text()} is a start."
    reasons = []
    if not census.skeletons[skeleton(list(cell))]:
        reasons.append(f"no task of {census.tasks} asks for {skeleton(list(cell))}")
    for clause in cell:
        if not census.verbs[clause.verb]:
            reasons.append(f"nothing uses {clause.verb!r} yet")
        share = census.movers[clause.mover] / max(census.tasks, 1)
        if share < 0.15:
            reasons.append(f"{clause.mover}s move in only {share:.0%} of the tasks")
        if not census.picks[_pick(clause)]:
            reasons.append(f"nothing is {clause.verb!r} by {clause.selection} yet")
    parents = _parents(cell, request.examples)
    made = "a composition" if is_chain(cell) else "a variant"
    origin = f" It is {made} of {' and '.join(parents)}." if parents else ""
    told = "; ".join(dict.fromkeys(reasons)) or f"the cell {signature(list(cell))} is still empty"
    return f"{told[0].upper()}{told[1:]}.{origin}"


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


def _finished(proposal: Proposal, reasons: str, request: ProposeRequest) -> Proposal:
    cell = tuple(step.clause for step in proposal.steps)
    names = {example.name: example.signature for example in request.examples}
    name = proposal.name
    if names.get(name, signature(list(cell))) != signature(list(cell)):
        name = f"{name}-again"
    parents = _parents(cell, request.examples)
    return proposal.model_copy(update={"name": name, "reasons": reasons, "parents": parents})


def _exhausted(request: ProposeRequest, rng: np.random.Generator) -> Proposal:
    every = cells(request.kinds)
    proposal = compose(every[int(rng.integers(len(every)))], rng)
    words = f"All {len(every)} cells of the grammar are taken; new kinds or relations would open new ground."
    return _finished(proposal, words, request)


# --- mending ----------------------------------------------------------------------------------------------


def _revised(request: ProposeRequest, previous: Proposal, rng: np.random.Generator) -> Proposal:
    """Do what the problems say, or think of something else."""
    problems = request.critique.problems if request.critique else ()
    duplicate = request.critique.duplicate_of if request.critique else ""
    told = "; ".join(problems) or "the idea was refused"
    mended = None if duplicate else _mended(previous, rng)
    if mended is not None and _signature(mended) not in _taken(request, frozenset()):
        return _finished(mended, f"Mended, because {told}.", request)
    fresh = _invented(request, rng, frozenset({_signature(previous)}))
    reasons = f"Another idea, because {told}. {fresh.reasons}"
    return fresh.model_copy(update={"reasons": reasons})


def _mended(proposal: Proposal, rng: np.random.Generator) -> Proposal | None:
    """Apply mends until nothing is wrong; None when that is out of reach or nothing was wrong."""
    changed = False
    for _ in range(MENDS):
        faults = faults_of(proposal)
        if not faults:
            return proposal if changed else None
        better = _mend(proposal, faults[0], rng)
        if better is None:
            return None
        proposal, changed = better, True
    return None


def _mend(proposal: Proposal, fault: Fault, rng: np.random.Generator) -> Proposal | None:
    steps, spares = proposal.steps, proposal.distractors
    step = steps[fault.step]
    if fault.mend in ("fewer", "more"):
        steps = _swapped(steps, fault.step, step.model_copy(update={"count": max(1, fault.count)}))
    elif fault.mend == "drop":
        steps = steps[: fault.step]
    elif fault.mend == "distractors":
        spares = _needed(steps)
    elif fault.mend in ("target", "mover"):
        clause = _other_kind(step.clause, fault.mend, [s.clause for s in steps[: fault.step]], rng)
        if clause is None:
            return None
        steps = _swapped(steps, fault.step, step.model_copy(update={"clause": clause}))
        spares = _needed(steps)
    else:
        return None
    return worded(steps, spares, rng)


def _swapped(steps: tuple[Step, ...], index: int, step: Step) -> tuple[Step, ...]:
    return (*steps[:index], step, *steps[index + 1 :])


def _needed(steps: tuple[Step, ...]) -> tuple[Kind, ...]:
    return tuple(s.clause.mover for s in steps if s.clause.selection == "one" for _ in range(2))


def _other_kind(clause: Clause, place: str, before: list[Clause], rng: np.random.Generator) -> Clause | None:
    """Replace the mover or the target by a kind with which the grammar knows the clause."""
    if place == "target" and clause.link != "none" and before:
        kinds: list[Kind] = [c.mover for c in before]
    else:
        kinds = list(FACTS)
    options = [clause.model_copy(update={place: kind}) for kind in kinds]
    fitting = [o for o in options if o != clause and form_of(o) is not None and o.mover != o.target]
    fitting = [o for o in fitting if not any(o.mover == b.mover and not is_mixture(b, o) for b in before)]
    return fitting[int(rng.integers(len(fitting)))] if fitting else None


def _signature(proposal: Proposal) -> str:
    return signature([step.clause for step in proposal.steps])


def _pick(clause: Clause) -> str:
    return f"{clause.verb} {clause.selection} {clause.ordered}"
