"""Which tasks are learned next."""

from __future__ import annotations

import pytest

from policy.sampling import shares_of

TASKS = ("one", "two", "three", "four")


@pytest.mark.parametrize("done", [0.0, 0.3, 0.79, 1.0])
@pytest.mark.parametrize("sampling", ["uniform", "stages", "progress"])
def test_shares_sum_to_one(sampling: str, done: float) -> None:
    past = [dict.fromkeys(TASKS, 2.0), {"one": 1.0, "two": 1.5, "three": 2.5, "four": 2.0}]
    shares = shares_of(sampling, TASKS, done, past)  # type: ignore[arg-type]  # the names are the ways
    assert tuple(shares) == TASKS
    assert sum(shares.values()) == pytest.approx(1)


def test_stages_open_in_their_order_and_end_alike() -> None:
    at = [shares_of("stages", TASKS, done, []) for done in (0.0, 0.25, 0.5, 0.9)]
    assert at[0] == {"one": 1.0, "two": 0.0, "three": 0.0, "four": 0.0}
    assert at[1] == {"one": 0.5, "two": 0.5, "three": 0.0, "four": 0.0}
    assert at[2]["three"] == 0.5 > at[2]["one"] == at[2]["two"] > at[2]["four"] == 0
    assert set(at[3].values()) == {0.25}


def test_what_gets_better_is_drawn_more_and_nothing_is_dropped() -> None:
    past = [dict.fromkeys(TASKS, 2.0), {"one": 1.0, "two": 1.5, "three": 2.5, "four": 2.0}]
    shares = shares_of("progress", TASKS, 0.5, past)
    assert shares["one"] > shares["two"] > shares["three"] == shares["four"] > 0


def test_without_progress_all_count_alike() -> None:
    for past in ([], [dict.fromkeys(TASKS, 1.0)], [dict.fromkeys(TASKS, 1.0)] * 2):
        assert set(shares_of("progress", TASKS, 0.5, past).values()) == {0.25}
