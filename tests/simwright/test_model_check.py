"""`doctor --models` makes one tiny call for each role, and says what it cost or what is wrong."""

from __future__ import annotations

import json

import pytest

from simwright.model_check import examine_models
from simwright.settings import load_settings
from tests.openai_server import Body, Deed, OpenAIServer, good, raw, status

MODELS = ["proposer", "critic", "coder", "reflection"]


def mind(body: Body) -> str:
    return json.dumps({"pigment_name": "green"}) if "response_format" in body else "Green."


async def findings(
    monkeypatch: pytest.MonkeyPatch, deed: Deed, **models: str
) -> list[tuple[str, str, str, str]]:
    with OpenAIServer(mind) as server:
        server.always(deed)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        found = [one async for one in examine_models(load_settings(models=models))]
    return [(one.subject, one.state, one.detail, one.remedy) for one in found]


async def test_each_role_is_tried_and_its_price_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = await findings(monkeypatch, good, all="openai:m", coder="builtin", strong="openai:large")
    assert [subject for subject, *_ in found] == [
        "proposer", "critic", "coder", "coder", "reflection", "reflection",
    ]  # fmt: skip
    assert {state for _, state, *_ in found} == {"ok"}
    assert "openai:m answers by schema: 2 calls" in found[0][2]
    assert "no model is asked" in found[2][2]
    assert "openai:large answers by text: 1 calls" in found[3][2]


@pytest.mark.parametrize(
    ("deed", "kind", "remedy"),
    [
        (status(401, "who are you"), "bad_key: HTTP 401: who are you", "OPENAI_API_KEY"),
        (raw("<html></html>", "text/html"), "not_openai", "is not an OpenAI endpoint"),
        (status(503), "server_error", "Look at the endpoint"),
    ],
)
async def test_what_is_wrong_comes_with_what_to_do(
    deed: Deed, kind: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, state, detail, what_to_do = (await findings(monkeypatch, deed, coder="openai:m"))[2]
    assert state == "bad"
    assert kind in detail
    assert remedy in what_to_do


async def test_a_missing_key_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    (found,) = [one async for one in examine_models(load_settings(models={"all": "openai:m"}))]
    assert (found.state, "OPENAI_API_KEY" in found.detail) == ("bad", True)
