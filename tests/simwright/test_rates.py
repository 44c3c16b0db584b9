"""Rates carry their interval, and follow a run from tenth to tenth."""

from __future__ import annotations

import pytest

from sim.report import wilson
from simwright.rates import RULES, Rate, over_time, pace, windows
from tests.simwright.door import entry


def test_a_rate_says_how_sure_it_is() -> None:
    assert Rate(25, 30).text == "83 % (66-93 %)"
    assert Rate(25, 30).interval == wilson(25, 30)


def test_nothing_of_nothing_is_no_rate() -> None:
    assert (Rate(0, 0).share, Rate(0, 0).interval, Rate(0, 0).text) == (0.0, (0.0, 0.0), "-")


@pytest.mark.parametrize("count", [1, 7, 10, 25, 103])
def test_the_parts_of_a_run_are_the_whole_run(count: int) -> None:
    entries = [entry(number) for number in range(count)]
    parts = windows(entries)
    assert [one for part in parts for one in part] == entries
    assert len(parts) == min(count, 10)
    assert windows([]) == []


def test_a_rate_that_falls_is_seen_to_fall() -> None:
    entries = [entry(n, outcome="kept" if n < 50 else "dropped") for n in range(100)]
    moments = over_time(RULES["kept"], entries)
    assert [moment.attempts for moment in moments] == list(range(10, 101, 10))
    assert [moment.rate.share for moment in moments] == [1.0] * 5 + [0.0] * 5


def test_pace_is_counted_by_the_clock_and_not_by_commits() -> None:
    """Many commits at one moment, as after a long attempt, are no spike of their own length."""
    assert pace([10.0] * 5 + [100.0]) == [
        (10.0 * part, {2: 30.0, 10: 6.0}.get(part, 0.0)) for part in range(1, 11)
    ]
    assert pace([]) == []
