"""A checkpoint file that SQLite cannot read is set aside; the run goes on from the answers on the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graphs.mending import fault_of, set_aside_if_damaged
from graphs.summary import Progress, Watch
from tests.graphs.small_world import SmallTeam, ledger_of, settings_for, small_run, truth_of


def sound(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE numbers (n INTEGER, word TEXT)")
        rows = [(n, "word" * 50) for n in range(400)]
        connection.executemany("INSERT INTO numbers VALUES (?, ?)", rows)
    return path.read_bytes()


def test_a_sound_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.sqlite"
    assert set_aside_if_damaged(path) == ""
    whole = sound(path)
    assert set_aside_if_damaged(path) == ""
    assert path.read_bytes() == whole


@pytest.mark.parametrize("harm", ["no database", "torn", "overwritten"])
def test_a_damaged_file_is_set_aside(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "checkpoints.sqlite"
    whole = sound(path)
    damaged = {
        "no database": b"nothing that SQLite knows" * 100,
        "torn": whole[: len(whole) // 2],
        "overwritten": whole[:4096] + b"\xff" * 8192 + whole[12288:],
    }
    for number in (1, 2):
        path.write_bytes(damaged[harm])
        assert fault_of(path)
        assert set_aside_if_damaged(path)
        assert not path.exists()
        assert path.with_name(f"checkpoints.sqlite.damaged-{number}").read_bytes() == damaged[harm]


async def test_a_run_whose_checkpoints_are_damaged_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    """Stopped with attempts in flight; their checkpoints are lost, their answers are not."""
    whole, root = tmp_path / "whole", tmp_path / "damaged"
    settings = settings_for(attempts=8, workers=4)
    await small_run(whole, settings)
    first, watch = SmallTeam(), Watch()

    def stop_soon(standing: Progress) -> None:
        if standing.committed == 3:
            watch.stop.set()

    await small_run(root, settings, team=first, watch=Watch(watch.stop, stop_soon))
    assert 3 <= len(ledger_of(root)) < 8
    (root / "runs" / "run-0001" / "checkpoints.sqlite").write_bytes(b"\xff" * 20_000)
    second = SmallTeam()
    await small_run(root, settings, resume="run-0001", team=second)
    assert truth_of(root) == truth_of(whole)
    assert not {repr(question) for question in first.asked} & {repr(question) for question in second.asked}
