"""Every piece of advice stands on a number of the run, and names a command that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.ledger import Entry, Ledger
from graphs.resume import begin_run
from graphs.settings import ExploreSettings
from memory.workspace import Workspace
from simwright.advice import LARGE_BYTES, Advice, advice
from simwright.cli import load
from simwright.runs import find_run
from tests.simwright.door import entry

FAULT = {"gate": "verification", "verdict": "unsolved", "phase": "oracle"}


def told(folder: Path, entries: list[Entry], disk: int = 0, **settings: object) -> tuple[Advice, ...]:
    workspace = Workspace(folder)
    limits = {"attempts": len(entries), **settings}
    begin_run(workspace, ExploreSettings.model_validate(limits), "built-in author", 0)
    ledger = Ledger(workspace.runs / "run-0001" / "ledger.jsonl")
    for one in entries:
        ledger.append(one)
    return advice(find_run(workspace, "run-0001"), disk)


def kept(attempt: int) -> Entry:
    return entry(attempt, outcome="kept")


def test_a_run_that_was_killed_is_to_go_on(tmp_path: Path) -> None:
    first, *_ = told(tmp_path, [kept(0)], attempts=5)
    assert first.command == "simwright explore --resume run-0001"


def test_what_waits_for_a_person_comes_first(tmp_path: Path) -> None:
    first, *_ = told(tmp_path, [entry(0, outcome="waiting"), kept(1)])
    assert first == Advice("One task waits for a person to say yes or no", "simwright review run-0001")


def test_a_run_that_still_finds_something_is_worth_more_time(tmp_path: Path) -> None:
    first, *rest = told(tmp_path, [kept(n) for n in range(12)])
    assert "of its last 3 attempts it kept 3" in first.text
    assert [one.command for one in rest] == [
        "simwright demos run-0001 -n 100 --name run-0001",
        "simwright train --demos run-0001",
    ]


@pytest.mark.parametrize(("tasks", "each"), [(150, 100), (400, 50), (500, 40)])
def test_more_tasks_need_fewer_demonstrations_of_each(tmp_path: Path, tasks: int, each: int) -> None:
    commands = [one.command for one in told(tmp_path, [kept(n) for n in range(tasks)])]
    assert f"simwright demos run-0001 -n {each} --name run-0001" in commands


def test_an_exhausted_author_is_said_to_be_so(tmp_path: Path) -> None:
    first, *_ = told(tmp_path, [kept(0), *(entry(n, gate="novelty") for n in range(1, 9))])
    assert "exhausted" in first.text
    assert not first.text.endswith(".")  # the command follows after a colon
    assert "--model" in first.command


def test_that_the_author_is_exhausted_comes_before_going_on(tmp_path: Path) -> None:
    entries = [kept(0), *(entry(n, gate="novelty") for n in range(1, 9))]
    first, second, *_ = told(tmp_path, entries, attempts=20)
    assert "exhausted" in first.text
    assert second.command == "simwright explore --resume run-0001"


def test_a_frequent_fault_is_shown_with_an_example(tmp_path: Path) -> None:
    entries = [entry(n, **FAULT, reason=f"solved {n} of 10") for n in range(3)] + [
        kept(n) for n in range(3, 9)
    ]
    (found,) = (one for one in told(tmp_path, entries) if "ended alike" in one.text)
    assert found.text.startswith("3 attempts ended alike, at verification, oracle (unsolved): solved 0 of 10")
    assert found.command == "simwright trace run-0001 0"


def test_a_rare_fault_is_no_advice(tmp_path: Path) -> None:
    entries = [
        entry(0, **FAULT, reason="so"),
        entry(1, **FAULT, reason="so"),
        *(kept(n) for n in range(2, 6)),
    ]
    assert not any("alike" in one.text for one in told(tmp_path, entries))


@pytest.mark.parametrize(
    ("gate", "words", "command"),
    [
        ("answer", "no usable answer in 4", "simwright doctor --models"),
        ("commit", "4 attempts repeated", "simwright explore --lookahead 8"),
        ("critique", "rejected 4 of 5 novel", "simwright explore --attempts 5 --without critic"),
    ],
)
def test_what_went_wrong_often_has_a_remedy(tmp_path: Path, gate: str, words: str, command: str) -> None:
    entries = [entry(n, gate=gate, reason=f"because of '{n}'") for n in range(4)] + [kept(4)]
    (found,) = (one for one in told(tmp_path, entries) if words in one.text)
    assert found.command == command


def test_a_lost_simulator_leads_to_the_log(tmp_path: Path) -> None:
    entries = [entry(0, gate="verification", verdict="crashed", phase="settle", reason="lost"), kept(1)]
    assert any("lost in 1 attempts" in one.text and "log.txt" in one.text for one in told(tmp_path, entries))


def test_a_large_run_is_worth_pruning(tmp_path: Path) -> None:
    assert told(tmp_path, [kept(0)], disk=LARGE_BYTES)[-1].command == "simwright runs prune run-0001"


def test_every_command_exists(tmp_path: Path) -> None:
    entries = [entry(n, **FAULT, reason="so") for n in range(5)] + [entry(5, gate="answer"), kept(6)]
    for one in told(tmp_path, entries, disk=LARGE_BYTES, attempts=9):
        if one.command:
            load(one.command.split()[1])
