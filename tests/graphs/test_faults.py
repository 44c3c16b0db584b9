"""Real faults: each ends in a clear message or the run goes on; nothing is lost, a resume ends the same."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphs.summary import Progress, RunSummary, Watch
from memory.flat import flat_file
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.graphs.small_world import ledger_of, settings_for, small_run, truth_of

ATTEMPTS = 8
SETTINGS = settings_for(attempts=ATTEMPTS, workers=3)
DAY_S = 86_400.0

Act = Callable[[], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run that nothing happens to finds."""
    root = tmp_path_factory.mktemp("whole")
    asyncio.run(small_run(root, SETTINGS))
    return truth_of(root)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 24 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)], capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"this machine lets nobody mount a disk: {made.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def after(commits: int, act: Act) -> Watch:
    """Watch a run, and do something after so many commits."""

    def follow(standing: Progress) -> None:
        if standing.committed == commits:
            act()

    return Watch(on_progress=follow)


async def stopped(root: Path) -> RunSummary:
    """Walk some attempts of a run, and leave others in flight."""
    watch = Watch()
    following = after(3, watch.stop.set)
    return await small_run(root, SETTINGS, watch=Watch(watch.stop, following.on_progress))


def fill(disk: Path) -> None:
    """Leave not one byte of a disk."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue


@pytest.mark.parametrize("commits", [0, 3])
async def test_a_full_disk_halts_a_run_which_goes_on_when_there_is_room(
    small_disk: Path, whole: dict[str, bytes], commits: int
) -> None:
    root = small_disk / "workspace"
    settings = SETTINGS.model_copy(update={"min_free_mb": 0})
    try:
        summary = await small_run(root, settings, watch=after(commits, lambda: fill(small_disk)))
        said = summary.message
    except UsageError as refused:  # not even the summary could be written
        said = str(refused)
    assert "the disk is full" in said
    assert "resume the run" in said
    assert commits <= len(ledger_of(root)) < ATTEMPTS
    (small_disk / "filler").unlink()
    await small_run(root, settings, resume="run-0001")
    assert truth_of(root) == whole


async def test_a_disk_that_is_nearly_full_ends_a_run_before_it_is_full(
    small_disk: Path, whole: dict[str, bytes]
) -> None:
    root = small_disk / "workspace"
    summary = await small_run(root, SETTINGS.model_copy(update={"min_free_mb": 25}))
    assert (summary.ended, len(ledger_of(root))) == ("disk", 0)
    assert "MB of the disk are free" in summary.message
    await small_run(root, SETTINGS.model_copy(update={"min_free_mb": 1}), resume="run-0001")
    assert truth_of(root) == whole


def spoil(path: Path) -> None:
    """Overwrite the second half of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) // 2))


@pytest.mark.parametrize("harm", ["chroma", "flat", "both", "gone"])
async def test_a_damaged_index_is_made_again(tmp_path: Path, whole: dict[str, bytes], harm: str) -> None:
    await stopped(tmp_path)
    workspace = Workspace(tmp_path)
    if harm == "gone":
        shutil.rmtree(workspace.index)
    if harm in ("chroma", "both"):
        for path in workspace.index.glob("chroma-*/**/*"):
            if path.is_file() and path.suffix in (".sqlite3", ".bin"):
                spoil(path)
    if harm in ("flat", "both"):
        spoil(flat_file(workspace))
    await small_run(tmp_path, SETTINGS, resume="run-0001")
    assert truth_of(tmp_path) == whole


async def test_a_clock_that_jumps_changes_neither_limits_nor_results(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wall clock goes days forward and back at every look; the run has an hour, and takes seconds."""
    real, real_ns, chance = time.time, time.time_ns, random.Random(0)
    monkeypatch.setattr(time, "time", lambda: real() + chance.uniform(-9, 9) * DAY_S)
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(chance.uniform(-9, 9) * DAY_S * 1e9))
    began = time.monotonic()
    summary = await small_run(tmp_path, SETTINGS.model_copy(update={"hours": 1.0}))
    assert summary.ended == "attempts"
    assert 0 < summary.seconds <= time.monotonic() - began
    assert truth_of(tmp_path) == whole


async def test_two_runs_on_one_workspace_are_one_too_many(tmp_path: Path, whole: dict[str, bytes]) -> None:
    refusals: list[BaseException | RunSummary] = []

    async def second() -> None:
        refusals.extend(await asyncio.gather(small_run(tmp_path, SETTINGS), return_exceptions=True))

    tasks: list[asyncio.Task[None]] = []
    watch = after(1, lambda: tasks.append(asyncio.create_task(second())))
    await small_run(tmp_path, SETTINGS, watch=watch)
    await asyncio.gather(*tasks)
    (refusal,) = refusals
    assert isinstance(refusal, UsageError)
    assert "is being written to by 'explore'" in str(refusal)
    assert "choose another --workspace" in str(refusal)
    assert truth_of(tmp_path) == whole
