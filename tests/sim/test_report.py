"""Reports as data."""

from __future__ import annotations

import pytest

from sim.report import EpisodeResult, Report, wilson


def report(reason: str) -> Report:
    return Report(verdict="misuse", phase="build", reason=reason)


def test_a_fingerprint_ignores_numbers_and_quoted_names() -> None:
    one = report("line 4: color 'teal' does not exist")
    assert one.fingerprint == report("line 9: color 'rosa' does not exist").fingerprint
    assert one.fingerprint != report("line 4: the table is full").fingerprint


def test_without_times_only_the_times_are_gone() -> None:
    episode = EpisodeResult(seed=1, success=True, actions=2, cpu_s=0.5)
    full = Report(verdict="solved", phase="repeat", reason="", episodes=(episode,))
    assert full.without_times().episodes == (EpisodeResult(seed=1, success=True, actions=2),)


def test_wilson_agrees_with_published_values() -> None:
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_wilson_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        wilson(0, 0)
