"""`simwright benchmark ceilings`: what a policy could reach at best."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Annotated, Final

import typer

from eval.ceilings import LOW, Ceiling, ceilings
from memory.workspace import Workspace
from sim.processes import cores
from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption
from simwright.console import Json, note, write_json, write_table
from simwright.scenes import scenes_of
from simwright.selection import TEN_TASKS, select_tasks
from simwright.settings import load_settings

Tasks = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TASK...", help="Names, patterns, suites or .py files.", show_default=f"the suite {TEN_TASKS}"
    ),
]
REASON: Final = 90  # characters of it that are shown


def ceiling(
    tasks: Tasks = None,
    episodes: Annotated[int, typer.Option(min=1, help="Of each task, from the seeds of the test.")] = 100,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Play the oracle with its actions rounded to the pixels and angles of a policy.

    What it cannot do then, no policy of that resolution can. Exit code 1 when a
    task is under 95 %: such a task measures the rounding.

    [bold]Examples[/bold]
      simwright benchmark ceilings
      simwright benchmark ceilings block-insertion --episodes 300
    """
    settings = load_settings(workspace=workspace, sandbox=sandbox)
    wanted = select_tasks(tasks or [TEN_TASKS], Workspace(settings.workspace))
    sources = {found.name: found.source for found in wanted}
    scenes = asyncio.run(scenes_of(sources, "test", episodes, strict=settings.sandbox == "strict"))
    found = []
    for one in ceilings(scenes, cores()):
        note(f"{one.task}  {one.success:.0%} of {one.episodes} episodes")
        found.append(one)
    _tell(found, json=json)
    if any(one.success < LOW for one in found):
        raise typer.Exit(1)


def _tell(found: list[Ceiling], *, json: bool) -> None:
    if json:
        tasks: dict[str, Json] = {
            one.task: {
                "success": one.success,
                "low": one.interval[0],
                "high": one.interval[1],
                "episodes": one.episodes,
                "reasons": dict(Counter(one.reasons)),
            }
            for one in found
        }
        write_json({"tasks": tasks})
        return
    rows = (
        (one.task, f"{one.success:.0%}", f"{one.interval[0]:.0%} to {one.interval[1]:.0%}", one.reasons[:1])
        for one in found
    )
    write_table(
        ["task", "ceiling>", "95 % interval>", "why one failed"],
        [(task, rate, span, "".join(why)[:REASON]) for task, rate, span, why in rows],
    )
