"""`simwright review`: what waits is shown, an answer is noted, and what makes no sense is refused."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graphs.review import ReviewFolder
from tests.graphs.small_world import ledger_of, settings_for, small_run
from tests.simwright.door import Knock

SETTINGS = settings_for(attempts=6, review=True)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("reviewed")
    asyncio.run(small_run(root, SETTINGS))
    return root


@pytest.fixture
def root(reviewed: Path, tmp_path: Path) -> Path:
    """A workspace in which tasks wait, where the commands look for it."""
    shutil.copytree(reviewed, tmp_path / "workspace")
    return tmp_path / "workspace"


def waiting_in(root: Path) -> list[int]:
    return [entry.attempt for entry in ledger_of(root) if entry.outcome == "waiting"]


def test_what_waits_is_listed(root: Path, knock: Knock) -> None:
    listed = knock("review", "--json").data
    assert [case["attempt"] for case in listed] == waiting_in(root)
    assert {"run", "name", "instructions", "success", "picture", "answer"} <= set(listed[0])
    assert Path(listed[0]["picture"]).is_file()
    assert knock("review", "run-0001", "--json").data == listed
    assert listed[0]["name"] in knock("review").out


def test_one_is_shown_in_full(root: Path, knock: Knock) -> None:
    attempt = waiting_in(root)[0]
    ran = knock("review", "run-0001", str(attempt))
    assert ran.code == 0
    assert "preview.webp" in ran.out
    assert knock("review", "run-0001", str(attempt), "--json").data["program"] in ran.out


def test_an_answer_is_noted_and_followed_by_a_resume(root: Path, knock: Knock) -> None:
    attempt = waiting_in(root)[0]
    ran = knock("review", "run-0001", str(attempt), "--no", "--comment", "too easy")
    assert ran.code == 0
    assert "`simwright explore --resume run-0001` follows it" in ran.err
    assert knock("review", "--json").data[0]["answer"] == "no"
    again = knock("review", "run-0001", str(attempt), "--yes", "--json").data
    assert (again["keep"], again["comment"]) == (True, "")
    asyncio.run(small_run(root, SETTINGS, resume="run-0001"))
    assert ledger_of(root)[attempt].outcome == "kept"
    assert attempt not in [case["attempt"] for case in knock("review", "--json").data]
    late = knock("review", "run-0001", str(attempt), "--no")
    assert late.code == 2
    assert f"attempt {attempt} of run-0001 does not wait: it was kept as" in late.err
    assert "a person decided about it" in late.err


def test_runs_and_reports_say_what_waits(root: Path, knock: Knock) -> None:
    shown = knock("runs", "show", "run-0001", "--json").data
    assert shown["waiting"] == waiting_in(root)
    assert shown["funnel"]["waiting"] == len(waiting_in(root))
    assert "waiting for a person" in knock("runs", "show", "run-0001").out
    knock("runs", "report", "run-0001")
    report = (root / "runs" / "run-0001" / "report.md").read_text(encoding="utf-8")
    assert f"{len(waiting_in(root))}: simwright review run-0001" in report
    assert "for a person: `simwright review run-0001`" in report


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["run-0001", "99", "--yes"], "run-0001 has committed no attempt 99; those that wait are: "),
        (["run-0009", "1", "--yes"], "no run 'run-0009'"),
        (["run-0001", "0", "--yes", "--no"], "--yes and --no together say nothing"),
        (["run-0001", "0", "--comment", "why"], "--comment explains an answer; give --yes or --no"),
        (["run-0001", "0", "--no", "--comment", "x" * 2001], "--comment has 2001 characters"),
        (["--yes"], "an answer is about one attempt"),
    ],
)
def test_what_makes_no_sense_is_refused(
    root: Path, knock: Knock, arguments: list[str], complaint: str
) -> None:
    ran = knock("review", *arguments)
    assert ran.code == 2
    assert complaint in ran.err
    assert not (root / "runs" / "run-0001" / "review").exists()


def test_an_attempt_that_nobody_asks_about_is_told_so(root: Path, knock: Knock) -> None:
    other = next(entry.attempt for entry in ledger_of(root) if entry.outcome == "dropped")
    ran = knock("review", "run-0001", str(other), "--yes")
    assert ran.code == 2
    assert "it was dropped, and nobody was asked" in ran.err


def test_without_anything_that_waits_the_way_there_is_told(knock: Knock) -> None:
    ran = knock("review")
    assert ran.code == 0
    assert "No task waits; `simwright explore --review`" in ran.err
    assert knock("review", "--json").data == []


def test_at_a_terminal_the_person_is_asked(root: Path) -> None:
    attempt = waiting_in(root)[0]
    terminal, there = os.openpty()
    command = [sys.executable, "-m", "simwright", "review", "run-0001", str(attempt)]
    with subprocess.Popen(command, cwd=root.parent, stdin=there, stdout=there, stderr=there) as asking:
        os.close(there)
        os.write(terminal, b"no\ntoo easy\n")
        while asking.poll() is None:  # whoever does not read lets the other side wait
            drain(terminal)
    os.close(terminal)
    answer = ReviewFolder(root / "runs" / "run-0001").answer_to(attempt)
    assert answer is not None
    assert (asking.returncode, answer.keep, answer.comment) == (0, False, "too easy")


def drain(terminal: int) -> None:
    """Read what a process has written to its terminal; one that has ended has no terminal any more."""
    ready, _, _ = select.select([terminal], [], [], 0.1)
    with contextlib.suppress(OSError):
        if ready:
            os.read(terminal, 4096)


def test_an_answer_lies_in_a_file_of_its_own(root: Path, knock: Knock) -> None:
    attempt = waiting_in(root)[0]
    file = Path(knock("review", "run-0001", str(attempt), "--yes", "--json").data["file"])
    assert file.name == f"{attempt:06d}.json"
    found = ReviewFolder(root / "runs" / "run-0001").answer_to(attempt)
    assert found is not None
    assert found.keep
