"""A workspace has a number: an older one is brought up to date, a newer one is left alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from memory import formats
from memory.formats import FORMAT, bring_up_to_date, format_of
from memory.workspace import Workspace
from sim.errors import UsageError

BEGAN, WROTE = 1_700_000_000, 1_700_000_500  # seconds since 1970


def old_workspace(root: Path) -> Workspace:
    """Make what versions before the number left behind: a run whose age only its files tell."""
    run = root / "runs" / "run-0001"
    run.mkdir(parents=True)
    for name, when in (("run.json", BEGAN), ("ledger.jsonl", WROTE)):
        (run / name).write_text("{}\n", encoding="utf-8")
        os.utime(run / name, (when, when))
    return Workspace(root)


def number_in(workspace: Workspace) -> object:
    return json.loads((workspace.root / "format.json").read_text(encoding="utf-8"))


def test_a_new_workspace_is_numbered(tmp_path: Path) -> None:
    assert format_of(Workspace(tmp_path)) == FORMAT
    bring_up_to_date(Workspace(tmp_path))
    assert number_in(Workspace(tmp_path)) == {"format": FORMAT}


def test_a_workspace_without_a_number_is_migrated(tmp_path: Path) -> None:
    workspace = old_workspace(tmp_path)
    assert format_of(workspace) == 0
    bring_up_to_date(workspace)
    lines = (workspace.runs / "run-0001" / "sessions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(line["event"], line["time"]) for line in map(json.loads, lines)] == [
        ("began", BEGAN),
        ("ended", WROTE),
    ]
    assert number_in(workspace) == {"format": FORMAT}


def test_a_migration_that_a_kill_cut_short_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = old_workspace(tmp_path)
    (whole,) = formats.MIGRATIONS

    def killed(place: Workspace) -> None:
        whole(place)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(formats, "MIGRATIONS", (killed,))
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(workspace)
    assert format_of(workspace) == 0
    sessions = (workspace.runs / "run-0001" / "sessions.jsonl").read_bytes()
    bring_up_to_date(workspace)
    assert format_of(workspace) == FORMAT
    assert (workspace.runs / "run-0001" / "sessions.jsonl").read_bytes() == sessions


def test_a_newer_workspace_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "format.json").write_text(json.dumps({"format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"format 2, and this version .* up to 1: use the version"):
        bring_up_to_date(Workspace(tmp_path))


def test_a_damaged_number_is_named(tmp_path: Path) -> None:
    (tmp_path / "format.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"format\.json cannot be read"):
        format_of(Workspace(tmp_path))
