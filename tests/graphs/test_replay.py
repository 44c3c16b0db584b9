"""A replay asks nobody, leaves the library as it is, and finds what differs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from agents.roles import Question
from graphs.replay import SCRATCH, Absent, Replayed, ReplayOrder, replay_with
from graphs.resume import Aim, begin_run, read_run
from graphs.review import Answer, ReviewFolder
from graphs.summary import Watch
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.graphs.conftest import ATTEMPTS, Finished
from tests.graphs.small_world import (
    SmallProver,
    SmallTeam,
    ledger_of,
    settings_for,
    small_run,
    truth_of,
)


async def replayed(root: Path, run: str = "run-0001", *, workers: int = 2) -> Replayed:
    return await replay_with(SmallProver(), ReplayOrder(run, Workspace(root), workers))


@pytest.fixture
def root(finished: Finished, tmp_path: Path) -> Path:
    """A copy of the finished run, to be replayed and spoiled."""
    shutil.copytree(finished.root, tmp_path / "w")
    return tmp_path / "w"


def library_of(root: Path) -> dict[str, bytes]:
    return {name: content for name, content in truth_of(root).items() if name.startswith("library")}


def exchange(root: Path, attempt: int, role: str) -> Path:
    """Return the first exchange of a role in an attempt of the first run."""
    folder = root / "runs" / "run-0001" / "attempts" / f"{attempt:06d}"
    return sorted(folder.glob(f"{role}-00-*.json"))[0]


async def test_a_replay_is_the_same_and_leaves_the_library_as_it_is(root: Path) -> None:
    before = library_of(root)
    result = await replayed(root, workers=3)
    assert (result.run, result.replays) == ("run-0002", "run-0001")
    assert (result.replayed, result.same, result.different) == (ATTEMPTS, ATTEMPTS, ())
    assert result.is_same
    assert library_of(root) == before
    folder = root / "runs" / "run-0002"
    assert not (folder / SCRATCH).exists()
    assert Replayed.model_validate_json((folder / "replay.json").read_bytes()) == result
    assert read_run(Workspace(root), "run-0002").replays == "run-0001"
    with pytest.raises(UsageError, match="replay what it replays: run-0001"):
        await replayed(root, "run-0002")
    with pytest.raises(UsageError, match="run-0002 replays run-0001"):
        await small_run(root, settings_for(), resume="run-0002")


async def test_each_run_is_replayed_on_the_library_that_it_saw(tmp_path: Path) -> None:
    await small_run(tmp_path, settings_for(attempts=3))
    await small_run(tmp_path, settings_for(attempts=4, seed=5))
    assert (await replayed(tmp_path, "run-0001")).same == 3
    assert (await replayed(tmp_path, "run-0002")).same == 4


async def test_a_stopped_run_is_replayed_as_far_as_it_came_unless_another_one_came_between(
    tmp_path: Path,
) -> None:
    watch = Watch(on_progress=lambda progress: watch.stop.set() if progress.committed == 2 else None)
    stopped = await small_run(tmp_path, settings_for(attempts=10), watch=watch)
    result = await replayed(tmp_path)
    assert result.recorded == stopped.attempts < 10
    assert result.is_same
    await small_run(tmp_path, settings_for(attempts=4, seed=8))
    await small_run(tmp_path, settings_for(), resume="run-0001")
    with pytest.raises(UsageError, match="run-0001 was interrupted, and something else wrote to the library"):
        await replayed(tmp_path)


async def test_a_program_that_was_changed_comes_out_differently(root: Path) -> None:
    kept = next(entry for entry in ledger_of(root) if entry.outcome == "kept" and not entry.repairs)
    path = exchange(root, kept.attempt, "coder")
    recorded = json.loads(path.read_text())
    plan = json.loads(recorded["reply"]["source"])
    recorded["reply"]["source"] = json.dumps(plan | {"verdict": "unsolved", "reason": "it fell over"})
    path.write_text(json.dumps(recorded))
    result = await replayed(root)
    assert not result.is_same
    changed = next(one for one in result.different if one.attempt == kept.attempt)
    assert {"outcome", "verdict", "fingerprint"} <= {change.what for change in changed.changes}
    assert f"of the {ATTEMPTS} attempts" in result.message


async def test_an_answer_that_is_missing_is_named(root: Path) -> None:
    last = ledger_of(root)[-1]
    exchange(root, last.attempt, "proposer").unlink()
    result = await replayed(root)
    (broken,) = result.different
    assert (broken.attempt, result.same) == (last.attempt, ATTEMPTS - 1)
    reason = next(change.replayed for change in broken.changes if change.what == "reason")
    assert reason.startswith(
        f"NotRecorded: the recorded run has no answer of the proposer for attempt {last.attempt}"
    )


async def test_an_attempt_that_broke_on_a_question_breaks_again(tmp_path: Path) -> None:
    def break_the_second(question: Question) -> None:
        if question.draw[2] == 1:
            raise ConnectionError("the endpoint hung up")

    await small_run(tmp_path, settings_for(attempts=3), team=SmallTeam(break_the_second))
    assert ledger_of(tmp_path)[1].outcome == "failed"
    assert (await replayed(tmp_path)).same == 3


async def test_what_a_person_decided_is_decided_again(tmp_path: Path) -> None:
    settings = settings_for(attempts=8, review=True)
    await small_run(tmp_path, settings)
    first, second, *_ = [entry.attempt for entry in ledger_of(tmp_path) if entry.outcome == "waiting"]
    folder = ReviewFolder(tmp_path / "runs" / "run-0001")
    folder.give(Answer(attempt=first, keep=True, comment="nice"))
    folder.give(Answer(attempt=second, keep=False, comment="dull"))
    await small_run(tmp_path, settings, resume="run-0001")
    result = await replayed(tmp_path)
    assert result.is_same, result
    assert ledger_of(tmp_path, "run-0002")[first].outcome == "kept"


async def test_a_library_that_lost_a_task_is_told(root: Path) -> None:
    shutil.rmtree(root / "library" / "tasks" / "stack-block-pyramid")
    result = await replayed(root)
    assert result.missing == 1
    assert not result.is_same
    assert "1 place is empty in the library that run-0001 began with" in result.message


async def test_what_cannot_be_replayed_says_why(root: Path) -> None:
    workspace = Workspace(root)
    begin_run(workspace, settings_for(), "team", 5)
    begin_run(workspace, settings_for(), "team", 5, Aim(curriculum="a-car", target="a car"))
    with pytest.raises(UsageError, match="run-0002 has committed no attempt"):
        await replayed(root, "run-0002")
    with pytest.raises(UsageError, match="run-0003 builds a curriculum"):
        await replayed(root, "run-0003")
    with pytest.raises(UsageError, match="no run 'run-0009'"):
        await replayed(root, "run-0009")


def test_nobody_is_there_to_be_asked() -> None:
    absent = Absent("gpt-9")
    assert {absent.proposer, absent.critic, absent.coder, absent.reflection} == {absent}
