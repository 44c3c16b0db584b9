"""What a run says about itself while it walks."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from agents.roles import RoleName
from agents.usage import RoleUsage
from graphs.settings import ExploreSettings
from graphs.statistics import statistics
from graphs.summary import Progress
from simwright.progress import (
    LiveProgress,
    covered,
    duration,
    outcome_line,
    seconds_left,
    shown_progress,
    standing_line,
)
from tests.simwright.door import entry


def standing(settings: ExploreSettings, *, done: int, kept: int, seconds: float) -> Progress:
    entries = [entry(i, outcome="kept" if i < kept else "dropped") for i in range(done)]
    return Progress(
        run="run-0001",
        settings=settings,
        statistics=statistics(entries),
        outcome="dropped" if done else "",
        name="stack-two-blocks" if done else "",
        reason="the oracle [solved] 2 of 10" if done else "",
        committed=done,
        misses=done - kept,
        seconds=seconds,
    )


def test_a_line_says_attempts_kept_rates_and_time_left() -> None:
    line = standing_line(standing(ExploreSettings(attempts=24), done=12, kept=5, seconds=30))
    assert line == "12 of 24 attempts, 5 kept (42 %), 24 a minute, 30 s left"


def test_a_patient_run_says_how_long_it_has_found_nothing() -> None:
    settings = ExploreSettings(attempts=None, patience=50)
    line = standing_line(standing(settings, done=12, kept=5, seconds=30))
    assert line == "12 attempts, 5 kept (42 %), 7 of 50 in a row without one, 24 a minute"


def test_before_the_first_commit_nothing_is_guessed() -> None:
    line = standing_line(standing(ExploreSettings(attempts=24), done=0, kept=0, seconds=2))
    assert line == "0 of 24 attempts, 0 kept"


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        (ExploreSettings(attempts=20), 10.0),
        (ExploreSettings(attempts=None, kept=10), 10.0),
        (ExploreSettings(attempts=20, kept=6), 2.0),
        (ExploreSettings(attempts=None, hours=20 / 3600), 10.0),
        (ExploreSettings(attempts=20, hours=0.5 / 3600), 0.0),
    ],
)
def test_the_first_limit_to_come_sets_the_time_left(settings: ExploreSettings, left: float) -> None:
    assert seconds_left(standing(settings, done=10, kept=5, seconds=10)) == pytest.approx(left)


def test_the_bar_follows_the_limit_that_is_nearest() -> None:
    settings = ExploreSettings(attempts=100, kept=6)
    assert covered(standing(settings, done=10, kept=5, seconds=10)) == (5, 6)


@pytest.mark.parametrize(
    ("seconds", "text"), [(8.4, "8 s"), (59.7, "1 min 0 s"), (125, "2 min 5 s"), (11520, "3 h 12 min")]
)
def test_times_read_as_a_person_says_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_pipe_gets_plain_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as show:
        show(standing(ExploreSettings(), done=0, kept=0, seconds=0))
        show(standing(ExploreSettings(), done=1, kept=0, seconds=2))
    wrote = capsys.readouterr()
    assert wrote.out == ""
    assert len(wrote.err.splitlines()) == 3
    assert "dropped stack-two-blocks: the oracle [solved] 2 of 10" in wrote.err


def test_an_attempt_without_a_name_still_has_an_outcome() -> None:
    nameless = standing(ExploreSettings(), done=0, kept=0, seconds=0)
    assert "an attempt" in outcome_line(nameless)


def spent(calls: int) -> dict[RoleName, RoleUsage]:
    return {"coder": RoleUsage(calls=calls, input_tokens=1000 * calls, cached_tokens=400 * calls, usd=calls)}


def test_a_plain_line_says_what_models_cost(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(lambda: spent(2)) as show:
        show(standing(ExploreSettings(), done=4, kept=1, seconds=2))
    told = "; 2,000 tokens, 800 of them cached, 2.0000 USD, 0.5000 USD an attempt, 2.0000 USD a kept task"
    assert told in capsys.readouterr().err


def test_in_a_terminal_costs_show_while_an_attempt_walks() -> None:
    calls = 0
    terminal = Console(file=io.StringIO(), force_terminal=True, width=300)
    progress = LiveProgress(terminal, lambda: spent(calls) if calls else {})
    progress.show(standing(ExploreSettings(), done=0, kept=0, seconds=0))

    def drawn() -> str:
        with terminal.capture() as seen:
            terminal.print(*progress.get_renderables())
        return seen.get()

    assert "tokens" not in drawn()
    calls = 3
    assert "3,000 tokens, 1,200 of them cached, 3.0000 USD" in drawn()
