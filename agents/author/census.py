"""What a library holds, counted, and how much it lacks each cell of the grammar.

The weight of a cell is high where the library lacks skeletons, verbs, kinds and ways of selecting, and near
to what examples show can be done. Shares that good taste asks for are then enforced on the weights as a whole
(`raked`): no kind moves in too many tasks, and not too many tasks have several steps.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from agents.author.grammar import SPOTS, Cell, parse_signature
from agents.author.interest import interest_in
from agents.author.table import SHARES, Ints, Table, harder_rows, table
from agents.roles import ProposeRequest
from sim.kinds import KINDS, Kind
from sim.signature import Clause, skeleton

Floats = NDArray[np.float64]

SPREAD = 1.2  # how far from the best score a draw still goes
MOST_OF_A_SKELETON = 4
FAIRNESS = 1.5  # how much more often each of a few ways of asking is drawn than each of many; 0: as often
SAME = 1.5  # what each task of its skeleton counts against a cell
RARE = 6.0  # what it counts that nobody has done this with such a thing; half of it after the first time
AKIN = 0.3  # what it counts that an example has nearly the same goal
HARDER = 3.0  # what it counts to make an example harder
STEPS = {1: 0.55, 2: 0.33, 3: 0.12}  # shares of proposals by steps: three quarters of all cells have several
MOVER_SHARE = 0.31  # of proposals that may move one kind; chance makes it a little more
ASKED = 0.8  # share of proposals about what a person asked for
FEWEST = 8  # an attempt chooses from its own share of the cells as long as that has so many
ROUNDS = 6  # of raking; after these the shares are met within a percent


@dataclass(frozen=True)
class Census:
    """What the library holds, counted."""

    tasks: int
    skeletons: Counter[str]
    verbs: Counter[str]  # by family
    movers: Counter[str]  # tasks that move a kind
    picks: Counter[str]
    pairs: Counter[tuple[str, str]]  # family and mover

    @classmethod
    def of(cls, known: tuple[str, ...]) -> Census:
        """Count what signatures say."""
        held = [tally for tally in map(_read, known) if tally.verbs]
        every = chain.from_iterable
        return cls(
            tasks=len(held),
            skeletons=Counter(tally.skeleton for tally in held),
            verbs=Counter(every(tally.verbs for tally in held)),
            movers=Counter(every(tally.movers for tally in held)),
            picks=Counter(every(tally.picks for tally in held)),
            pairs=Counter(every(tally.pairs for tally in held)),
        )

    def has_room(self, cell: Cell) -> bool:
        """Whether a cell that was not dealt out may be one more of its skeleton, beside one in flight."""
        return self.skeletons[skeleton(list(cell))] < MOST_OF_A_SKELETON - 1

    def wish(self, clause: Clause) -> float:
        """Say how much the library lacks what a clause has: its kind, its verb, its way of selecting."""
        total = max(self.tasks, 1)
        family = family_of(clause)
        often = 2.0 * self.movers[clause.mover] + 2.0 * self.verbs[family] + self.picks[pick_of(clause)]
        return RARE / (1 + self.pairs[family, clause.mover]) - often / total


def family_of(clause: Clause) -> str:
    """Name what a verb teaches: all spots teach to set something down by something else."""
    return "spot" if clause.verb in SPOTS else clause.verb


def pick_of(clause: Clause) -> str:
    """Name a way of selecting and ordering of a verb."""
    return f"{clause.verb} {clause.selection} {clause.ordered}"


def free_rows(request: ProposeRequest, taken: set[str], census: Census) -> Ints:
    """Return the rows of cells that are new, and whose skeleton has not had its share."""
    every = table(request.kinds)
    free = np.ones(len(every.cells), dtype=bool)
    free[[every.rows[text] for text in taken if text in every.rows]] = False
    counts = _skeleton_counts(every, census)
    return np.flatnonzero(free & (counts[every.skeleton_ids] < MOST_OF_A_SKELETON))


def dealt(free: Ints, request: ProposeRequest) -> Ints:
    """Return the rows that one attempt chooses from: attempts in flight do not see each other's ideas.

    The third number of a draw counts the attempts of a run; neighbours share no skeleton.
    """
    if len(request.draw) < 3:
        return free
    every = table(request.kinds)
    mine = free[every.turns[free] == request.draw[2] % SHARES]
    asked = _asked(every, mine, request)
    poor = bool(request.about) and not asked.any() and bool(_asked(every, free, request).any())
    return free if poor or len(mine) < FEWEST else mine


def weights_of(rows: Ints, free: Ints, census: Census, request: ProposeRequest) -> Floats:
    """Return how likely each of the rows shall be, summing to one.

    Args:
        rows: from which is drawn.
        free: all rows that are new, for which `rows` stand.
        census: what the library holds.
        request: whose examples and wishes count.
    """
    every = table(request.kinds)
    scores = _scores(every, rows, census, request)
    weights = np.exp((scores - scores.max()) / (SPREAD / 2)) / _crowds(every, rows, free) ** FAIRNESS
    groups = [(every.steps[rows] == steps, share) for steps, share in STEPS.items()]
    asked = _asked(every, rows, request)
    spoken = interest_in(request.about).kinds
    caps = [
        (every.moves[rows, number], _cap(kind, census))
        for number, kind in enumerate(KINDS)
        if kind not in spoken
    ]
    return raked(weights, groups, caps, (asked, ASKED))


def raked(
    weights: Floats,
    groups: list[tuple[NDArray[np.bool_], float]],
    caps: list[tuple[NDArray[np.bool_], float]],
    asked: tuple[NDArray[np.bool_], float],
) -> Floats:
    """Scale weights until every share is met: iterative proportional fitting (Deming and Stephan 1940).

    Args:
        weights: (N,) positive.
        groups: masks that cover all rows without overlap, each with its share; empty groups leave theirs.
        caps: masks that may overlap, each with the share that it must not exceed.
        asked: a mask and the share that it shall have at least; an empty mask is ignored.
    """
    weights = weights / weights.sum()
    for _ in range(ROUNDS):
        for mask, share in [*caps, (~asked[0], 1 - asked[1])]:
            have = weights[mask].sum()
            if share < have < 1:
                weights[mask] *= share / have
                weights[~mask] *= (1 - share) / (1 - have)
        for mask, share in groups:
            if mask.any():
                weights[mask] *= share / weights[mask].sum()
        weights /= weights.sum()
    return weights


def _scores(every: Table, rows: Ints, census: Census, request: ProposeRequest) -> Floats:
    near = [clause for example in request.examples for clause in parse_signature(example.signature)]
    wishes = np.array([census.wish(c) + AKIN * _is_akin(c, near) for c in every.clauses] + [0.0])
    parts = every.parts[rows]
    scores = wishes[parts].sum(axis=1) / (parts >= 0).sum(axis=1)
    scores -= SAME * _skeleton_counts(every, census)[every.skeleton_ids[rows]]
    for example in request.examples:
        scores += HARDER * np.isin(rows, harder_rows(request.kinds, example.signature))
    return np.asarray(scores, dtype=float)


def _crowds(every: Table, rows: Ints, free: Ints) -> Floats:
    """Return for each row how many cells there are of its verb and mover, whichever is rarest."""
    found = every.pairs[free]
    crowds = np.bincount(found[found >= 0], minlength=every.pairs.max() + 1).astype(float)
    of_rows = np.where(every.pairs[rows] >= 0, crowds[every.pairs[rows]], np.inf)
    return np.asarray(of_rows.min(axis=1), dtype=float)


def _asked(every: Table, rows: Ints, request: ProposeRequest) -> NDArray[np.bool_]:
    """Which rows have a goal that is as near to what a person asked for as the grammar comes."""
    interest = interest_in(request.about)
    if interest.is_empty:
        return np.zeros(len(rows), dtype=bool)
    match = np.array([interest.match(clause) for clause in every.clauses] + [0.0])
    return np.asarray(match[every.parts[rows]].max(axis=1) >= match.max())


def _cap(kind: Kind, census: Census) -> float:
    """Return the share of proposals that may move a kind: less where the library has more than its share."""
    share = census.movers[kind] / max(census.tasks, 1)
    return MOVER_SHARE * min(1.0, MOVER_SHARE / share) if share else MOVER_SHARE


def _is_akin(clause: Clause, near: list[Clause]) -> bool:
    """Whether an example has nearly the same: same verb, and one more thing the same."""
    return any(clause.verb == n.verb and (clause.mover == n.mover or clause.target == n.target) for n in near)


def _skeleton_counts(every: Table, census: Census) -> Ints:
    counts = np.zeros(len(every.skeletons), dtype=np.int64)
    for text, count in census.skeletons.items():
        if text in every.skeletons:
            counts[every.skeletons[text]] = count
    return counts


@dataclass(frozen=True)
class _Tally:
    """What one task adds to a census."""

    skeleton: str
    verbs: tuple[str, ...]
    movers: tuple[str, ...]
    picks: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=8192)  # every question reads the whole library again
def _read(text: str) -> _Tally:
    cell = parse_signature(text)
    return _Tally(
        skeleton=skeleton(list(cell)),
        verbs=tuple(family_of(clause) for clause in cell),
        movers=tuple(dict.fromkeys(clause.mover for clause in cell)),
        picks=tuple(pick_of(clause) for clause in cell),
        pairs=tuple((family_of(clause), clause.mover) for clause in cell),
    )
