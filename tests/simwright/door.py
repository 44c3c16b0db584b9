"""Ways to knock at the front door from a test, and a workspace to look at without any run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Any: JSON as it came, looked at by the test

import pytest

from graphs.ledger import Entry, Ledger
from graphs.resume import begin_run
from graphs.settings import ExploreSettings
from memory.library import Library, StoredTask, program_hash
from memory.record import TaskRecord
from memory.workspace import Workspace
from sim.report import EpisodeResult, Report
from sim.spec import SceneSpec
from simwright.cli import main

PICTURE = (
    b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
)
EVIL = "<script>alert(1)</script> & | `x` [a](b)"


@dataclass(frozen=True)
class Ran:
    """What a command wrote, and the code that it left with."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - Any: JSON as it came, looked at by the test
        """Standard output, which must be one JSON value and nothing else."""
        return json.loads(self.out)


Knock = Callable[..., Ran]


def knocker(capsys: pytest.CaptureFixture[str]) -> Knock:
    """Return a function that runs a command in this process."""

    def knock(*arguments: str) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        wrote = capsys.readouterr()
        return Ran(int(left.value.code or 0), wrote.out, wrote.err)

    return knock


def simwright(*arguments: str, folder: Path) -> Ran:
    """Run a command in a process of its own, in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "simwright", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=240,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def made_workspace(root: Path, *, kept: str = "stack-two-blocks", team: str = "built-in author") -> Workspace:
    """Make a workspace with one run: attempt 0 was kept, 1 and 2 were dropped, and then it was killed."""
    workspace = Workspace(root)
    begin_run(workspace, ExploreSettings(seed=3), team, 5)
    ledger = Ledger(workspace.runs / "run-0001" / "ledger.jsonl")
    ledger.append(entry(0, outcome="kept", name=kept))
    ledger.append(entry(1, gate="verification", verdict="unsolved", phase="oracle", reason=EVIL))
    ledger.append(entry(2, gate="novelty", reason="repeats stack-two-blocks"))
    keep(workspace, kept)
    return workspace


def entry(attempt: int, **changes: object) -> Entry:
    """Make a line of a ledger."""
    plain = Entry(
        attempt=attempt,
        outcome="dropped",
        gate="",
        reason="",
        name=f"task-{attempt}",
        description=EVIL,
        signature="on(block -> block) by all",
        duplicate_of="",
        verdict="",
        phase="",
        revisions=0,
        repairs=0,
        votes=(),
        retrieved=(),
        path=("retrieve", "propose", "drop"),
        lesson="",
        before=0,
        sequence=attempt,
    )
    return plain.model_copy(update=changes)


def keep(
    workspace: Workspace,
    name: str,
    parents: tuple[str, ...] = (),
    *,
    scene: SceneSpec | None = None,
    picture: bytes = PICTURE,
) -> None:
    """Put a task into the library."""
    source = f'"""{EVIL}"""\n\nfrom sim.language import Task\n'
    record = TaskRecord(
        name=name,
        description=EVIL,
        instructions=(EVIL,),
        signature="on(block -> block) by all",
        skeleton="on(stackable -> stackable) by all",
        kinds=("block",),
        origin="explored",
        sequence=6,
        run="run-0001",
        attempt=0,
        parents=parents,
        program_sha256=program_hash(source),
        report=Report(
            verdict="solved",
            phase="repeat",
            reason="",
            success_rate=1.0,
            interval=(0.7225, 1.0),
            scene=scene,
            episodes=tuple(EpisodeResult(seed=seed, success=True, actions=2) for seed in range(10)),
        ),
    )
    library = Library(workspace.library)
    library.prepare()
    library.write_task(StoredTask(record, source), picture)
