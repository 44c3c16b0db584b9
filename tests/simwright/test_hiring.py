"""Settings, keys and prices become a team, or an error that says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agents.author import BuiltInAuthor
from graphs.settings import ExploreSettings
from sim.errors import UsageError
from simwright.hiring import hired, limited
from simwright.settings import access_to, load_settings

LOCAL = '[models]\nall = "local:m"\n[models.endpoints.local]\nbase_url = "http://127.0.0.1:9/v1"\n'


def write(text: str) -> None:
    Path("simwright.toml").write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


async def test_the_built_in_author_needs_nothing() -> None:
    async with hired(load_settings()) as team:
        assert isinstance(team.team, BuiltInAuthor)


def test_the_built_in_author_costs_no_import_of_chat_models() -> None:
    code = "import simwright.hiring, sys; sys.exit('langchain_openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_a_server_of_ones_own_needs_no_key() -> None:
    write(LOCAL)
    async with hired(load_settings()) as team:
        assert team.team.name == "local:m"
        assert {usage.calls for usage in team.account.usage.values()} == {0}


def test_openai_without_a_key_is_an_error_before_anything_is_sent() -> None:
    with pytest.raises(UsageError, match="set OPENAI_API_KEY, or key_file"):
        access_to(load_settings(models={"all": "openai:m"}).models)


def test_url_and_key_come_from_the_environment_or_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    access = access_to(load_settings(models={"all": "openai:m"}).models)["openai"]
    assert (access.base_url, access.key) == ("http://127.0.0.1:9/v1", "from-environment")
    Path("key").write_text("from-file\n", encoding="utf-8")
    write(LOCAL + 'key_file = "key"\n')
    assert access_to(load_settings().models)["local"].key == "from-file"


def test_a_key_file_that_is_not_there_is_named() -> None:
    write(LOCAL + 'key_file = "nowhere"\n')
    with pytest.raises(UsageError, match="key file nowhere cannot be read: No such file"):
        access_to(load_settings().models)


async def test_a_limit_in_money_needs_prices() -> None:
    write(LOCAL)
    with pytest.raises(UsageError, match="--max-usd needs prices, and local:m has none"):
        async with hired(load_settings(models={"max_usd": 1.0})):
            pass


def test_limits_are_stored_with_a_run_and_a_resume_keeps_or_raises_them() -> None:
    begun = limited(load_settings(models={"max_usd": 1.5, "max_tokens": 1000})).explore
    assert (begun.max_usd, begun.max_tokens) == (1.5, 1000)
    kept = limited(load_settings(), begun).models
    assert (kept.max_usd, kept.max_tokens) == (1.5, 1000)
    raised = limited(load_settings(models={"max_usd": 9.0}), begun)
    assert (raised.models.max_usd, raised.explore.max_tokens) == (9.0, 1000)
    assert limited(load_settings(), ExploreSettings()).models.max_usd is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[models]\ncodr = 'x'", "models.codr in simwright.toml is not a setting. Did you mean coder?"),
        (
            "[models.options]\ntimeout = 3",
            "models.options.timeout in simwright.toml is not a setting. Did you mean timeout_s?",
        ),
        (LOCAL + "url = 'x'", "models.endpoints.local.url in simwright.toml is not a setting."),
        ("[models]\nmax_usd = -1", "models.max_usd in simwright.toml is -1"),
    ],
)
def test_a_typo_among_the_models_names_what_is_meant(text: str, complaint: str) -> None:
    write(text)
    with pytest.raises(UsageError) as error:
        load_settings()
    assert complaint in str(error.value)
