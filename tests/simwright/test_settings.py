"""File, environment, flags: what wins, and what is said about a typo."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import UsageError
from simwright.commands.explore import limits_of
from simwright.settings import load_settings


def write(text: str) -> None:
    Path("simwright.toml").write_text(text, encoding="utf-8")


def test_without_anything_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.workspace == Path("workspace")
    assert settings.explore.attempts == 24
    assert settings.verify.seeds == 10


def test_the_file_beats_the_default_the_environment_the_file_and_a_flag_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write('workspace = "from-file"\n[explore]\nattempts = 3\nworkers = 3\nseed = 3\n')
    monkeypatch.setenv("SIMWRIGHT_EXPLORE_WORKERS", "5")
    monkeypatch.setenv("SIMWRIGHT_EXPLORE_SEED", "5")
    settings = load_settings(explore={"seed": 7, "kept": None})
    assert settings.workspace == Path("from-file")
    assert (settings.explore.attempts, settings.explore.workers, settings.explore.seed) == (3, 5, 7)


def test_the_workspace_flag_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMWRIGHT_WORKSPACE", "from-environment")
    assert load_settings().workspace == Path("from-environment")
    assert load_settings(workspace=Path("flag")).workspace == Path("flag")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("workspce = 'x'", "workspce in simwright.toml is not a setting. Did you mean workspace?"),
        (
            "[explore]\nattemts = 3",
            "explore.attemts in simwright.toml is not a setting. Did you mean attempts?",
        ),
        ("[explore]\nzzz = 3", "The settings there are: attempts, kept, hours"),
        ("[explore]\nworkers = 0", "explore.workers in simwright.toml is 0: input should be greater"),
        ("[explore", "simwright.toml is not TOML"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_the_fault(text: str, complaint: str) -> None:
    write(text)
    with pytest.raises(UsageError) as error:
        load_settings()
    assert complaint in str(error.value)


def test_a_wrong_variable_is_named_as_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMWRIGHT_EXPLORE_ATTEMTS", "3")
    with pytest.raises(UsageError, match="SIMWRIGHT_EXPLORE_ATTEMTS is not a setting"):
        load_settings()


def test_a_wrong_flag_is_named_as_a_flag() -> None:
    with pytest.raises(UsageError, match="--hours is -1"):
        load_settings(explore={"hours": -1.0})


def test_a_file_in_the_place_of_the_workspace_is_an_error() -> None:
    Path("workspace").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="the workspace workspace is a file"):
        load_settings()


def test_the_default_attempts_do_not_cut_short_another_limit() -> None:
    assert limits_of(load_settings(explore={"kept": 20})).attempts is None
    assert limits_of(load_settings(explore={"kept": 20, "attempts": 5})).attempts == 5
    assert limits_of(load_settings()).attempts == 24
