"""`simwright benchmark crash`: kill runs at any moment, and see that nothing is lost."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from memory.workspace import Workspace
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import note, write_json, write_table
from simwright.crashes import EPISODES, CrashFigures, Kill, Trial, crash, shares
from simwright.settings import load_settings
from simwright.trials import base_copied, seed

Kills = Annotated[int, typer.Option(min=1, help="How many times to kill, in all.")]
Attempts = Annotated[int, typer.Option(min=1, help="Attempts of each run.")]


def crash_runs(
    kills: Kills = 100, attempts: Attempts = 24, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """Kill runs with SIGKILL at any moment, resume them, and compare with a run that nobody killed.

    Runs of `simwright explore` with 1, 2 and 8 workers, in workspaces that are
    thrown away; each is killed and resumed until it ends. A library of the
    workspace saves the time to prove the base tasks, and is only read. Exit code
    1 means that something was lost, doubled, left behind or other than it should
    be. 100 kills take about a quarter of an hour on two idle cores.

    [bold]Examples[/bold]
      simwright benchmark crash --kills 10
      simwright benchmark crash --kills 100 --json
    """
    settings = load_settings(workspace=workspace)
    explore = settings.explore.model_copy(update={"episodes": EPISODES})
    with tempfile.TemporaryDirectory(prefix="simwright-crash-") as folder:
        seeded = Workspace(Path(folder) / "seeded")
        base_copied(Workspace(settings.workspace), seeded)
        asyncio.run(seed(explore, seeded))
        trial = Trial(seeded, Path(folder), attempts)
        found = crash(trial, shares(kills), _tell)
    if json:
        write_json(found.model_dump(mode="json"))
    else:
        _show(found)
    raise typer.Exit(0 if is_good(found) else 1)


def is_good(found: CrashFigures) -> bool:
    """Say whether the kills did no harm."""
    harmless = not (found.lost or found.doubled or found.orphans)
    return harmless and found.equal_to_uninterrupted and found.statistics_right


def _tell(kill: Kill, number: int) -> None:
    note(
        f"kill {number}: {kill.workers} workers, {kill.after_s:.1f} s in, {kill.in_flight} attempts in "
        f"flight, {kill.committed} committed; in {', '.join(kill.nodes)}"
    )


def _show(found: CrashFigures) -> None:
    rows = [
        ("kills", found.kills, ""),
        ("of them with two or more attempts in flight", found.in_flight, f"{0.7 * found.kills:.0f}"),
        ("kept tasks lost", found.lost, "0"),
        ("kept tasks doubled", found.doubled, "0"),
        ("processes left behind", found.orphans, "0"),
        ("runs", found.runs, ""),
        ("libraries and ledgers equal to the uninterrupted run's", _yes(found.equal_to_uninterrupted), "yes"),
        ("statistics equal to the uninterrupted run's", _yes(found.statistics_right), "yes"),
    ]
    write_table(["what", "figure>", "should be>"], rows, title=f"runs of {found.attempts} attempts")
    write_table(["killed in", "attempts>"], found.nodes.items())
    write_table(["workers>", "kills>"], found.workers.items())


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
