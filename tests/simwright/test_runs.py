"""Runs read from their files, and the three commands that show them."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from graphs.ledger import Ledger
from graphs.resume import begin_run
from graphs.sessions import FILE, SessionLine
from graphs.settings import ExploreSettings
from graphs.statistics import statistics
from graphs.summary import RunSummary
from memory.lock import OWNER_FILE, Owner
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.runs import all_runs, find_run
from tests.simwright.door import Knock, entry, made_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return made_workspace(tmp_path / "workspace")


def end(workspace: Workspace, *, attempts: int = 3, interrupted: bool = False) -> None:
    run = find_run(workspace, "run-0001")
    numbers = statistics(run.entries)
    summary = RunSummary(
        run=run.name,
        attempts=attempts,
        kept=(),
        funnel=numbers.funnel,
        edges=numbers.edges,
        overhead_ms_per_attempt=12.3,
        seconds=65.0,
        ended="stopped" if interrupted else "attempts",
        interrupted=interrupted,
        message="run-0001 made its 3 attempts",
    )
    (run.folder / "summary.json").write_text(summary.model_dump_json(), encoding="utf-8")


def write_owner(workspace: Workspace, pid: int) -> None:
    line = SessionLine(event="began", time=1.0, pid=pid, host=socket.gethostname(), workers=2)
    (workspace.runs / "run-0001" / FILE).write_text(line.model_dump_json() + "\n", encoding="utf-8")
    owner = Owner(pid=pid, host=socket.gethostname(), command="explore", since="now")
    (workspace.root / OWNER_FILE).write_text(owner.model_dump_json(), encoding="utf-8")


def test_a_run_without_a_summary_was_killed(workspace: Workspace) -> None:
    assert find_run(workspace, "run-0001").state == "killed"


def test_a_run_whose_process_lives_is_running(workspace: Workspace) -> None:
    write_owner(workspace, os.getpid())
    run = find_run(workspace, "run-0001")
    assert (run.state, run.resumable) == ("running", False)


def test_another_writer_makes_no_old_run_look_as_if_it_were_running(workspace: Workspace) -> None:
    write_owner(workspace, os.getpid())
    (workspace.runs / "run-0001" / FILE).unlink()
    assert find_run(workspace, "run-0001").state == "killed"


def test_a_killed_run_that_had_reached_its_limit_is_done(workspace: Workspace) -> None:
    begin_run(workspace, ExploreSettings(attempts=1), "built-in author", 9)
    Ledger(workspace.runs / "run-0002" / "ledger.jsonl").append(entry(0))
    run = find_run(workspace, "run-0002")
    assert (run.state, run.resumable) == ("done", False)
    assert "reached its limit" in run.ending


def test_a_writer_that_is_gone_does_not_count(workspace: Workspace) -> None:
    write_owner(workspace, 2**22 + 1)  # above what Linux hands out
    run = find_run(workspace, "run-0001")
    assert (run.state, run.resumable) == ("killed", True)


def test_a_run_says_how_it_ended(workspace: Workspace) -> None:
    end(workspace)
    run = find_run(workspace, "run-0001")
    assert (run.state, run.resumable) == ("done", False)
    assert find_run(workspace, "run-0001").ending == "run-0001 made its 3 attempts."
    end(workspace, interrupted=True)
    run = find_run(workspace, "run-0001")
    assert (run.state, run.resumable) == ("drained", True)


def test_a_summary_of_an_earlier_session_does_not_count(workspace: Workspace) -> None:
    end(workspace, attempts=2)
    assert find_run(workspace, "run-0001").state == "killed"


def test_a_damaged_summary_says_what_to_do(workspace: Workspace) -> None:
    (workspace.runs / "run-0001" / "summary.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="delete it: the ledger holds the truth"):
        all_runs(workspace)


def test_an_unknown_run_offers_a_near_one(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="Did you mean run-0001"):
        find_run(workspace, "run-1")


def test_the_list_is_data_for_a_program(workspace: Workspace, knock: Knock) -> None:
    (run,) = knock("runs", "list", "--json").data
    assert (run["run"], run["state"], run["attempts"], run["kept"]) == ("run-0001", "killed", 3, 1)
    assert run["resumable"] is True


def test_the_list_is_a_table_for_a_person(workspace: Workspace, knock: Knock) -> None:
    ran = knock("runs", "list")
    assert "run-0001" in ran.out
    assert "built-in author" in ran.out


def test_no_run_is_no_error(knock: Knock) -> None:
    ran = knock("runs", "list", "--json")
    assert (ran.code, ran.data) == (0, [])


def test_show_tells_what_was_kept_and_why_the_rest_was_not(workspace: Workspace, knock: Knock) -> None:
    assert "verification, oracle" in knock("runs", "show", "run-0001").out
    shown = knock("runs", "show", "run-0001", "--json").data
    on = "on(block -> block) by all", "on(stackable -> stackable) by all"
    named = dict(zip(("name", "signature", "skeleton"), ("stack-two-blocks", *on), strict=True))
    assert shown["kept"] == [{**named, "steps": 1}]
    assert shown["edges"]["propose -> drop"] == 3
    assert shown["settings"]["seed"] == 3


def test_report_says_where_it_wrote(workspace: Workspace, knock: Knock) -> None:
    written = knock("runs", "report", "run-0001", "--json").data
    assert Path(written["html"]).is_file()
    assert Path(written["markdown"]).is_file()
    assert knock("runs", "report", "run-0001").out.split() == [written["markdown"], written["html"]]
