"""File, environment, flags: what wins, and what is said about a typo."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.outside import Outside
from sim.errors import UsageError
from simwright.commands.explore import limits_of
from simwright.settings import load_settings, outside_of


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
    assert limits_of(load_settings(explore={"patience": 20})).attempts is None
    assert limits_of(load_settings()).attempts == 24


def test_without_a_word_nothing_is_used_beyond_the_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SIMWRIGHT_CHECKPOINTS",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ):
        monkeypatch.delenv(name, raising=False)
    assert outside_of(load_settings()) == Outside()
    monkeypatch.setenv("SIMWRIGHT_CHECKPOINTS", "")
    assert outside_of(load_settings()).checkpoints is None


def test_services_beyond_the_workspace_are_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMWRIGHT_CHECKPOINTS", "postgresql://me:open%2Dsesame@host/db")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:6006/")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic abc, x=langfuse-key")
    monkeypatch.setenv("OPENAI_API_KEY", "planted-key")
    settings = load_settings()
    outside = outside_of(settings)
    assert outside.checkpoints is not None
    assert outside.collector == "http://127.0.0.1:6006/v1/traces"
    assert {"open-sesame", "open%2Dsesame", "Basic abc", "langfuse-key", "planted-key"} <= set(
        outside.secrets
    )
    for text in (repr(settings), repr(outside)):
        assert "sesame" not in text
        assert "planted" not in text
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://elsewhere/in")
    assert outside_of(settings).collector == "https://elsewhere/in"


def test_a_collector_that_is_no_url_is_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317")
    with pytest.raises(UsageError, match=r"'localhost:4317/v1/traces': it is no URL"):
        outside_of(load_settings())


def test_a_database_url_that_is_none_is_hidden_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMWRIGHT_CHECKPOINTS", "postgresql://me:open-sesame@[::1")
    assert "postgresql://me:open-sesame@[::1" in outside_of(load_settings()).secrets
