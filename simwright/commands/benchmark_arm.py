"""`simwright benchmark arm`: does the arm come to the verdicts of the `fast` motion?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from sim.cases import read_cases
from sim.errors import UsageError
from sim.figures import ArmFigures, ArmRequest, CasesRequest
from simwright.commands.benchmark_scenes import asked, base_scenes
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import out, write_json, write_table

AGREEMENT: Final = 0.97  # of the episodes, at least
CASES_AGREEMENT: Final = 0.90  # of planted cases, which are made to be easy to get wrong
ACTION_S: Final = 0.5  # of processor time, at most


def arm(
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Scenes of each base task.")] = 5,
    task: Annotated[
        list[str] | None, typer.Option("--task", metavar="NAME", help="Only this base task; may be repeated.")
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Compare on the planted cases of this folder, not on base tasks."),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure in how many episodes the arm and the fast motion agree.

    Both play the base tasks, or act on planted cases. Exit code 1 when they differ in more than three
    episodes of a hundred, or in more than one case of ten.

    [bold]Examples[/bold]
      simwright benchmark arm
      simwright benchmark arm --seeds 20 --json
      simwright benchmark arm --task align-rope --seeds 50
      simwright benchmark arm --cases tests/cases
    """
    if cases is not None and task:
        raise UsageError("--cases takes the place of the base tasks; leave --task out, or --cases")
    least = AGREEMENT if cases is None else CASES_AGREEMENT
    found = asyncio.run(_compared(seeds, task or ()) if cases is None else _on_cases(cases))
    if json:
        write_json({**found.model_dump(mode="json"), "agreement": round(found.agreement, 4)})
    else:
        _show(found, least, "episodes" if cases is None else "planted cases")
    raise typer.Exit(0 if found.agreement >= least else 1)


async def _on_cases(folder: Path) -> ArmFigures:
    request = CasesRequest(cases=read_cases(folder))
    return ArmFigures.model_validate_json(await asked(request))


async def _compared(seeds: int, tasks: Sequence[str]) -> ArmFigures:
    request = ArmRequest(scenes=await base_scenes(seeds, tasks))
    return ArmFigures.model_validate_json(await asked(request))


def _show(found: ArmFigures, least: float, what: str) -> None:
    cost = found.cpu_s_per_action
    color = "green" if found.agreement >= least else "red"
    out().print(
        f"{found.episodes} {what}: [{color}]{found.agreement:.1%}[/{color}] with the same verdict "
        f"(at least {least:.0%})"
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
