"""`simwright benchmark arm`: does the arm come to the verdicts of the `fast` motion?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from sim.figures import ArmFigures, ArmRequest
from simwright.commands.benchmark_scenes import asked, base_scenes
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import out, write_json, write_table

AGREEMENT: Final = 0.97  # of the episodes, at least
ACTION_S: Final = 0.5  # of processor time, at most


def arm(
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Scenes of each base task.")] = 5,
    task: Annotated[
        list[str] | None, typer.Option("--task", metavar="NAME", help="Only this base task; may be repeated.")
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure in how many episodes the arm and the fast motion agree.

    Both play the base tasks. Exit code 1 when they differ in more than three episodes of a hundred.

    [bold]Examples[/bold]
      simwright benchmark arm
      simwright benchmark arm --seeds 20 --json
      simwright benchmark arm --task align-rope --seeds 50
    """
    found = asyncio.run(_compared(seeds, task or ()))
    if json:
        write_json({**found.model_dump(mode="json"), "agreement": round(found.agreement, 4)})
    else:
        _show(found)
    raise typer.Exit(0 if found.agreement >= AGREEMENT else 1)


async def _compared(seeds: int, tasks: Sequence[str]) -> ArmFigures:
    request = ArmRequest(scenes=await base_scenes(seeds, tasks))
    return ArmFigures.model_validate_json(await asked(request))


def _show(found: ArmFigures) -> None:
    cost = found.cpu_s_per_action
    color = "green" if found.agreement >= AGREEMENT else "red"
    out().print(
        f"{found.episodes} episodes: [{color}]{found.agreement:.1%}[/{color}] with the same verdict "
        f"(at least {AGREEMENT:.0%})"
    )
    if cost is not None:
        out().print(
            f"an action of the arm takes {cost.median:.3f} s of processor time, {cost.p90:.3f} s in the "
            f"slow tenth (at most {ACTION_S:g} s)"
        )
    if found.differing:
        write_table(
            ["task", "seed>", "solved by", "why not by the other"],
            ((d.task, d.seed, d.solved_by, d.reason) for d in found.differing),
        )
