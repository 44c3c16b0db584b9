"""Who is asked when, how many at once, at what price, and what is kept of it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from agents.ask import Halt, Unanswered, ask
from agents.exchange import Asked, ExchangeStore
from agents.models import ModelOptions, ModelsSettings
from agents.roles import Critique, CritiqueRequest, RoleName
from agents.usage import Limits, Price, reopened, usage_of
from sim.report import Report
from sim.spec import SceneSpec
from tests.agents.model.stage import (
    CODE,
    CRITIQUE,
    OPEN,
    PARTS,
    PROGRAM,
    PROPOSAL,
    QUICK,
    REFLECT,
    Setting,
    team_at,
)
from tests.openai_server import Body, OpenAIServer, hangs_up, says, stalls, status

CRITIC = PARTS["critic"]
OPENINGS: dict[str, RoleName] = {
    "You invent": "proposer",
    "You judge ": "critic",
    "You write ": "coder",
    "You vote o": "reflection",
}
FAILED = Report(verdict="error", phase="build", reason="no bowls")


def mind(body: Body) -> str:
    """Answer each role as it should be answered."""
    return {opening: PARTS[role] for opening, role in OPENINGS.items()}[
        body["messages"][0]["content"][:10]
    ].said


def memory(tmp_path: Path) -> Path:
    return tmp_path / "models.json"


async def test_every_role_is_answered_and_every_token_is_counted(tmp_path: Path) -> None:
    with OpenAIServer(mind) as server:
        team, account = team_at(Setting(server.url, memory=memory(tmp_path)))
        for part in PARTS.values():
            assert await part.ask(team) == part.reply
        await team.aclose()
    usage, said = account.usage, server.said
    assert [one.calls for one in usage.values()] == [1, 1, 1, 1]
    assert sum(one.input_tokens for one in usage.values()) == said.input_tokens
    assert sum(one.cached_tokens for one in usage.values()) == said.cached_tokens > 0
    assert sum(one.output_tokens for one in usage.values()) == said.output_tokens
    fresh = said.input_tokens - said.cached_tokens
    usd = (fresh * 1 + said.cached_tokens * 0.5 + said.output_tokens * 2) / 1e6
    assert sum(one.usd for one in usage.values()) == pytest.approx(usd, abs=4e-6)
    assert set(said.keys) == {"Bearer key"}


async def test_sixteen_at_once_are_twelve_times_sooner_than_one_after_another(tmp_path: Path) -> None:
    patient = QUICK.model_copy(update={"timeout_s": 30, "deadline_s": 30})
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, patient, memory=memory(tmp_path)))
        await CRITIC.ask(team)
        server.latency_s = 2.0
        began = time.monotonic()
        await asyncio.gather(*(CRITIC.ask(team) for _ in range(16)))
        seconds = time.monotonic() - began
        await team.aclose()
    assert 16 * server.latency_s / seconds >= 12
    assert server.said.most_in_flight == 16


async def test_no_more_requests_are_in_flight_than_the_endpoint_may_have(tmp_path: Path) -> None:
    endpoint = OPEN.model_copy(update={"concurrency": 3})
    with OpenAIServer(mind, latency_s=0.05) as server:
        team, _ = team_at(Setting(server.url, endpoint=endpoint, memory=memory(tmp_path)))
        await asyncio.gather(*(part.ask(team) for part in PARTS.values() for _ in range(4)))
        await team.aclose()
    assert server.said.most_in_flight == 3


async def test_calls_keep_the_pace_that_is_set(tmp_path: Path) -> None:
    endpoint = OPEN.model_copy(update={"requests_per_minute": 600.0})
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, endpoint=endpoint, memory=memory(tmp_path)))
        began = time.monotonic()
        await asyncio.gather(*(CRITIC.ask(team) for _ in range(5)))
        await team.aclose()
    assert time.monotonic() - began >= 0.4


async def test_the_strong_model_repairs_what_the_cheap_one_wrote(tmp_path: Path) -> None:
    models = ModelsSettings(all="openai:small", strong="openai:large")
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, models=models, memory=memory(tmp_path)))
        await team.coder.code(CODE)
        await team.coder.code(CODE.model_copy(update={"program": PROGRAM, "report": FAILED}))
        await team.aclose()
    assert [body["model"] for body in server.said.requests] == ["small", "large"]


async def test_the_strong_model_is_the_arbiter_and_without_one_there_is_none(tmp_path: Path) -> None:
    models = ModelsSettings(all="openai:small", strong="openai:large")
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, models=models, memory=memory(tmp_path)))
        await team.reflection.reflect(REFLECT)
        assert team.arbiter is not None
        await team.arbiter.reflect(REFLECT.model_copy(update={"vote": 2}))
        await team.aclose()
        plain, _ = team_at(Setting(server.url, memory=memory(tmp_path)))
        assert plain.arbiter is None
        await plain.aclose()
    assert [body["model"] for body in server.said.requests] == ["small", "large"]


async def test_the_fallback_answers_what_the_model_could_not(tmp_path: Path) -> None:
    models = ModelsSettings(all="openai:small", fallback="builtin")
    with OpenAIServer(mind) as server:
        server.always(says("What?"))
        team, account = team_at(Setting(server.url, models=models, memory=memory(tmp_path)))
        assert isinstance(await CRITIC.ask(team), Critique)
        await team.aclose()
    assert account.usage["critic"].faults == {"malformed": QUICK.tries}


async def test_only_a_model_that_sees_gets_pictures(tmp_path: Path) -> None:
    async def draw(scene: SceneSpec) -> bytes:
        return b"RIFF" + scene.task.encode()

    with OpenAIServer(mind) as server:
        for sees in (True, False):
            options = QUICK.model_copy(update={"sees": sees})
            team, _ = team_at(Setting(server.url, options, draw=draw, memory=memory(tmp_path)))
            await PARTS["reflection"].ask(team)
            await team.aclose()
    seen, blind = (body["messages"][-1]["content"] for body in server.said.requests)
    assert [part["type"] for part in seen] == ["text", "image_url"]
    assert seen[1]["image_url"]["url"].startswith("data:image/webp;base64,UklGR")
    assert isinstance(blind, str)


async def test_what_is_set_for_a_model_is_sent(tmp_path: Path) -> None:
    options = ModelOptions(temperature=0.5, reasoning_effort="low", max_output_tokens=77)
    with OpenAIServer(mind) as server:
        team, _ = team_at(Setting(server.url, options, memory=memory(tmp_path)))
        await CRITIC.ask(team)
        await team.aclose()
    (body,) = server.said.requests
    assert (body["temperature"], body["reasoning_effort"], body["max_tokens"]) == (0.5, "low", 77)
    assert body["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize(
    ("most", "why"), [(8192, "the model's context is full"), (1, r"max_output_tokens \(1\) allows no more")]
)
async def test_an_answer_that_is_cut_off_says_what_was_too_small(most: int, why: str, tmp_path: Path) -> None:
    options = QUICK.model_copy(update={"max_output_tokens": most})
    with OpenAIServer(mind) as server:
        server.always(says(CRITIC.said[:20], "length"))
        team, _ = team_at(Setting(server.url, options, memory=memory(tmp_path)))
        with pytest.raises(Unanswered, match=why):
            await CRITIC.ask(team)
        await team.aclose()


async def test_an_answer_in_pieces_is_one_answer(tmp_path: Path) -> None:
    options = QUICK.model_copy(update={"stream": True})
    for known in ("schema", "tools"):
        with OpenAIServer(mind) as server:
            team, account = team_at(Setting(server.url, options, known=known, memory=memory(tmp_path)))
            assert await CRITIC.ask(team) == CRITIQUE
            await team.aclose()
        assert account.usage["critic"].output_tokens == server.said.output_tokens


async def test_a_server_that_counts_no_tokens_is_counted_for(tmp_path: Path) -> None:
    with OpenAIServer(mind) as server:
        server.queue(says(CRITIC.said, usage=False))
        team, account = team_at(Setting(server.url, memory=memory(tmp_path)))
        await CRITIC.ask(team)
        await team.aclose()
    assert account.usage["critic"].output_tokens == -(-len(CRITIC.said) // 4)


@pytest.mark.parametrize("limits", [Limits(tokens=40_000), Limits(usd=0.05)])
async def test_a_limit_is_never_overspent_also_when_many_ask_at_once(limits: Limits, tmp_path: Path) -> None:
    options = QUICK.model_copy(update={"max_output_tokens": 100, "input_usd": 1.3})
    with OpenAIServer(mind, latency_s=0.05) as server:
        team, account = team_at(Setting(server.url, options, limits=limits, memory=memory(tmp_path)))
        ends = await asyncio.gather(*(CRITIC.ask(team) for _ in range(16)), return_exceptions=True)
        await team.aclose()
    assert limits.allow(account.spent)
    assert account.spent.tokens == server.said.input_tokens + server.said.output_tokens > 0
    halts = [end for end in ends if isinstance(end, Halt)]
    assert len(halts) == 16 - len(server.said.requests) > 0
    assert "Raise --max-tokens or --max-usd" in str(halts[0])


REQUEST = CritiqueRequest(draw=(1,), proposal=PROPOSAL, nearest=())


def question() -> Asked[Critique]:
    return Asked(3, "critic", 0, 0, REQUEST, Critique, "openai:small")


async def test_the_exchange_keeps_what_was_said_raw_and_what_it_cost(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path / "attempts")
    with OpenAIServer(mind) as server:
        server.queue(says("Well."))
        team, account = team_at(Setting(server.url, memory=memory(tmp_path)))
        await ask(question(), lambda: team.critic.critique(REQUEST), store)
        await team.aclose()
    (exchange,) = store.exchanges()
    assert [call.text for call in exchange.calls] == ["Well.", CRITIC.said]
    assert [call.fault for call in exchange.calls] == ["malformed", ""]
    assert usage_of([exchange]) == account.usage
    assert reopened(ModelsSettings(), [exchange]).spent == Price(account.spent.tokens, account.spent.usd)


async def test_a_question_without_an_answer_keeps_its_calls_and_is_asked_again(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path / "attempts")
    with OpenAIServer(mind) as server:
        server.queue(*[says("Well.")] * QUICK.tries, status(401))
        team, account = team_at(Setting(server.url, memory=memory(tmp_path)))
        for error in (Unanswered, Halt):
            with pytest.raises(error):
                await ask(question(), lambda: team.critic.critique(REQUEST), store)
        await ask(question(), lambda: team.critic.critique(REQUEST), store)
        await team.aclose()
    answered, unanswered = store.exchanges()
    assert (answered.reply is not None, unanswered.reply) == (True, None)
    assert len(unanswered.calls) == QUICK.tries + 1
    assert usage_of([unanswered, answered]) == account.usage


async def test_a_limit_holds_over_a_resume_also_for_answers_that_were_lost(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path / "attempts")
    short = QUICK.model_copy(update={"timeout_s": 0.1, "tries": 2})
    with OpenAIServer(mind) as server:
        server.queue(stalls(5), hangs_up)
        team, first = team_at(Setting(server.url, short, memory=memory(tmp_path)))
        with pytest.raises(Unanswered):
            await ask(question(), lambda: team.critic.critique(REQUEST), store)
        await team.aclose()
    spent = reopened(ModelsSettings(), store.exchanges()).spent
    assert spent == first.spent
    assert spent.tokens > 2 * short.max_output_tokens  # nobody knows what the endpoint will charge
    resumed = reopened(ModelsSettings(max_tokens=spent.tokens), store.exchanges())
    with pytest.raises(Halt, match=f"{spent.tokens} tokens"):
        async with resumed.reserved(Price(1, 0.0)):
            pass


async def test_a_process_that_is_killed_leaves_behind_what_it_may_have_to_pay(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path / "attempts")
    with OpenAIServer(mind) as server:
        server.queue(says("Well."), stalls(30))
        patient = QUICK.model_copy(update={"timeout_s": 60, "deadline_s": 60})
        team, account = team_at(Setting(server.url, patient, memory=memory(tmp_path)))
        asking = asyncio.create_task(ask(question(), lambda: team.critic.critique(REQUEST), store))
        while len(server.said.requests) < 2:
            await asyncio.sleep(0.01)
        (found,) = store.exchanges()  # as a kill in this moment would leave it
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await team.aclose()
    assert [call.fault for call in found.calls] == ["malformed", "cancelled"]
    assert reopened(ModelsSettings(), [found]).spent == account.spent
    assert reopened(ModelsSettings(), store.exchanges()).spent == account.spent
