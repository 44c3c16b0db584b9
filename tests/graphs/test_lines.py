"""Files of JSON lines: what is whole is read, what is torn is cut, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.lines import cut_torn_line, read_lines
from graphs.times import Commit
from sim.errors import UsageError

LINE = b'{"attempt":0,"committed":1.0,"walked_s":0.5,"session_s":2.0}\n'


def test_a_torn_last_line_is_left_out_and_then_cut(tmp_path: Path) -> None:
    path = tmp_path / "times.jsonl"
    path.write_bytes(LINE + LINE[:20])
    assert len(read_lines(path, Commit, "")) == 1
    cut_torn_line(path)
    assert path.read_bytes() == LINE


def test_a_line_that_is_something_else_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "times.jsonl"
    path.write_bytes(LINE + b"{}\n")
    with pytest.raises(UsageError, match=r"line 2 of .* is no Commit \(3 faults\); delete it"):
        read_lines(path, Commit, "delete it")


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert read_lines(tmp_path / "times.jsonl", Commit, "") == []
