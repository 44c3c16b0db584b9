"""The log of a run is plain, complete from the first line on, and holds no key."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from graphs.outside import HIDDEN
from simwright.logbook import FILE, Logbook

KEY = "correct-horse-battery-staple"


def log_of(folder: Path) -> str:
    return (folder / FILE).read_text(encoding="utf-8")


def test_what_was_said_before_the_run_had_a_name_is_in_its_log(tmp_path: Path) -> None:
    speaker = logging.getLogger("graphs.test")
    with Logbook() as book:
        speaker.info("before")
        book.open(tmp_path)
        book.open(tmp_path)  # a run is followed at every commit
        speaker.info("after %d", 1)
    speaker.info("too late")
    lines = log_of(tmp_path).splitlines()
    assert [line.rpartition(": ")[2] for line in lines] == ["before", "after 1"]
    assert lines[0].split()[0].endswith("Z")


def test_warnings_are_heard_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Logbook() as book:
        book.open(tmp_path)
        logging.getLogger("memory.test").warning("the index differs")
        logging.getLogger("memory.test").info("all is well")
    heard = capsys.readouterr().err
    assert "the index differs" in heard
    assert "all is well" not in heard


@pytest.mark.parametrize(
    "secret",
    [
        KEY,
        "sk-proj-0123456789abcdef",
        "hf_abcdefghijklmnop",
        "postgresql://robot:hunter2@localhost/runs",
        "Authorization: Bearer abc.def-ghi123",
        "GET /v1?api_key=0123456789",
    ],
)
def test_a_key_is_hidden_also_in_a_traceback(tmp_path: Path, secret: str) -> None:
    with Logbook([KEY, ""]) as book:
        book.open(tmp_path)
        try:
            raise RuntimeError(f"refused {secret}")
        except RuntimeError:
            logging.getLogger("agents.test").exception("asking with %s", secret)
    log = log_of(tmp_path)
    assert HIDDEN in log
    for bare in (KEY, "0123456789", "abcdefghijklmnop", "hunter2", "abc.def-ghi123"):
        assert bare not in log


def test_levels_and_handlers_are_as_before(tmp_path: Path) -> None:
    before = logging.getLogger("sim").level, list(logging.getLogger().handlers)
    with Logbook() as book:
        book.open(tmp_path)
    assert (logging.getLogger("sim").level, list(logging.getLogger().handlers)) == before


def test_a_log_that_cannot_be_written_ends_with_one_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).symlink_to("/dev/full")
    with Logbook() as book:
        book.open(tmp_path)
        for number in range(3):
            logging.getLogger("graphs.test").info("line %d", number)
    assert capsys.readouterr().err.count("the log ends here") == 1
