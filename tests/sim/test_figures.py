"""Figures are summed up from the side that hurts."""

from __future__ import annotations

import pytest

from sim.figures import LeakFigures, Spread


def test_nine_in_ten_are_better_than_the_p90() -> None:
    times = [float(n) for n in range(1, 12)]
    assert Spread.of(times) == Spread(median=6, p90=10)
    assert Spread.of(times, more_is_better=True) == Spread(median=6, p90=2)


def test_no_values_are_no_figure_and_one_is_both() -> None:
    assert Spread.of([]) is None
    assert Spread.of([0.123456]) == Spread(median=0.1235, p90=0.1235)


def leak(**changes: object) -> LeakFigures:
    clean = {
        "episodes": 20, "soft_episodes": 2, "rss_mb": (70.0, 80.0, 80.0, 81.0), "bodies": (3, 3),
        "open_files": (6, 6), "temporary_files": 0, "cpu_s": 1.0,
    }  # fmt: skip
    return LeakFigures.model_validate(clean | changes)


def test_what_stays_as_it_was_is_flat_and_warming_up_does_not_count() -> None:
    assert leak().flat
    assert leak().growth == pytest.approx(0.0125)


@pytest.mark.parametrize(
    "left",
    [
        {"bodies": (3, 4)},
        {"open_files": (6, 7)},
        {"temporary_files": 1},
        {"rss_mb": (70.0, 80.0, 80.0, 85.0)},
    ],
)
def test_anything_left_behind_is_not_flat(left: dict[str, object]) -> None:
    assert not leak(**left).flat
