"""A chat model plans: it is told all there is, held to what a plan has to be, and may say no."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.ask import Unanswered
from agents.model.faults import Fault
from agents.model.planning import sound
from agents.models import ModelsSettings
from agents.roles import MOST_STAGES, Plan, PlanRequest, Setback, Stage
from tests.agents.model.stage import (
    HANDBOOK,
    NEAR,
    PLAN,
    PLAN_REQUEST,
    PLANNING,
    PROMPTS,
    QUICK,
    Setting,
    team_at,
)
from tests.agents.test_author_planner import planned
from tests.openai_server import Body, OpenAIServer, says

CAR = planned("build a car out of blocks and cylinders")
FIRST, *_, LAST = CAR.stages
SETBACK = Setback(stage=CAR.stages[1], reason="the cylinders roll away")
AGAIN = PLAN_REQUEST.model_copy(
    update={"target": "a car", "previous": CAR, "verified": (FIRST.name,), "setbacks": (SETBACK,)}
)
REFUSAL = Plan(reasons="There is no banana.", refusal="a banana is none of the kinds", stages=())


def broken(change: Callable[[list[Stage]], None]) -> Plan:
    """Change the stages of a good plan, past the checks that every plan goes through."""
    stages = list(CAR.stages)
    change(stages)
    return CAR.model_copy(update={"stages": tuple(stages)})


def renamed(stage: Stage, name: str) -> Stage:
    return stage.model_copy(update={"task": stage.task.model_copy(update={"name": name})})


def as_task_of(stage: Stage, other: Stage) -> Stage:
    task = other.task.model_copy(update={"name": stage.name})
    return stage.model_copy(update={"task": task})


def without_steps(stage: Stage) -> Stage:
    return stage.model_copy(update={"task": stage.task.model_copy(update={"steps": ()})})


BROKEN: dict[str, tuple[Callable[[list[Stage]], None], str]] = {
    "no name": (lambda s: s.__setitem__(0, renamed(s[0], " ")), "stage 1 has no name"),
    "no steps": (lambda s: s.__setitem__(1, without_steps(s[1])), f"{CAR.stages[1].name} has no steps"),
    "the same goals twice": (
        lambda s: s.__setitem__(1, as_task_of(s[1], s[0])),
        f"{CAR.stages[1].name} has the goals of {FIRST.name}",
    ),
    "a verified name with other goals": (
        lambda s: s.__setitem__(0, as_task_of(s[0], s[1])),
        f"{FIRST.name} is verified with the goals within",
    ),
    "a stage that leads nowhere": (
        lambda s: s.__setitem__(5, LAST.model_copy(update={"needs": LAST.needs[:1]})),
        f"nothing that leads to {LAST.name} needs {LAST.needs[1]}",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_plan_that_cannot_be_followed_is_told_what_is_wrong(name: str) -> None:
    change, complaint = BROKEN[name]
    with pytest.raises(Fault, match=complaint) as raised:
        sound(broken(change), AGAIN)
    assert raised.value.kind == "rule"


def test_one_stage_is_a_plan_only_after_others_have_failed() -> None:
    alone = broken(lambda stages: stages.__setitem__(slice(0, 5), []))
    assert sound(alone, AGAIN) == alone
    with pytest.raises(Fault, match="one stage is no way to a target"):
        sound(alone, PLAN_REQUEST)


@pytest.mark.parametrize("plan", [CAR, PLAN, REFUSAL], ids=["car", "two stages", "refusal"])
def test_a_plan_that_can_be_followed_stays_as_it_is(plan: Plan) -> None:
    assert sound(plan, AGAIN) == plan


def test_what_never_changes_comes_first_and_says_what_a_plan_is() -> None:
    one, other = (
        PROMPTS.render("proposer", PLAN_REQUEST.model_copy(update=update), "FORM")
        for update in ({}, {"draw": (7, 7), "target": "a tower"})
    )
    assert one.system == other.system != one.question
    assert all(HANDBOOK[title] in one.system for title in ("Kinds", "Relations and arrangements"))
    assert f"at most {MOST_STAGES} stages" in one.system
    assert "`in_row` a `row`" in one.system
    assert "FORM" in one.system


def test_everything_that_a_planner_is_given_is_told() -> None:
    question = PROMPTS.render("proposer", AGAIN, "").question
    told = ("a car", NEAR[0].name, LAST.teaches, "These stages are verified", SETBACK.reason, "another way")
    assert [text for text in told if text not in question] == []
    assert "Plan the way to it" not in question


async def asked(server: OpenAIServer, tmp_path: Path, request: PlanRequest, fallback: str = "") -> Plan:
    models = ModelsSettings(all="openai:small", fallback=fallback)
    team, account = team_at(Setting(server.url, models=models, memory=tmp_path / "models.json"))
    try:
        return await team.proposer.plan(request)
    finally:
        await team.aclose()
        assert account.usage["proposer"].calls == len(server.said.requests)


def silent(body: Body) -> str:
    return "What?"


async def test_a_plan_that_breaks_a_rule_is_asked_for_again_with_the_rule(tmp_path: Path) -> None:
    change, complaint = BROKEN["a stage that leads nowhere"]
    backwards = CAR.model_copy(update={"stages": CAR.stages[::-1]})
    with OpenAIServer(silent) as server:
        server.queue(*(says(plan.model_dump_json()) for plan in (broken(change), backwards, CAR)))
        assert await asked(server, tmp_path, AGAIN) == CAR
    _, second, third = (body["messages"][-1]["content"] for body in server.said.requests)
    assert f"could not be used: {complaint}" in second
    assert "which do not come before it" in third


async def test_breaking_rules_is_not_blamed_on_the_way_of_asking(tmp_path: Path) -> None:
    one_stage = PLAN.model_copy(update={"stages": PLAN.stages[:1]})
    with OpenAIServer(silent) as server:
        server.queue(*[says(one_stage.model_dump_json())] * QUICK.tries, says(PLANNING.said))
        team, _ = team_at(Setting(server.url, memory=tmp_path / "models.json"))
        with pytest.raises(Unanswered, match="no usable answer: rule x3"):
            await team.proposer.plan(PLAN_REQUEST)
        assert await team.proposer.plan(PLAN_REQUEST) == PLAN
        await team.aclose()
    assert all("response_format" in body for body in server.said.requests)


async def test_a_target_without_sense_is_refused_with_the_reason(tmp_path: Path) -> None:
    with OpenAIServer(silent) as server:
        server.queue(says(REFUSAL.model_dump_json()))
        assert await asked(server, tmp_path, PLAN_REQUEST) == REFUSAL


async def test_the_author_plans_where_the_model_cannot(tmp_path: Path) -> None:
    with OpenAIServer(silent) as server:
        assert await asked(server, tmp_path, PLAN_REQUEST, fallback="builtin") == PLAN
    assert len(server.said.requests) == QUICK.tries
