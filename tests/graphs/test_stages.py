"""What becomes of an attempt decides about its stage; the file says so and is read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.roles import Plan
from graphs.stages import (
    Curriculum,
    Outcome,
    curriculum_names,
    order_of,
    outcome_of,
    read_curriculum,
    records_of,
    still_done,
    write_curriculum,
)
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.graphs.entries import entry_of
from tests.graphs.small_school import stage_of, way

SIGNATURE = "inside(block -> bowl) by all"
PLAN = Plan(reasons="", refusal="", stages=way("bowl"))


def test_a_kept_task_of_the_signature_verifies_its_stage() -> None:
    outcome = outcome_of(stage_of("block", "bowl"), entry_of(0, name="block-bowl-2"), SIGNATURE)
    assert outcome == Outcome(asked=SIGNATURE, task="block-bowl-2", reused=False, reason="")


def test_a_known_task_of_the_signature_is_reused() -> None:
    entry = entry_of(0, outcome="dropped", gate="novelty", duplicate_of="pack")
    assert outcome_of(stage_of("block", "bowl"), entry, SIGNATURE) == Outcome(
        asked=SIGNATURE, task="pack", reused=True, reason=""
    )


@pytest.mark.parametrize(
    ("changes", "found", "reason"),
    [
        ({}, "inside(ball -> bowl) by all", "built was 'inside(ball"),
        ({"outcome": "dropped", "reason": "it slips"}, "", "it slips"),
    ],
)
def test_anything_else_verifies_nothing(changes: dict[str, object], found: str, reason: str) -> None:
    outcome = outcome_of(stage_of("block", "bowl"), entry_of(0, **changes), found)
    assert outcome["task"] == ""
    assert reason in outcome["reason"]


def test_the_order_for_training_has_each_verified_task_once() -> None:
    outcomes = {
        name: Outcome(asked=SIGNATURE, task="same", reused=True, reason="")
        for name in ("block-bowl", "box-bowl")
    }
    assert order_of(records_of(PLAN, outcomes)) == ("same",)


def test_a_verified_stage_whose_goals_a_new_plan_changes_is_not_done_any_more() -> None:
    done = Outcome(asked=SIGNATURE, task="one", reused=False, reason="")
    failed = Outcome(asked=SIGNATURE, task="", reused=False, reason="it slips")
    outcomes = {"block-bowl": done, "elsewhere": done, "box-bowl": failed}
    assert still_done(PLAN, outcomes) == {"block-bowl": done, "elsewhere": done}
    changed = stage_of("ball", "bowl").task.model_copy(update={"name": "block-bowl"})
    other = PLAN.stages[0].model_copy(update={"task": changed})
    assert "block-bowl" not in still_done(PLAN.model_copy(update={"stages": (other,)}), outcomes)


def test_a_curriculum_is_verified_when_its_last_stage_is() -> None:
    curriculum = Curriculum(name="bowl", target="a bowl", run="run-0001")
    first = Outcome(asked=SIGNATURE, task="one", reused=False, reason="")
    last = Outcome(asked=SIGNATURE, task="", reused=False, reason="it slips")
    stages = records_of(PLAN, {"block-bowl": first, "box-bowl": last})
    failed = curriculum.model_copy(update={"stages": stages}).ended("")
    assert (failed.standing, failed.reason) == ("failed", "it slips")
    stages = records_of(PLAN, {"block-bowl": last, "box-bowl": first})
    assert curriculum.model_copy(update={"stages": stages}).ended("").verified
    assert curriculum.ended("no such thing").standing == "refused"


def test_a_file_is_read_back_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    curriculum = Curriculum(name="bowl", target="a bowl", run="run-0001", stages=records_of(PLAN, {}))
    path = write_curriculum(workspace, curriculum)
    assert read_curriculum(workspace, "bowl") == curriculum
    assert curriculum_names(workspace) == ["bowl"]
    path.write_text("{")
    with pytest.raises(UsageError, match=r"curriculum\.json is damaged"):
        read_curriculum(workspace, "bowl")
    with pytest.raises(UsageError, match=r"no curriculum 'cup' .* there are: bowl"):
        read_curriculum(workspace, "cup")
