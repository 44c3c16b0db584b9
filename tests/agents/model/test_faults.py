"""Every fault of an endpoint or a model, at every question: it ends as promised, and is counted once.

Each test goes through all four roles and the planner, which is the proposer's second mode, with one team:
what is counted is counted by role.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agents.ask import Halt, Unanswered
from agents.transcript import FaultKind, opened
from agents.usage import RoleUsage
from tests.agents.model.stage import QUESTIONS, QUICK, Setting, team_at
from tests.openai_server import (
    Body,
    Deed,
    OpenAIServer,
    breaks_off,
    breaks_stream_off,
    drips,
    hangs_up,
    never_ends,
    raw,
    refuses,
    says,
    stalls,
    status,
    talks_rubbish,
)

HTML = "<html><title>Welcome</title></html>"


@dataclass(frozen=True)
class Once:
    """A fault that passes: the next call goes well."""

    deed: Deed
    kind: FaultKind
    stream: bool = False


def envelope(text: str) -> Deed:
    return raw('{"id": "1", "object": "chat.completion", "created": 0, "model": "m", ' + text + "}")


PASSING: dict[str, Once] = {
    "rate limit that names a time": Once(status(429, retry_after="0.05"), "rate_limit"),
    "rate limit that names none": Once(status(429), "rate_limit"),
    "rate limit until a date": Once(status(429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), "rate_limit"),
    "internal error": Once(status(500), "server_error"),
    "bad gateway in HTML": Once(raw(HTML, "text/html", 502), "server_error"),
    "overloaded": Once(status(529), "server_error"),
    "error with status 200": Once(raw('{"error": {"message": "boom"}}'), "server_error"),
    "silence": Once(stalls(1.5), "timeout"),
    "a byte now and then": Once(drips(1.5), "timeout"),
    "connection closed at once": Once(hangs_up, "dropped"),
    "connection closed in the answer": Once(breaks_off, "dropped"),
    "another protocol than HTTP": Once(talks_rubbish, "dropped"),
    "stream closed in the answer": Once(breaks_stream_off, "dropped", stream=True),
    "endless answer": Once(never_ends, "endless"),
    "no choices": Once(envelope('"choices": []'), "malformed"),
    "choices that are null": Once(envelope('"choices": null'), "malformed"),
    "no message": Once(envelope('"choices": [{"index": 0, "finish_reason": "stop"}]'), "malformed"),
    "half of an envelope": Once(raw('{"id": "1", "choi'), "malformed"),
    "empty answer": Once(says(""), "empty"),
    "blank answer": Once(says(" \n "), "empty"),
    "thoughts only": Once(says("<think>Let me see. {}</think>\n"), "empty"),
    "thoughts without end": Once(says("<think>Let me see. ```python\nx = 1\n```"), "empty"),
    "cut off by the limit": Once(says('{"reasons": "Bec', "length"), "truncated"),
    "refusal": Once(refuses, "refused"),
    "content filter": Once(says("", "content_filter"), "refused"),
    "prose instead of an answer": Once(says("Sure! I would be happy to help."), "malformed"),
    "a block that never ends": Once(says('```python\nx = {"a": 1'), "malformed"),
}
FATAL: dict[str, tuple[Deed, str]] = {
    "no key": (status(401, "no key"), "Set the key in OPENAI_API_KEY"),
    "wrong key": (status(403, "forbidden"), "Set the key in OPENAI_API_KEY"),
    "unknown model": (
        status(404, "The model small does not exist", name="model_not_found"),
        "/models lists them",
    ),
    "unknown model, as 400": (status(400, "model small not found"), "/models lists them"),
    "spent quota": (status(429, "You exceeded it", name="insufficient_quota"), "Pay in"),
    "no credit": (status(402, "more credits"), "Pay in"),
    "a web page": (raw(HTML, "text/html"), "is not an OpenAI endpoint"),
    "no such path": (raw('{"detail": "Not Found"}', code=404), "is not an OpenAI endpoint"),
}
LASTING: dict[str, tuple[Deed, FaultKind, int]] = {
    "prompt too long": (status(400, "context length exceeded"), "bad_request", 1),
    "busy for ever": (status(503), "server_error", 3),
    "rate limit beyond the deadline": (status(429, retry_after="60"), "rate_limit", 1),
    "never any sense": (says("What?"), "malformed", 3),
    "never an end": (says("```", "length"), "truncated", 3),
}


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(lambda body: "") as running:
        yield running


def since(before: RoleUsage, after: RoleUsage) -> tuple[int, dict[FaultKind, int]]:
    """Return the calls, and the faults by kind, that came between."""
    return after.calls - before.calls, dict(Counter(after.faults) - Counter(before.faults))


def setting(server: OpenAIServer, tmp_path: Path, **options: float) -> Setting:
    return Setting(server.url, QUICK.model_copy(update=options), memory=tmp_path / "models.json")


@pytest.mark.parametrize("name", PASSING)
async def test_a_fault_that_passes_costs_one_call_more(
    name: str, server: OpenAIServer, tmp_path: Path
) -> None:
    fault = PASSING[name]
    timeout_s = 0.3 if fault.kind == "timeout" else 2.0
    team, account = team_at(setting(server, tmp_path, timeout_s=timeout_s, stream=fault.stream))
    for part in QUESTIONS:
        server.queue(fault.deed, says(part.said))
        before = account.usage[part.role]
        with opened() as transcript:
            assert await part.ask(team) == part.reply
        calls, faults = since(before, account.usage[part.role])
        assert faults == {fault.kind: calls - 1}
        assert [call.fault for call in transcript.calls] == [fault.kind] * (calls - 1) + [""]
        assert calls == 2 or fault.kind == "timeout"  # on a busy machine a good answer may be late, too
        assert transcript.calls[0].detail
    await team.aclose()


@pytest.mark.parametrize("name", FATAL)
async def test_what_no_call_can_mend_ends_all_at_once_with_the_remedy(
    name: str, server: OpenAIServer, tmp_path: Path
) -> None:
    deed, remedy = FATAL[name]
    team, account = team_at(setting(server, tmp_path))
    for part in QUESTIONS:
        server.queue(deed)
        before = account.usage[part.role]
        with pytest.raises(Halt, match=remedy):
            await part.ask(team)
        calls, faults = since(before, account.usage[part.role])
        assert (calls, sum(faults.values())) == (1, 1)
    await team.aclose()


@pytest.mark.parametrize("name", LASTING)
async def test_a_fault_that_lasts_ends_the_question_after_so_many_calls(
    name: str, server: OpenAIServer, tmp_path: Path
) -> None:
    deed, kind, calls = LASTING[name]
    team, account = team_at(setting(server, tmp_path))
    for part in QUESTIONS:
        server.queue(*[deed] * calls)
        before = account.usage[part.role]
        with pytest.raises(Unanswered, match=f"the {part.role} .* no usable answer: {kind}") as raised:
            await part.ask(team)
        assert raised.value.kind == kind
        assert since(before, account.usage[part.role]) == (calls, {kind: calls})
    await team.aclose()


async def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with OpenAIServer(lambda body: "") as gone:
        pass
    team, account = team_at(setting(gone, tmp_path))
    for part in QUESTIONS:
        before = account.usage[part.role]
        with pytest.raises(Unanswered, match="unreachable x3"):
            await part.ask(team)
        assert since(before, account.usage[part.role]) == (3, {"unreachable": 3})
    await team.aclose()


async def test_one_deadline_holds_for_all_calls_of_a_question(server: OpenAIServer, tmp_path: Path) -> None:
    team, account = team_at(setting(server, tmp_path, timeout_s=0.3, deadline_s=0.45))
    for part in QUESTIONS:
        server.queue(stalls(0.5), stalls(0.5))
        before = account.usage[part.role]
        with pytest.raises(Unanswered, match="whole question"):
            await part.ask(team)
        assert since(before, account.usage[part.role]) == (2, {"deadline": 1, "timeout": 1})
    await team.aclose()


WRONG: dict[str, Callable[[Body], object]] = {
    "field missing": lambda said: said.pop(next(iter(said))),
    "field too many": lambda said: said.update(extra=1),
    "field of another type": lambda said: said.update({next(iter(said)): 7}),
}


@pytest.mark.parametrize("name", WRONG)
async def test_json_of_another_shape_is_asked_for_again_with_what_was_wrong(
    name: str, server: OpenAIServer, tmp_path: Path
) -> None:
    team, account = team_at(setting(server, tmp_path))
    for part in QUESTIONS:
        if part.role == "coder":
            continue  # its answers are no JSON
        said = part.reply.model_dump(mode="json")
        WRONG[name](said)
        server.queue(says(json.dumps(said)), says(part.said))
        before = account.usage[part.role]
        assert await part.ask(team) == part.reply
        assert since(before, account.usage[part.role]) == (2, {"schema": 1})
        again = server.said.requests[-1]["messages"][-1]["content"]
        assert "Your last answer could not be used: " in again
    await team.aclose()
