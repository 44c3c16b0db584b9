"""Who is asked follows from a few names, and a name that is wrong says what would be right."""

from __future__ import annotations

import pytest

from agents.models import (
    Access,
    Endpoint,
    ModelOptions,
    ModelsSettings,
    casting,
    chosen_models,
    models_of,
    team_name,
)
from sim.errors import UsageError


def names(settings: ModelsSettings) -> list[str]:
    return [facts.full_name for facts in models_of(settings)]


def test_without_a_word_the_built_in_author_plays_every_role() -> None:
    settings = ModelsSettings()
    assert casting(settings, "coder").is_built_in
    assert (names(settings), team_name(settings)) == ([], "built-in author")


def test_a_role_of_its_own_goes_before_all_and_repairs_go_to_the_strong_one() -> None:
    settings = ModelsSettings(all="openai:a", coder="openai:b", strong="openai:c", fallback="builtin")
    coder = casting(settings, "coder")
    assert [facts and facts.name for facts in coder.first] == ["b", None]
    assert [facts and facts.name for facts in coder.strong] == ["c", None]
    assert casting(settings, "critic").strong == casting(settings, "critic").first
    assert names(settings) == ["openai:a", "openai:b", "openai:c"]


def test_what_is_set_for_one_model_goes_before_what_is_set_for_all() -> None:
    settings = ModelsSettings(
        all="openai:a",
        critic="openai:b:free",
        options=ModelOptions(timeout_s=60, temperature=0.5),
        named={"openai:b:free": ModelOptions(temperature=0)},
    )
    a, b = models_of(settings)
    assert (a.options.temperature, b.options.temperature, b.options.timeout_s) == (0.5, 0, 60)
    assert b.name == "b:free"


def test_flags_set_all_roles_or_one_and_go_before_the_file() -> None:
    assert chosen_models(["coder=openai:b"]) == {"coder": "openai:b"}
    chosen = chosen_models(["openai:a", "coder=openai:b"])
    in_the_file = {"critic": "openai:old", "strong": "openai:old"}
    settings = ModelsSettings.model_validate(in_the_file | chosen)
    assert names(settings) == ["openai:a", "openai:b"]
    assert ModelsSettings.model_validate(in_the_file | chosen_models(["builtin"])).strong == ""


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["painter=openai:a"], "'painter' is no role; write ROLE=openai:NAME with one of proposer, critic"),
        (["openai:a", "openai:b"], "given twice for all: openai:a and openai:b"),
        (["gpt"], "'gpt' is no model; write openai:NAME"),
        (["openai:"], "is no model"),
        (["olama:a"], r"no endpoint 'olama'; there are openai.* \[models.endpoints.olama\]"),
    ],
)
def test_a_wrong_name_says_what_would_be_right(flags: list[str], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        casting(ModelsSettings.model_validate(chosen_models(flags)), "coder")


def test_the_limit_of_an_answer_has_the_name_that_the_server_knows() -> None:
    def limit(url: str, endpoint: Endpoint) -> str:
        return Access("x", url, "", endpoint).limit

    assert limit("https://api.openai.com/v1", Endpoint()) == "max_completion_tokens"
    assert limit("https://me.openai.azure.com/openai/v1", Endpoint()) == "max_completion_tokens"
    assert limit("http://127.0.0.1:8080/v1", Endpoint()) == "max_tokens"
    assert (
        limit("http://127.0.0.1:8080/v1", Endpoint(limit="max_completion_tokens")) == "max_completion_tokens"
    )


def test_cached_tokens_cost_what_they_cost() -> None:
    priced = ModelOptions(input_usd=2, cached_usd=0.5, output_usd=8)
    (facts,) = models_of(ModelsSettings(all="openai:a", options=priced))
    assert facts.usd(1_000_000, 400_000, 100_000) == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 0.1 * 8)
    assert facts.has_price
    (free,) = models_of(ModelsSettings(all="openai:a"))
    assert (free.usd(1000, 0, 1000), free.has_price) == (0, False)
