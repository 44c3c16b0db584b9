"""All cells of the grammar at once, as arrays: what a proposer weighs against what a library holds.

The table is a pure function of the kinds, so it is made once; every question reads it. This module counts and
looks up; what is worth proposing is decided in `agents.author.census`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agents.author.grammar import Cell, cells, is_mixture, parse_signature
from sim.kinds import KINDS, Kind
from sim.signature import Clause, signature, skeleton

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SHARES = 16  # attempts that may be in flight at once choose from different skeletons
LONGEST = 3  # clauses of a cell

# How much there is to observe when a goal selects and orders like this; more is harder.
HARDNESS: dict[tuple[str, bool], int] = {
    ("any", False): 0, ("all", False): 0, ("one", False): 1, ("color", False): 1,
    ("all", True): 2, ("one", True): 3, ("size", True): 3,
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Cells in rows; all arrays have one entry, or one row, for each of the N cells.

    Attributes:
        cells: the clauses of each cell.
        signatures: its signature.
        rows: the row of a signature.
        clauses: every different clause, C of them.
        parts: (N, 3) indices into `clauses`, -1 for none.
        pairs: (N, 3) numbers of the clauses' (verb, mover), -1 for none.
        skeletons: the number of each skeleton's text.
        skeleton_ids: the number of each cell's skeleton.
        turns: which of `SHARES` attempts in flight may propose it; the same for a whole skeleton.
        steps: how many goals it has; one goal over two kinds is one.
        moves: (N, K) whether it moves a kind of `KINDS`.
    """

    cells: tuple[Cell, ...]
    signatures: tuple[str, ...]
    rows: dict[str, int]
    clauses: tuple[Clause, ...]
    parts: Ints
    pairs: Ints
    skeletons: dict[str, int]
    skeleton_ids: Ints
    turns: Ints
    steps: Ints
    moves: Bools


@lru_cache(maxsize=8)
def table(kinds: tuple[Kind, ...] = KINDS) -> Table:
    """Lay out the cells of these kinds."""
    every = cells(kinds)
    signatures = tuple(signature(list(cell)) for cell in every)
    texts = [skeleton(list(cell)) for cell in every]
    skeletons = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    clauses = tuple(dict.fromkeys(clause for cell in every for clause in cell))
    numbers = {clause: number for number, clause in enumerate(clauses)}
    pairs = {pair: i for i, pair in enumerate(dict.fromkeys((c.verb, c.mover) for c in clauses))}
    return Table(
        cells=every,
        signatures=signatures,
        rows={text: row for row, text in enumerate(signatures)},
        clauses=clauses,
        parts=_padded([[numbers[c] for c in cell] for cell in every]),
        pairs=_padded([[pairs[c.verb, c.mover] for c in cell] for cell in every]),
        skeletons=skeletons,
        skeleton_ids=np.array([skeletons[text] for text in texts]),
        turns=np.array([crc32(text.encode()) % SHARES for text in texts]),
        steps=np.array([steps_of(cell) for cell in every]),
        moves=np.array([[kind in movers for kind in KINDS] for movers in _movers(every)]),
    )


def steps_of(cell: Cell) -> int:
    """Count the goals of a cell: one goal over two kinds is one."""
    return len(cell) - (len(cell) > 1 and cell[1].link == "none" and is_mixture(cell[0], cell[1]))


def is_chain(cell: Cell) -> bool:
    """Whether a cell has several goals."""
    return steps_of(cell) > 1


@lru_cache(maxsize=4096)  # libraries share their signatures, and each is asked about again and again
def harder_rows(kinds: tuple[Kind, ...], text: str) -> Ints:
    """Return the rows of cells that make a task harder: an order, a choice, or one more step.

    Args:
        kinds: of the table.
        text: the signature of the task.
    """
    known = parse_signature(text)
    near = {row for clause in known for row in _by_core(kinds)[_core(clause)]}
    listed = table(kinds).cells
    return np.array(sorted(row for row in near if is_harder(listed[row], known)), dtype=np.int64)


def is_harder(cell: Cell, known: Cell) -> bool:
    """Whether a cell asks for all that a known one asks for, and for more."""
    if not known or len(cell) < len(known):
        return False
    matched = []
    for clause in known:
        same = [other for other in cell if _core(other) == _core(clause)]
        if not same:
            return False
        matched.append(_hardness(same[0]) - _hardness(clause))
    more = steps_of(cell) > steps_of(known)
    return all(step == 0 for step in matched) if more else min(matched) >= 0 and max(matched) > 0


@lru_cache(maxsize=8)
def _by_core(kinds: tuple[Kind, ...]) -> dict[tuple[str, str, str], list[int]]:
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, cell in enumerate(table(kinds).cells):
        for clause in cell:
            found[_core(clause)].append(row)
    return found


def _core(clause: Clause) -> tuple[str, str, str]:
    return clause.verb, clause.mover, clause.target


def _hardness(clause: Clause) -> int:
    return HARDNESS.get((clause.selection, clause.ordered), 0)


def _movers(every: tuple[Cell, ...]) -> Iterator[set[Kind]]:
    return ({clause.mover for clause in cell} for cell in every)


def _padded(rows: list[list[int]]) -> Ints:
    filled = np.full((len(rows), LONGEST), -1)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = row
    return filled
