"""Sessions are written down, also those that never ended."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from graphs.sessions import FILE, read_sessions, session
from sim.errors import UsageError

HERE = os.getpid(), socket.gethostname()


def test_a_session_is_its_processs_until_it_ends(tmp_path: Path) -> None:
    with session(tmp_path, 3):
        now = read_sessions(tmp_path)
        assert now.is_of(*HERE)
        assert not now.is_of(HERE[0] + 1, HERE[1])
        assert now.lines[0].workers == 3
    then = read_sessions(tmp_path)
    assert not then.is_of(*HERE)
    assert (then.count, then.killed) == (1, 0)


def test_a_killed_session_is_counted_when_the_next_one_begins(tmp_path: Path) -> None:
    with session(tmp_path, 2):
        pass
    began, ended = (tmp_path / FILE).read_bytes().splitlines(keepends=True)
    (tmp_path / FILE).write_bytes(began + began[:20])  # killed, the next line torn
    with session(tmp_path, 2):
        now = read_sessions(tmp_path)
    assert (now.count, now.killed) == (2, 1)
    assert ended


def test_a_run_without_the_file_had_no_session_that_is_known(tmp_path: Path) -> None:
    nobody = read_sessions(tmp_path)
    assert (nobody.count, nobody.killed, nobody.began, nobody.is_of(*HERE)) == (0, 0, None, False)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 1 of"):
        read_sessions(tmp_path)
