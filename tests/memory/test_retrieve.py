"""Choosing what to remember: exact, diverse, and the same each time."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.embedding import Vector
from memory.retrieve import Candidate, candidates, cosines, diverse, overlap, reasons_for, signature_words
from tests.memory.made_up import direction


def at(*angles_deg: float) -> list[Vector]:
    """Return unit vectors in a plane."""
    angles = np.radians(angles_deg)
    return [np.array([np.cos(a), np.sin(a)], np.float32) for a in angles]


def plane(**angles_deg: float) -> list[Candidate]:
    """Score vectors in a plane against the one at 0 degrees."""
    return candidates(at(0)[0], list(zip(angles_deg, at(*angles_deg.values()), strict=True)))


def test_cosines_are_rounded_to_the_sixth_digit() -> None:
    assert cosines(at(0)[0], at(0, 60, 180)) == [1.0, 0.5, -1.0]
    assert cosines(at(0)[0], []) == []


def test_the_best_come_first_and_ties_go_by_name() -> None:
    assert [c.id for c in plane(z=10, b=20, a=20, y=5)] == ["y", "z", "a", "b"]


def test_a_copy_of_what_was_chosen_is_passed_over() -> None:
    found = plane(first=10, copy=10.5, other=-15)
    assert [c.id for c in diverse(found, 2)] == ["first", "other"]
    assert [c.id for c in diverse(found, 2, trade_off=1)] == ["first", "copy"]


def test_relevance_ranks_and_the_score_stays() -> None:
    low = Candidate("low", 0.9, 0.1, at(0)[0])
    high = Candidate("high", 0.2, 0.8, at(90)[0])
    assert [(c.id, c.score) for c in diverse([low, high], 1)] == [("high", 0.2)]


def test_each_choice_has_its_reason() -> None:
    near, akin, else_ = at(0)[0], at(60)[0], at(120)[0]
    found = [
        Candidate("near", 0.9, 0.9, near),
        Candidate("its-copy", 0.8, 0.5, near),
        Candidate("other", 0.7, 0.5, else_),
        Candidate("akin", 0.1, 0.6, akin),
    ]
    chosen = diverse(found, 3)
    assert reasons_for(chosen, found) == {"near": "similar", "akin": "signature", "other": "similar"}
    assert reasons_for(chosen[:2], found) == {"near": "similar", "other": "diverse"}


@given(st.lists(st.text("abcdef", min_size=1, max_size=2), unique=True), st.integers(0, 8), st.randoms())
def test_the_order_of_arrival_does_not_matter(names: list[str], k: int, random: Random) -> None:
    pairs = [(name, direction(name[:1], 8)) for name in names]  # equal first letters are equal vectors
    shuffled = pairs.copy()
    random.shuffle(shuffled)
    query = direction("query", 8)
    chosen = [c.id for c in diverse(candidates(query, pairs), k)]
    assert chosen == [c.id for c in diverse(candidates(query, shuffled), k)]
    assert len(set(chosen)) == min(k, len(names))


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("on(block -> zone) by all", "on(block -> zone) by all", 1.0),
        ("on(block -> zone) by all", "on(ball -> zone) by all", 4 / 6),
        ("", "", 0.0),
    ],
)
def test_signatures_overlap_by_their_words(one: str, other: str, share: float) -> None:
    assert overlap(signature_words(one), signature_words(other)) == pytest.approx(share)
