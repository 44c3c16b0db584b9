"""What a person reads when the disk is the trouble: one sentence with the remedy, and no traceback."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simwright.door import Knock, made_workspace, simwright


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """Make a workspace on a disk that is mounted read-only."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)], capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"this machine lets nobody mount a disk: {made.stderr.strip()}")
    try:
        made_workspace(disk / "workspace")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.slow
def test_nothing_can_be_explored_on_a_read_only_disk(read_only: Path) -> None:
    ran = simwright("explore", "--attempts", "1", folder=read_only)
    assert ran.code == 2
    assert "Read-only file system" in ran.err
    assert "make it writable, or choose another --workspace" in ran.err
    assert "Traceback" not in ran.err


def test_what_is_there_can_be_read_on_a_read_only_disk(
    read_only: Path, knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(read_only)
    assert knock("runs", "show", "run-0001", "--json").data["state"] == "killed"
    refused = knock("runs", "report", "run-0001")
    assert refused.code == 2
    assert "Read-only file system" in refused.err
