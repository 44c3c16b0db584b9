"""Limits of the disk end a run softly; a write that fails halts it, and it goes on when there is room."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from graphs.disk import DiskMeter, refusal, used_bytes
from graphs.settings import ExploreSettings
from tests.graphs.entries import entry_of
from tests.graphs.small_world import ledger_of, settings_for, small_run, truth_of


def test_what_a_run_wrote_is_its_folder_and_what_it_kept(tmp_path: Path) -> None:
    run, library = tmp_path / "run-0001", tmp_path / "library"
    for folder, size in ((run, 100), (run / "attempts" / "000000", 1000), (library / "tasks" / "a", 10_000)):
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x" * size)
    entry = entry_of(0).model_copy(update={"outcome": "kept", "name": "a"})
    limits = (ExploreSettings(max_gb=size / 1e9, min_free_mb=0) for size in (11_101, 11_100))
    almost, enough = (DiskMeter(run, library, settings) for settings in limits)
    for meter in (almost, enough):
        meter.note(entry)
    assert used_bytes(tmp_path) == 11_100
    assert almost.reached == ""
    assert "used up its 1.11e-05 GB of disk" in enough.reached


def test_a_disk_with_little_room_counts_as_a_limit(tmp_path: Path) -> None:
    meter = DiskMeter(tmp_path, tmp_path, ExploreSettings(min_free_mb=10**9))
    assert "it leaves 1000000000 MB (min_free_mb); make room" in meter.reached


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be written to"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "cannot be written to"),
        (OSError(errno.ECONNRESET, "Connection reset"), ""),
        (ValueError("no space"), ""),
    ],
)
def test_only_the_disks_own_errors_are_taken_for_such(tmp_path: Path, error: Exception, said: str) -> None:
    assert said in refusal(error, tmp_path)
    assert bool(refusal(error, tmp_path)) == bool(said)


async def test_a_run_ends_at_its_limit_and_goes_on_with_a_larger_one(tmp_path: Path) -> None:
    whole, root = tmp_path / "whole", tmp_path / "limited"
    await small_run(whole, settings_for(attempts=8))
    limit = used_bytes(whole / "runs") / 2e9
    summary = await small_run(root, settings_for(attempts=8, max_gb=limit))
    assert (summary.ended, summary.interrupted) == ("disk", True)
    assert "larger --max-gb" in summary.message
    assert 0 < len(ledger_of(root)) < 8
    again = await small_run(root, settings_for(attempts=8), resume="run-0001")
    assert again.ended == "disk"  # a limit that is not named again stays
    await small_run(root, settings_for(attempts=8, max_gb=1), resume="run-0001")
    assert truth_of(root) == truth_of(whole)
