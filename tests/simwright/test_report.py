"""A report is made from files alone: of a killed run, of an old one, of one whose tasks are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

from sim.sandbox.layers import LAYERS
from simwright.pages import DroppedGroup
from simwright.report import dropped_groups, note_layers, report_of, write_report
from simwright.runs import find_run
from tests.simwright.door import entry, made_workspace


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


def test_the_dropped_are_grouped_the_commonest_first() -> None:
    entries = [entry(i, gate="critique", reason=f"fault {i}") for i in range(5)]
    entries.append(entry(5, gate="verification", phase="build", verdict="misuse", reason="no such colour"))
    entries.append(entry(6, outcome="kept"))
    groups = dropped_groups(entries)
    assert [(group.phase, group.count) for group in groups] == [("critique", 5), ("verification, build", 1)]
    assert isinstance(groups[0], DroppedGroup)
    assert len(groups[0].examples) == 3
