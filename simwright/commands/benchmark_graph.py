"""`simwright benchmark graph` and `simwright benchmark ablations`: measure the exploratory graph."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from graphs.settings import ExploreSettings
from memory.workspace import Workspace
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import Json, note, write_json, write_table
from simwright.settings import load_settings
from simwright.trials import GraphFigures, Trial, ablations, measure, seed, walk_with_author

OVERHEAD_MS: Final = 25.0  # an attempt, at most, on an idle machine
CHECKPOINT_BYTES: Final = 5_000_000

Attempts = Annotated[int, typer.Option(min=1, help="Attempts of each run.")]


def graph(attempts: Attempts = 40, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Measure what the graphs cost beside roles, verification and memory.

    Walks one run in a new workspace that is thrown away. Processor time is
    this process's own; on a busy machine it is more.

    [bold]Examples[/bold]
      simwright benchmark graph
      simwright benchmark graph --attempts 200 --json
    """
    settings = _settings(workspace, attempts)
    with tempfile.TemporaryDirectory() as folder:
        place = Workspace(Path(folder))
        asyncio.run(seed(settings, place))
        found = asyncio.run(measure(walk_with_author, settings, place))
    if json:
        write_json(found.model_dump(mode="json"))
    else:
        _show(found)


def without_each(
    attempts: Attempts = 200, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """Measure what each part is good for: the same attempts with everything, and without it.

    Every run begins in a new workspace that holds the base tasks, and is
    thrown away. 200 attempts six times take about half an hour.

    [bold]Examples[/bold]
      simwright benchmark ablations --attempts 40
      simwright benchmark ablations --json
    """
    settings = _settings(workspace, attempts)
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Workspace(Path(folder))
        asyncio.run(seed(settings, place))
        for trial in ablations(walk_with_author, settings, place):
            trials.append(trial)
            note(f"without {trial.without or 'nothing'}: {trial.kept} kept in {trial.seconds:.0f} s")
    if json:
        rows: list[Json] = [trial.model_dump(mode="json") for trial in trials]
        write_json({"attempts": attempts, "trials": rows})
        return
    columns = ["without", "kept>", "signatures>", "skeletons>", "repaired>", "repeats>", "seconds>"]
    write_table(columns, (trial.model_dump().values() for trial in trials), title=f"{attempts} attempts each")


def _settings(workspace: WorkspaceOption, attempts: int) -> ExploreSettings:
    """Return the settings of explore, with other attempts; the workspace itself is not touched."""
    return load_settings(workspace=workspace).explore.of(attempts).model_copy(update={"without": ()})


def _show(found: GraphFigures) -> None:
    rows: list[tuple[str, str, str]] = [
        ("overhead, ms an attempt", f"{found.overhead_ms_per_attempt:.1f}", f"{OVERHEAD_MS:.0f}"),
        ("checkpoint file, bytes", str(found.checkpoint_bytes), str(CHECKPOINT_BYTES)),
        ("memory at its peak, MB", f"{found.peak_rss_mb:.0f}", ""),
    ]
    write_table(["what", "figure>", "target>"], rows, title=f"{found.attempts} attempts, {found.kept} kept")
    parts = sorted(found.breakdown_ms.items(), key=lambda part: -part[1])
    write_table(["of the overhead", "ms>"], ((name, f"{cost:.1f}") for name, cost in parts))
