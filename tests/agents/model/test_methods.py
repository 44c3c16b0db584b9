"""What an endpoint can do is tried out, remembered, and doubted when its answers are spoilt."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agents.model.asking import Desk
from agents.model.methods import SPOILT, VALID_FOR, Capabilities
from agents.transcript import Method
from agents.usage import Account
from tests.agents.model.stage import CRITIQUE, MODEL, PARTS, PROMPTS, TODAY, Setting, team_at
from tests.openai_server import Body, Deed, Exchange, OpenAIServer, good, says, status

CRITIC = PARTS["critic"]


def mind(body: Body) -> str:
    """Answer the probe and the critic's question."""
    is_probe = "paint" in body["messages"][-1]["content"]
    return json.dumps({"pigment_name": "green"}) if is_probe else CRITIC.said


def ignores_schemas(exchange: Exchange) -> None:
    """Answer 200 to a schema, in the words of a model that never saw it."""
    says(mind(exchange.body) if "response_format" not in exchange.body else "Green!")(exchange)


def knows_schemas_by_500(exchange: Exchange) -> None:
    """Fail on a schema, as the server of llama-cpp-python does."""
    (status(500, "response_format") if "response_format" in exchange.body else good)(exchange)


def method_in(file: Path) -> Method:
    (found,) = json.loads(file.read_text())["models"]
    assert (found["model"], found["found"]) == (MODEL, TODAY.isoformat())
    assert "openai" in found["libraries"]
    method: Method = found["method"]
    return method


@pytest.mark.parametrize(
    ("supports", "deed", "method", "calls"),
    [
        (("schema", "tools"), good, "schema", 2),
        (("tools",), good, "tools", 3),
        ((), good, "text", 3),
        (("schema", "tools"), ignores_schemas, "tools", 3),
        (("schema", "tools"), knows_schemas_by_500, "tools", 4),
    ],
)
async def test_the_best_way_that_really_works_is_found_and_remembered(
    supports: tuple[str, ...], deed: Deed, method: Method, calls: int, tmp_path: Path
) -> None:
    file = tmp_path / "models.json"
    with OpenAIServer(mind, supports=supports) as server:
        server.always(deed)
        setting = Setting(server.url, known=None, memory=file)
        team, account = team_at(setting)
        assert await CRITIC.ask(team) == CRITIQUE
        assert (method_in(file), account.usage["critic"].calls) == (method, calls)
        again, account = team_at(setting)
        assert await CRITIC.ask(again) == CRITIQUE
        assert account.usage["critic"].calls == 1
        await team.aclose()
        await again.aclose()


async def test_a_way_that_spoils_three_answers_is_left(tmp_path: Path) -> None:
    file = tmp_path / "models.json"
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, memory=file))
        for _ in range(SPOILT):
            server.queue(says("Green!"), good)
            await CRITIC.ask(team)
        assert "tools" not in server.said.requests[-3]
        await CRITIC.ask(team)
        await team.aclose()
        assert "tools" in server.said.requests[-1]
    assert '"method": "tools"' in file.read_text()


async def test_a_way_that_the_endpoint_no_longer_knows_is_left_at_once(tmp_path: Path) -> None:
    with OpenAIServer(mind, supports=()) as server:
        team, account = team_at(Setting(server.url, memory=tmp_path / "models.json"))
        assert await CRITIC.ask(team) == CRITIQUE
        await team.aclose()
    assert account.usage["critic"].faults == {"unsupported": 2}


async def test_what_was_found_a_month_ago_is_tried_out_again(tmp_path: Path) -> None:
    file = tmp_path / "models.json"
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, known="text", memory=file))
        stage = team.stage
        later = Capabilities(file, TODAY + VALID_FOR + timedelta(days=1))
        renewed = type(team)(replace(stage, desk=Desk(PROMPTS, Account(), later)))
        await CRITIC.ask(renewed)
        await team.aclose()
        await renewed.aclose()
    assert '"method": "schema"' in file.read_text()


async def test_of_many_who_want_to_know_one_tries_it_out(tmp_path: Path) -> None:
    with OpenAIServer(mind) as server:
        team, account = team_at(Setting(server.url, known=None))
        await asyncio.gather(*(CRITIC.ask(team) for _ in range(8)))
        await team.aclose()
    assert account.usage["critic"].calls == 1 + 8
