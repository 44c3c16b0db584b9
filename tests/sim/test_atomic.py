"""Files and folders appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.atomic import LEFTOVER, make_folder, remove_leftovers, write_file, write_folder


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"one")
    write_file(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_appears_with_its_files(tmp_path: Path) -> None:
    write_folder(tmp_path / "task", {"x": b"1", "y": b"2"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "task").iterdir()} == {"x": b"1", "y": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["task"]


def test_what_a_killed_writer_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / f"{LEFTOVER}task").mkdir()
    (tmp_path / f"{LEFTOVER}task" / "half").write_bytes(b"...")
    write_folder(tmp_path / "task", {"x": b"1"})
    assert [path.name for path in (tmp_path / "task").iterdir()] == ["x"]


def test_a_folder_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    write_folder(tmp_path / "task", {"x": b"1"})
    with pytest.raises(OSError, match="not empty"):
        write_folder(tmp_path / "task", {"x": b"2"})
    assert (tmp_path / "task" / "x").read_bytes() == b"1"


def test_leftovers_are_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f"{LEFTOVER}folder").mkdir()
    (tmp_path / f"{LEFTOVER}file").write_bytes(b"")
    (tmp_path / "kept").write_bytes(b"")
    assert len(remove_leftovers(tmp_path)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_folder_and_those_above_it_are_made_and_each_name_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("sim.atomic.sync_folder", flushed.append)
    make_folder(tmp_path / "runs" / "run-0001" / "attempts")
    assert flushed == [tmp_path, tmp_path / "runs", tmp_path / "runs" / "run-0001"]
    make_folder(tmp_path / "runs" / "run-0001" / "attempts")
    assert len(flushed) == 3
