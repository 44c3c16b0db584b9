"""A report is made from files alone: of a killed run, of an old one, of one whose tasks are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphs.ledger import Ledger
from sim.sandbox.layers import LAYERS
from simwright import report
from simwright.films import LARGEST
from simwright.highlights import EACH
from simwright.report import IN_FULL, note_layers, report_of, write_report
from simwright.runs import find_run
from tests.simwright.door import entry, keep, made_workspace


def test_a_killed_run_gets_its_report(tmp_path: Path) -> None:
    workspace = made_workspace(tmp_path / "w")
    written = write_report(workspace, find_run(workspace, "run-0001"))
    markdown = written.markdown.read_text(encoding="utf-8")
    assert "Kept 1 of 3 attempts. It was killed; `simwright explore --resume run-0001`" in markdown
    assert "stack-two-blocks" in markdown
    assert "data:image/webp;base64," in written.html.read_text(encoding="utf-8")


def test_the_same_files_make_the_same_report(tmp_path: Path) -> None:
    workspace = made_workspace(tmp_path / "w")
    first, second = (
        write_report(workspace, find_run(workspace, "run-0001")).html.read_bytes() for _ in range(2)
    )
    assert first == second


def test_a_report_says_which_layers_of_the_sandbox_were_missing(tmp_path: Path) -> None:
    workspace = made_workspace(tmp_path / "w")
    run = find_run(workspace, "run-0001")
    assert "sandbox" not in dict(report_of(workspace, run).facts.pairs)
    note_layers(run, [layer for layer in LAYERS if layer != "seccomp"])
    assert dict(report_of(workspace, run).facts.pairs)["sandbox"] == "without seccomp"
    note_layers(run, LAYERS)
    assert dict(report_of(workspace, run).facts.pairs)["sandbox"] == f"all {len(LAYERS)} layers in force"


def test_a_task_that_was_removed_is_said_to_be_gone(tmp_path: Path) -> None:
    workspace = made_workspace(tmp_path / "w")
    shutil.rmtree(workspace.library / "tasks" / "stack-two-blocks")
    (task,) = report_of(workspace, find_run(workspace, "run-0001")).kept
    assert task.success == "no longer in the library"
    assert task.program == ""


def test_the_funnel_never_widens(tmp_path: Path) -> None:
    workspace = made_workspace(tmp_path / "w")
    counts = [stage.count for stage in report_of(workspace, find_run(workspace, "run-0001")).funnel]
    assert counts == [3, 3, 2, 2, 1, 1, 1]


def test_a_page_with_many_tasks_can_still_be_mailed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail servers often stop at 10 MB; pictures beyond the first so many stay in the library."""
    workspace, few = made_workspace(tmp_path / "w"), 10
    monkeypatch.setattr(report, "IN_FULL", few)
    ledger = Ledger(workspace.runs / "run-0001" / "ledger.jsonl")
    picture = bytes(range(256)) * 12  # as large as most
    for number in range(3, 3 + few + 5):
        keep(workspace, f"task-{number}", picture=picture)
        ledger.append(entry(number, outcome="kept", name=f"task-{number}"))
    page = write_report(workspace, find_run(workspace, "run-0001")).html.read_bytes()
    films = 2 * EACH * LARGEST * 4 // 3
    assert len(page) * IN_FULL // few + films < 10_000_000
    assert few <= page.count(b"data:image/webp") <= few + 2 * EACH
    assert page.count(b"<summary>Program</summary>") == few
    assert b'href="../../library/tasks/task-17/program.py"' in page
