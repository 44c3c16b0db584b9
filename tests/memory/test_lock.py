"""One writer at a time, who is known by name."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from memory.lock import WriterLock
from sim.errors import UsageError

HOLD = """
import sys, time
from pathlib import Path
from memory.lock import WriterLock
with WriterLock(Path(sys.argv[1]), "explore --seed 3"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_writer_learns_who_the_first_is(tmp_path: Path) -> None:
    with WriterLock(tmp_path, "explore"), pytest.raises(UsageError) as refused, WriterLock(tmp_path, "other"):
        pass
    assert f"'explore' (process {os.getpid()} on" in str(refused.value)
    assert "wait until it ends" in str(refused.value)


def test_a_lock_may_be_taken_again_once_it_was_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with WriterLock(tmp_path, "explore"):
            pass


def test_a_lock_is_given_back_by_another_thread(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path, "explore").__enter__()
    thread = threading.Thread(target=lock.__exit__, args=(None, None, None))
    thread.start()
    thread.join()
    with WriterLock(tmp_path, "next"):
        pass


def test_an_owner_who_has_not_said_its_name_is_an_owner_too(tmp_path: Path) -> None:
    with WriterLock(tmp_path, "explore"):
        (tmp_path / "writer.json").write_text("{")
        with pytest.raises(UsageError, match="has not said its name"):
            WriterLock(tmp_path, "other").__enter__()


def test_a_killed_owner_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"held\n"
        with pytest.raises(UsageError, match=f"'explore --seed 3' \\(process {owner.pid} on"):
            WriterLock(tmp_path, "other").__enter__()
        owner.kill()
    with WriterLock(tmp_path, "other"):
        assert f'"pid":{os.getpid()}' in (tmp_path / "writer.json").read_text()
