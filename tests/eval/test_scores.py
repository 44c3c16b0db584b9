"""Rates, means and differences are what the papers say they are."""

from __future__ import annotations

import pytest

from eval.rollout import Rollout
from eval.scores import Score, differences, mean_of, paired
from eval.tables import as_data, markdown


def score(policy: str, task: str, ends: str, *, seen: bool = True) -> Score:
    """Return a score from a line such as `+-+`: what became of each seed."""
    rollouts = tuple(
        Rollout(10_001 + number, end == "+", 1.0 if end == "+" else 0.5, 1, "" if end == "+" else "no")
        for number, end in enumerate(ends)
    )
    return Score(policy, task, seen, rollouts)


def test_paired_rates_have_the_published_interval() -> None:
    """Of 21 children 1, 1, 7 and 12: Fagerland, Lydersen and Laake 2014, "Newcombe square-and-add"."""
    pairs = [(True, True)] + [(True, False)] + [(False, True)] * 7 + [(False, False)] * 12
    difference, (low, high) = paired(pairs)
    assert difference == pytest.approx(-6 / 21)
    assert (round(low, 3), round(high, 3)) == (-0.507, -0.026)


def test_who_ends_alike_on_every_scene_differs_by_nothing() -> None:
    difference, (low, high) = paired([(True, True)] * 30 + [(False, False)] * 20)
    assert difference == 0
    assert low < 0 < high < 0.1


def test_a_difference_pairs_scenes_by_seed() -> None:
    first, second = score("old", "bowls", "-+" * 20), score("new", "bowls", "+" * 40)
    shuffled = Score("new", "bowls", True, tuple(reversed(second.rollouts)))
    [one], [other] = differences([first, second]), differences([first, shuffled])
    assert one == other
    assert (one.first, one.second, one.success, one.episodes) == ("old", "new", 0.5, 40)
    assert one.interval[0] > 0.3


def test_a_mean_over_tasks_is_surer_than_one_task() -> None:
    one, other = score("p", "bowls", "+-" * 50), score("p", "towers", "+-" * 50)
    mean = mean_of([one, other])
    assert mean is not None
    assert (mean.success, mean.tasks) == (0.5, 2)
    assert one.interval[0] < mean.interval[0] < 0.5 < mean.interval[1] < one.interval[1]
    assert mean_of([]) is None


def test_seen_and_unseen_tasks_are_averaged_apart() -> None:
    scores = [score("p", "bowls", "++++"), score("p", "towers", "+---", seen=False)]
    data = as_data(scores)
    assert isinstance(data, dict)
    assert isinstance(data["seen"], dict)
    assert isinstance(data["unseen"], dict)
    assert (data["mean"], data["seen"]["mean"], data["unseen"]["mean"]) == (0.625, 1.0, 0.25)
    text = markdown(scores)
    assert "| mean of 1 | p | 25% |" in text
    assert "| towers | p | 25% | 5% to 70% | 0.62 | 4 | unseen |" in text


def test_one_policy_has_the_names_that_others_rely_on() -> None:
    data = as_data([score("p", "bowls", "++-")])
    assert isinstance(data, dict)
    assert {"mean", "tasks"} <= set(data)
    assert isinstance(data["tasks"], dict)
    assert isinstance(data["tasks"]["bowls"], dict)
    assert {"success", "low", "high", "episodes"} <= set(data["tasks"]["bowls"])


def test_several_policies_stand_side_by_side_and_are_compared_with_the_first() -> None:
    ends = {"a": "--", "b": "+-"}
    scores = [score(name, task, ends[name]) for task in ("bowls", "towers") for name in ends]
    data = as_data(scores)
    assert isinstance(data, dict)
    assert isinstance(data["policies"], dict)
    assert list(data["policies"]) == ["a", "b"]
    assert isinstance(data["differences"], list)
    told = [one["task"] for one in data["differences"] if isinstance(one, dict)]
    assert told == ["bowls", "towers", None]
    assert "| mean | b | a | +50 points |" in markdown(scores)
