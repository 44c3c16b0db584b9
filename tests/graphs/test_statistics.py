"""Statistics are folded from the ledger, and add up."""

from __future__ import annotations

import pytest

from graphs.statistics import is_exhausted, statistics
from tests.graphs.entries import entry_of

ENTRIES = (
    entry_of(0),
    entry_of(
        1, repairs=2, path=("code", "verify", "repair", "verify", "repair", "verify", "reflect", "keep")
    ),
    entry_of(2, outcome="dropped", gate="novelty", path=("retrieve", "propose", "drop")),
    entry_of(3, outcome="dropped", gate="critique", revisions=2),
    entry_of(4, outcome="dropped", gate="verification", verdict="unsolved", phase="oracle", repairs=3),
    entry_of(5, outcome="dropped", gate="verification", verdict="error", phase="build"),
    entry_of(6, outcome="dropped", gate="reflection"),
    entry_of(7, outcome="dropped", gate="commit"),
    entry_of(8, outcome="failed", gate="error", name=""),
    entry_of(9, outcome="waiting", reason="a tie"),
    entry_of(10, outcome="dropped", gate="review", reason="dull"),
)


def test_every_attempt_is_counted_at_its_gate() -> None:
    funnel = statistics(ENTRIES).funnel
    assert funnel.model_dump() == {
        "proposed": 10,
        "unanswered": 0,
        "not_novel": 1,
        "rejected": 1,
        "failed_verification": 2,
        "failed_by_phase": {"build": 1, "oracle": 1},
        "failed_by_verdict": {"error": 1, "unsolved": 1},
        "voted_down": 1,
        "refused": 1,
        "duplicates": 1,
        "waiting": 1,
        "kept": 2,
        "revised": 1,
        "repaired": 1,
        "errors": 1,
    }


def test_the_funnel_adds_up() -> None:
    f = statistics(ENTRIES).funnel
    turned_away = f.not_novel + f.rejected + f.failed_verification + f.voted_down + f.duplicates
    assert turned_away + f.refused + f.waiting + f.kept + f.errors == len(ENTRIES)


def test_edges_are_counted_each_time_they_are_taken() -> None:
    edges = statistics(ENTRIES[1:3]).edges
    assert edges["verify -> repair"] == 2
    assert edges["repair -> verify"] == 2
    assert edges["propose -> drop"] == 1


def test_an_empty_ledger_is_all_zeros() -> None:
    assert statistics(()).attempts == 0
    assert set(statistics(()).edges.values()) == {0}


def test_every_edge_is_counted_also_those_never_taken() -> None:
    counted = statistics([entry_of(0)], without=["critic"]).edges
    assert counted["propose -> code"] == 0
    assert counted["reflect -> keep"] == 1
    assert "revise -> drop" not in counted


@pytest.mark.parametrize(("repeats", "exhausted"), [(0, False), (2, False), (3, True), (5, True)])
def test_an_author_is_exhausted_when_half_of_the_latest_attempts_repeat(
    repeats: int, exhausted: bool
) -> None:
    fresh = [entry_of(number) for number in range(20 - repeats)]
    repeated = [entry_of(n, outcome="dropped", gate="novelty") for n in range(20 - repeats, 20)]
    assert is_exhausted([*fresh, *repeated]) is exhausted
