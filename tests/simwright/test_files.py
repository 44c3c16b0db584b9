"""A file that a person asked for is written whole, or a clear word is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import UsageError
from simwright.files import write_whole


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    write_whole(path, b"old and long")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.gif"]


def test_a_missing_folder_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Choose a folder that exists"):
        write_whole(tmp_path / "nowhere" / "film.gif", b"")
