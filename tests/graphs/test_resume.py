"""Runs are found, named and continued; a kill at any moment changes nothing but the time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphs.checkpoints import CheckpointFile, open_checkpoints
from graphs.folder import attempt_folder
from graphs.ledger import Counts, Ledger
from graphs.resume import begin_run, find_run, limit_reached, read_run, run_names
from graphs.settings import ExploreSettings
from memory.library import Library, StoredTask
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.graphs.conftest import ATTEMPTS, LOOKAHEAD, SEED, Finished
from tests.graphs.entries import entry_of
from tests.graphs.small_world import SmallTeam, ledger_of, settings_for, small_run, truth_of
from tests.memory.made_up import lesson_of, program_of, record_of

SETTINGS = ExploreSettings(attempts=5, workers=2)


def test_runs_are_named_by_counting(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    names = [begin_run(workspace, SETTINGS, "team", 5).run for _ in range(2)]
    assert names == run_names(workspace) == ["run-0001", "run-0002"]


def test_a_folder_that_a_kill_left_without_its_file_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "runs" / "run-0001").mkdir(parents=True)
    assert begin_run(Workspace(tmp_path), SETTINGS, "team", 5).run == "run-0001"


def test_a_library_that_came_without_its_runs_is_counted_on_from(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    library = Library(workspace.library)
    library.prepare()
    library.write_task(StoredTask(record_of("a", 0, run="run-0004"), program_of("a")), None)
    library.write_lesson(lesson_of("run-0006-000001", 1).model_copy(update={"run": "run-0006"}))
    assert library.runs() == {"run-0004", "run-0006"}
    assert begin_run(workspace, SETTINGS, "team", 5).run == "run-0007"


def test_what_is_stored_wins_but_workers_and_hours(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    begin_run(workspace, SETTINGS, "team", 5)
    now = ExploreSettings(attempts=99, seed=3, workers=4, hours=2.0)
    facts = find_run(workspace, "run-0001", now, "team")
    assert facts.start == 5
    assert facts.settings == SETTINGS.model_copy(update={"workers": 4, "hours": 2.0})


def test_a_run_whose_only_limit_is_its_hours_keeps_them(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    begin_run(workspace, ExploreSettings(attempts=None, hours=1.0), "team", 5)
    assert find_run(workspace, "run-0001", SETTINGS, "team").settings.hours == 1.0


def test_a_run_with_another_limit_does_not_keep_its_hours(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    begin_run(workspace, ExploreSettings(attempts=None, hours=1.0, patience=9), "team", 5)
    assert find_run(workspace, "run-0001", SETTINGS, "team").settings.hours is None


def test_an_unknown_run_is_answered_with_those_that_are_there(tmp_path: Path) -> None:
    begin_run(Workspace(tmp_path), SETTINGS, "team", 5)
    with pytest.raises(UsageError, match=r"no run 'run-0007' .* the runs are: run-0001"):
        read_run(Workspace(tmp_path), "run-0007")


def test_a_run_is_continued_by_those_who_began_it(tmp_path: Path) -> None:
    begin_run(Workspace(tmp_path), SETTINGS, "gpt-9", 5)
    with pytest.raises(UsageError, match=r"made by 'gpt-9'"):
        find_run(Workspace(tmp_path), "run-0001", SETTINGS, "built-in author")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    facts = begin_run(Workspace(tmp_path), SETTINGS, "team", 5)
    (facts.folder / "run.json").write_text("{")
    with pytest.raises(UsageError, match=r"run\.json is damaged"):
        read_run(Workspace(tmp_path), "run-0001")


@pytest.mark.parametrize(
    ("settings", "counts", "limit"),
    [
        (ExploreSettings(attempts=2), Counts(1, 1, 0), ""),
        (ExploreSettings(attempts=2), Counts(2, 0, 2), "attempts"),
        (ExploreSettings(attempts=9, kept=2), Counts(5, 1, 0), ""),
        (ExploreSettings(attempts=9, kept=2), Counts(5, 2, 0), "kept"),
        (ExploreSettings(attempts=None, patience=3), Counts(5, 2, 2), ""),
        (ExploreSettings(attempts=None, patience=3), Counts(6, 2, 3), "patience"),
        (ExploreSettings(attempts=None, hours=1.0), Counts(50, 50, 0), ""),
    ],
)
def test_a_run_ends_at_its_limit(settings: ExploreSettings, counts: Counts, limit: str) -> None:
    assert limit_reached(settings, counts) == limit


async def test_a_complete_run_says_so(finished: Finished) -> None:
    with pytest.raises(UsageError, match=r"run-0001 is complete: .* 30 attempts"):
        await small_run(finished.root, settings_for(), resume="run-0001")


@pytest.mark.slow
async def test_a_killed_run_resumes_to_the_same_bytes(finished: Finished, tmp_path: Path) -> None:
    process = start_run(tmp_path)
    await_entries(tmp_path, 7, process)
    process.kill()
    process.wait()
    left = len(ledger_of(tmp_path))
    assert 7 <= left < ATTEMPTS
    summary = await small_run(tmp_path, settings_for(workers=2), resume="run-0001")
    assert summary.attempts == ATTEMPTS
    assert truth_of(tmp_path) == truth_of(finished.root)


@pytest.mark.slow
async def test_a_commit_that_a_kill_cut_short_is_made_again(tmp_path: Path) -> None:
    """The folder of the last task is on the disk, its line in the ledger is torn."""
    root = tmp_path / "again"
    attempts = 8
    await small_run(root, settings_for(attempts=attempts, lookahead=LOOKAHEAD))
    whole = truth_of(root)
    ledger = root / "runs" / "run-0001" / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    last_kept = max(entry.attempt for entry in ledger_of(root) if entry.outcome == "kept")
    keep_lines(root, last_kept)
    ledger.write_bytes(b"".join(lines[:last_kept]) + b'{"attempt":3,"outc')
    await small_run(root, settings_for(), resume="run-0001")
    assert truth_of(root) == whole


async def test_an_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    """Everything but the answers is lost: the attempts walk anew, and find every answer."""
    await small_run(tmp_path, settings_for(attempts=4))
    whole = truth_of(tmp_path)
    shutil.rmtree(tmp_path / "library")
    shutil.rmtree(tmp_path / "index")
    folder = tmp_path / "runs" / "run-0001"
    (folder / "ledger.jsonl").unlink()
    for file in folder.glob("checkpoints.sqlite*"):
        file.unlink()
    (folder / "run.json").rename(tmp_path / "run.json")
    silent = SmallTeam()
    await small_run(tmp_path, settings_for(attempts=4), team=silent)
    assert truth_of(tmp_path) == whole
    assert silent.asked == []


async def test_a_checkpoint_waits_for_the_disk_and_so_does_what_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_checkpoints(tmp_path, "run-0001") as saver:
        assert isinstance(saver, CheckpointFile)
        assert saver.conn.execute("PRAGMA synchronous").fetchone() == (2,)  # full
    flushed: list[int] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        flushed.append(descriptor)
        real(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    attempt_folder(tmp_path, 3).write_bytes("preview.webp", b"picture")
    assert len(flushed) >= 2  # the file, and the name that it got


def keep_lines(root: Path, attempts: int) -> None:
    """Take from the library what attempts after the given one have written."""
    for entry in ledger_of(root)[attempts + 1 :]:
        if entry.outcome == "kept":
            shutil.rmtree(root / "library" / "tasks" / entry.name)
        if entry.lesson:
            (root / "library" / "lessons" / f"{entry.lesson}.json").unlink()
    shutil.rmtree(root / "index")


def start_run(root: Path) -> subprocess.Popen[bytes]:
    script = [sys.executable, "-m", "tests.graphs.walk_small_run"]
    return subprocess.Popen([*script, str(root), str(ATTEMPTS), str(LOOKAHEAD), str(SEED), "4"])


def await_entries(root: Path, entries: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has committed so many attempts."""
    path = root / "runs" / "run-0001" / "ledger.jsonl"
    while process.poll() is None:
        if path.exists() and path.read_bytes().count(b"\n") >= entries:
            return
        time.sleep(0.005)
    raise AssertionError(f"the run ended before it had {entries} entries")


def test_a_ledger_without_its_last_line_end_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(entry_of(0).model_dump_json().encode())
    assert len(Ledger(path)) == 0
