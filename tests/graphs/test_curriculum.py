"""A target is taken apart, and every stage of the way to it is verified, reused, planned anew or given up."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from agents.ask import Halt, Unanswered
from agents.roles import CodeRequest, PlanRequest, ProposeRequest
from graphs.curriculum import after_stage, after_target
from graphs.pursue import Pursuit, pursue_with
from graphs.resume import begin_run
from graphs.stages import Curriculum, CurriculumState, read_curriculum, unbegun
from graphs.teaching import CurriculumWatch
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.graphs.small_school import SmallSchool, small_pursuit
from tests.graphs.small_world import SmallProver, ledger_of, settings_for, small_run, truth_of


def whole_truth(root: Path) -> dict[str, bytes]:
    """Return every byte that a seed must decide."""
    files = sorted(root.glob("curricula/*/*"))
    return truth_of(root) | {str(path.relative_to(root)): path.read_bytes() for path in files}


@dataclass(frozen=True)
class Schooled:
    """A curriculum that was built, and who was asked."""

    root: Path
    team: SmallSchool
    built: Curriculum


@pytest.fixture(scope="module")
def schooled(tmp_path_factory: pytest.TempPathFactory) -> Schooled:
    root, team = tmp_path_factory.mktemp("schooled"), SmallSchool()
    return Schooled(root, team, asyncio.run(small_pursuit(root, team)))


def test_stages_are_verified_in_order_and_the_target_last(schooled: Schooled) -> None:
    root, built = schooled.root, schooled.built
    assert built.verified
    assert built.order == ("block-bowl", "cylinder-bowl", "box-bowl")
    assert [entry.name for entry in ledger_of(root)] == list(built.order)
    assert all((root / stage.program).is_file() for stage in built.stages)
    assert read_curriculum(Workspace(root), "a-bowl-of-things") == built


def test_a_stage_sees_what_it_builds_on(schooled: Schooled) -> None:
    *_, asked = (question for question in schooled.team.asked if isinstance(question, ProposeRequest))
    assert [example.name for example in asked.examples] == ["block-bowl", "cylinder-bowl"]
    *_, coded = (question for question in schooled.team.asked if isinstance(question, CodeRequest))
    assert [bool(example.program) for example in coded.examples] == [True, True]


async def test_a_complete_curriculum_is_not_continued(schooled: Schooled) -> None:
    with pytest.raises(UsageError, match=r"run-0001 is complete: .* is verified"):
        await small_pursuit(schooled.root, SmallSchool())
    with pytest.raises(UsageError, match=r"simwright curriculum --resume run-0001"):
        await small_run(schooled.root, settings_for(), resume="run-0001")


async def test_a_run_that_explores_is_no_curriculum(tmp_path: Path) -> None:
    begin_run(Workspace(tmp_path), settings_for(), "small team", 0)
    with pytest.raises(UsageError, match=r"run-0001 builds no curriculum"):
        await small_pursuit(tmp_path, SmallSchool())


async def test_what_the_library_holds_is_not_written_again(tmp_path: Path) -> None:
    first, second = SmallSchool(), SmallSchool()
    await small_pursuit(tmp_path, first)
    pursuit = Pursuit("a bowl", settings_for(), Workspace(tmp_path), base=())
    built = await pursue_with(second, SmallProver(), pursuit)
    assert built.verified
    assert all(stage.reused for stage in built.stages)
    assert not any(isinstance(question, CodeRequest) for question in second.asked)


async def test_a_stage_that_fails_is_planned_anew_and_what_was_verified_stays(tmp_path: Path) -> None:
    team = SmallSchool(hopeless=("cylinder-bowl",))
    built = await small_pursuit(tmp_path, team)
    _, again = (question for question in team.asked if isinstance(question, PlanRequest))
    assert [setback.stage.name for setback in again.setbacks] == ["cylinder-bowl"]
    assert "it slips" in again.setbacks[0].reason
    assert again.verified == ("block-bowl",)
    assert built.order == ("block-bowl", "block-pallet", "cylinder-pallet", "box-pallet")


async def test_a_target_that_fails_in_every_way_is_given_up(tmp_path: Path) -> None:
    team = SmallSchool(hopeless=("box-bowl", "box-pallet"))
    built = await small_pursuit(tmp_path, team)
    assert built.standing == "failed"
    assert built.reason == "there is no other way"
    assert "box-pallet" not in built.order


async def test_nonsense_is_refused_without_an_attempt(tmp_path: Path) -> None:
    built = await small_pursuit(tmp_path, SmallSchool(), "nonsense")
    assert (built.standing, built.reason, built.stages) == ("refused", "nothing can be nonsense", ())
    assert ledger_of(tmp_path) == []


async def test_a_task_that_is_something_else_verifies_no_stage(tmp_path: Path) -> None:
    built = await small_pursuit(tmp_path, SmallSchool(builds="ball"))
    assert not built.verified
    assert built.order == ()


async def test_a_curriculum_that_is_stopped_goes_on_to_the_same_bytes(
    schooled: Schooled, tmp_path: Path
) -> None:
    watch = CurriculumWatch()

    def stop_after_the_first(curriculum: Curriculum) -> None:
        if curriculum.order:
            watch.stop.set()

    root = tmp_path / "stopped"
    stopped = await small_pursuit(
        root, SmallSchool(), watch=CurriculumWatch(watch.stop, stop_after_the_first)
    )
    assert (stopped.standing, len(stopped.order)) == ("building", 1)
    assert (await small_pursuit(root, SmallSchool())).verified
    assert whole_truth(root) == whole_truth(schooled.root)


@pytest.mark.parametrize(
    ("team", "done", "reason"),
    [
        (SmallSchool(speechless=Unanswered("the proposer gave no usable answer", "rule")), 0, "no usable"),
        (SmallSchool(speechless=Halt("there is no key")), 0, "there is no key"),
        (SmallSchool(broke="cylinder-bowl"), 1, "the budget is used up"),
    ],
    ids=["no plan", "no key", "no money"],
)
async def test_a_curriculum_waits_until_models_can_go_on_and_ends_with_the_same_bytes(
    team: SmallSchool, done: int, reason: str, schooled: Schooled, tmp_path: Path
) -> None:
    waiting = await small_pursuit(tmp_path, team)
    assert (waiting.standing, len(waiting.order)) == ("building", done)
    assert reason in waiting.reason
    summary = json.loads((tmp_path / "runs" / "run-0001" / "summary.json").read_text(encoding="utf-8"))
    assert summary["ended"] == "halted"
    assert reason in summary["message"]
    assert (await small_pursuit(tmp_path, SmallSchool())).reason == ""
    assert whole_truth(tmp_path) == whole_truth(schooled.root)


async def test_a_planner_that_thinks_for_ever_can_be_stopped(tmp_path: Path) -> None:
    team, watch = SmallSchool(), CurriculumWatch()

    async def stop_when_asked() -> None:
        while not team.asked:
            await asyncio.sleep(0.01)
        watch.stop.set()

    stopping = asyncio.create_task(stop_when_asked())
    stopped = await small_pursuit(tmp_path, team, "for ever", watch=watch)
    await stopping
    assert (stopped.standing, stopped.reason, stopped.stages) == ("building", "", ())


@pytest.mark.slow
async def test_a_curriculum_that_is_killed_goes_on_to_the_same_bytes(
    schooled: Schooled, tmp_path: Path
) -> None:
    root = tmp_path / "killed"
    script = [sys.executable, "-m", "tests.graphs.small_school", str(root), "1"]
    with subprocess.Popen(script) as process:
        ledger = root / "runs" / "run-0001" / "ledger.jsonl"
        while not ledger.exists() and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    assert len(ledger_of(root)) == 1
    team = SmallSchool()
    assert (await small_pursuit(root, team)).verified
    assert not any(isinstance(question, PlanRequest) for question in team.asked)  # the answer lay on disk
    assert whole_truth(root) == whole_truth(schooled.root)


def test_another_plan_is_asked_for_so_often_and_no_more() -> None:
    failed: CurriculumState = {**unbegun(), "waiting": ["next"], "failed": True}
    again: CurriculumState = {**failed, "replans": 1}
    assert (after_stage(failed, 1), after_target(failed, 1)) == ("replan", "replan")
    assert (after_stage(again, 1), after_target(again, 1)) == ("stage", "report")
