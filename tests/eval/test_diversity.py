"""Diversity by hand: what is alike scores nothing, what shares nothing scores one."""

from __future__ import annotations

import numpy as np
import pytest

from eval.diversity import Task, diversity, gensim_score, mean_distance, tenths


def test_the_score_is_the_mean_over_pairs_of_what_they_do_not_share() -> None:
    block_bowl, block_zone, ball = (
        frozenset({"block", "bowl"}),
        frozenset({"block", "zone"}),
        frozenset({"ball"}),
    )
    assert gensim_score([block_bowl, block_bowl]) == 0.0
    assert gensim_score([block_bowl, ball]) == 1.0
    assert gensim_score([block_bowl, block_zone]) == pytest.approx(2 / 3, abs=1e-4)
    assert gensim_score([block_bowl, block_zone, ball]) == pytest.approx((2 / 3 + 1 + 1) / 3, abs=1e-4)


def test_one_task_differs_from_nothing() -> None:
    vector = np.array([1.0, 0.0], dtype=np.float32)
    found = diversity(["a", "b", "a"], [Task(frozenset({"ball"}), vector)])
    assert (found.cells, found.gensim_score, found.embedding) == (2, 0.0, 0.0)


def test_the_distance_is_that_of_every_pair() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(20, 8))
    unit = [(v / np.linalg.norm(v)).astype(np.float32) for v in vectors]
    pairs = [1 - float(a @ b) for i, a in enumerate(unit) for b in unit[:i]]
    assert mean_distance(unit) == pytest.approx(float(np.mean(pairs)), abs=1e-4)


@pytest.mark.parametrize(
    ("count", "moments"), [(0, []), (1, [1]), (3, [1, 2, 3]), (200, list(range(20, 201, 20)))]
)
def test_a_run_is_looked_at_ten_times_at_most(count: int, moments: list[int]) -> None:
    assert tenths(count) == moments
