"""Pruning frees space and nothing else: the library stays, and what can go on or be replayed still can."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graphs.folder import attempts_folder
from graphs.ledger import Ledger
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.pruning import Wish, prunable, prune
from simwright.runs import Run, find_run
from tests.graphs.small_world import ledger_of, settings_for, small_run, truth_of
from tests.simwright.door import Knock, entry, made_workspace
from tests.simwright.test_runs import end, write_owner

ALL = Wish(traces=True, answers=True)


def filled(workspace: Workspace) -> Run:
    """Give a run one of everything."""
    run = find_run(workspace, "run-0001")
    files = (
        "spans.jsonl", "checkpoints.sqlite", "checkpoints.sqlite-wal", "checkpoints.sqlite.damaged-1",
        "films/stack-two-blocks.webp", "attempts/000000/preview.webp", "attempts/000000/coder-00-0-a.json",
        "attempts/000003/preview.webp", "attempts/000003/.tmp-report-0.json",
        "scratch/library/tasks/a/program.py",
    )  # fmt: skip
    for name in files:
        (run.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (run.folder / name).write_bytes(b"x" * 1000)
    return run


def kinds(run: Run, wish: Wish | None = None) -> list[str]:
    return sorted({part.kind for part in prunable(run, wish or Wish())})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = made_workspace(tmp_path / "workspace")
    filled(made)
    return made


def test_a_killed_run_keeps_all_that_a_resume_needs(workspace: Workspace) -> None:
    run = find_run(workspace, "run-0001")
    assert kinds(run) == ["checkpoints", "films", "pictures"]
    prune(prunable(run, ALL))
    left = {path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*") if path.is_file()}
    assert left == {
        "run.json", "ledger.jsonl", "checkpoints.sqlite", "checkpoints.sqlite-wal",
        "attempts/000000/coder-00-0-a.json", "attempts/000003/preview.webp",
        "attempts/000003/.tmp-report-0.json", "scratch/library/tasks/a/program.py",
    }  # fmt: skip


def test_a_run_that_is_done_needs_no_checkpoints(workspace: Workspace) -> None:
    end(workspace)
    run = find_run(workspace, "run-0001")
    assert kinds(run) == ["checkpoints", "films", "leftovers", "pictures"]
    assert kinds(run, Wish(traces=True)) == ["checkpoints", "films", "leftovers", "pictures", "traces"]
    before = sum(path.stat().st_size for path in run.folder.rglob("*") if path.is_file())
    freed = prune(prunable(run, ALL))
    after = sum(path.stat().st_size for path in run.folder.rglob("*") if path.is_file())
    assert freed == before - after == 10_000
    assert not attempts_folder(run.folder).exists()
    assert prunable(run, ALL) == ()


def test_what_waits_for_a_person_stays(workspace: Workspace) -> None:
    Ledger(workspace.runs / "run-0001" / "ledger.jsonl").append(entry(3, outcome="waiting"))
    end(workspace, attempts=4)
    prune(prunable(find_run(workspace, "run-0001"), ALL))
    assert (workspace.runs / "run-0001" / "attempts" / "000003" / "preview.webp").exists()
    assert not (workspace.runs / "run-0001" / "attempts" / "000000" / "preview.webp").exists()


def test_a_running_run_is_left_alone(workspace: Workspace) -> None:
    write_owner(workspace, os.getpid())
    assert prunable(find_run(workspace, "run-0001"), ALL) == ()


def test_the_command_only_says_how_much_until_it_is_told_yes(workspace: Workspace, knock: Knock) -> None:
    library = sorted((path, path.stat().st_mtime_ns) for path in workspace.library.rglob("*"))
    (row,) = (said := knock("runs", "prune", "--json").data)["runs"]
    assert (said["bytes"], said["freed"], row["state"]) == (3000, 0, "killed")
    assert all(Path(part["path"]).exists() for part in row["parts"])
    assert "add --yes" in knock("runs", "prune").err
    assert knock("runs", "prune", "run-0001", "--yes", "--json").data["freed"] == 3000
    assert not any(Path(part["path"]).exists() for part in row["parts"])
    assert sorted((path, path.stat().st_mtime_ns) for path in workspace.library.rglob("*")) == library


async def test_a_pruned_run_is_resumed_to_the_same_bytes(tmp_path: Path) -> None:
    whole, root = tmp_path / "whole", tmp_path / "pruned"
    await small_run(whole, settings_for(attempts=6))
    await small_run(root, settings_for(attempts=6, max_gb=1e-6))  # ends at once, and can go on
    assert len(ledger_of(root)) < 6
    prune(prunable(find_run(Workspace(root), "run-0001"), ALL))
    await small_run(root, settings_for(attempts=6, max_gb=1), resume="run-0001")
    assert truth_of(root) == truth_of(whole)


def test_a_run_without_answers_cannot_be_replayed_and_says_so(workspace: Workspace, knock: Knock) -> None:
    end(workspace)
    prune(prunable(find_run(workspace, "run-0001"), ALL))
    ran = knock("explore", "--replay", "run-0001")
    assert ran.code == 2
    assert "were pruned" in ran.err
    assert knock("runs", "report", "run-0001", "--json").code == 0


def test_an_unknown_run_is_named(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no run"):
        find_run(workspace, "run-0009")
