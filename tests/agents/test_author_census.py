"""Shares are kept on the whole, and what the library lacks counts."""

from __future__ import annotations

import numpy as np
import pytest

from agents.author.census import Census, raked
from agents.author.grammar import parse_signature
from agents.author.table import harder_rows, is_harder, table
from sim.kinds import KINDS
from sim.signature import Clause

NONE = np.zeros(6, dtype=bool)


def test_raking_meets_shares_of_groups_and_caps() -> None:
    first, kind = np.array([1, 1, 1, 0, 0, 0], dtype=bool), np.array([1, 0, 0, 1, 0, 0], dtype=bool)
    weights = raked(np.full(6, 1.0), [(first, 0.7), (~first, 0.3)], [(kind, 0.2)], (NONE, 0.5))
    assert weights.sum() == pytest.approx(1)
    assert weights[first].sum() == pytest.approx(0.7)
    assert weights[kind].sum() == pytest.approx(0.2, abs=0.02)


def test_raking_gives_what_was_asked_for_its_share() -> None:
    asked = np.array([1, 0, 0, 0, 0, 0], dtype=bool)
    assert raked(np.full(6, 1.0), [], [], (asked, 0.7))[0] >= 0.69


def test_what_the_library_has_often_is_wished_for_less() -> None:
    block, ball = (
        Clause(verb="inside", mover=mover, target="bowl", selection="all") for mover in ("block", "ball")
    )
    census = Census.of((block.text(), block.model_copy(update={"selection": "one"}).text()))
    assert census.wish(ball) > census.wish(block)


@pytest.mark.parametrize(
    ("known", "harder", "answer"),
    [
        ("tower(block -> zone) by all", "tower(block -> zone) by all, ordered", True),
        ("tower(block -> zone) by all", "tower(block -> zone) by one", True),
        ("tower(block -> zone) by one", "tower(block -> zone) by all", False),
        ("tower(block -> zone) by all", "tower(box -> zone) by one", False),
        ("at(box -> corner) by all", "at(box -> corner) by all + on(block -> box) by all, same object", True),
        ("", "tower(block -> zone) by all", False),
    ],
)  # fmt: skip
def test_harder_is_more_to_choose_to_order_or_to_do(known: str, harder: str, answer: bool) -> None:
    assert is_harder(parse_signature(harder), parse_signature(known)) == answer


def test_harder_cells_are_found_in_the_table() -> None:
    known = "inside(block -> container) by all"
    rows = harder_rows(KINDS, known)
    assert len(rows) >= 3
    assert all(is_harder(table().cells[row], parse_signature(known)) for row in rows)
