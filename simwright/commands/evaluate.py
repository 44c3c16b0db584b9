"""`simwright evaluate`: how good is a policy."""

from __future__ import annotations

import asyncio
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from eval.evaluate import Score, Stage, markdown, mean
from memory.workspace import Workspace
from policy.checkpoint import load_card
from policy.demos.seeds import seeds_of
from sim.errors import UsageError
from sim.processes import cores
from sim.report import Report
from sim.spec import SceneSpec
from sim.verify import Verifier
from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import Json, note, write_json, write_table
from simwright.files import write_whole
from simwright.selection import select_tasks
from simwright.settings import load_settings

app = new_app()


@app.command()
def evaluate(  # noqa: PLR0913 - the parameters of a command are its flags
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="Name of a trained policy.")],
    tasks: Annotated[
        list[str] | None,
        typer.Option(
            "--tasks",
            metavar="TASK",
            help="Names, patterns, runs, curricula or .py files; may be repeated.",
            show_default="those it learned",
        ),
    ] = None,
    episodes: Annotated[int, typer.Option(min=1, help="Of each task, from the seeds of the test.")] = 100,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the table as Markdown.")] = None,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure a policy in the simulator on scenes of the test seeds.

    The policy sees the map from above and the sentence of the goal to work
    on. The judge is the oracle's, and so is the number of actions allowed.

    [bold]Examples[/bold]
      simwright evaluate put-block-in-bowl
      simwright evaluate bowls --tasks "stack-*" --tasks run-0001 --episodes 20 --json
    """
    settings = load_settings(workspace=workspace, sandbox=sandbox)
    place = Workspace(settings.workspace)
    folder = place.policies / policy
    wanted = select_tasks(tasks or load_card(folder).tasks, place)
    sources = {found.name: found.source for found in wanted}
    scenes = asyncio.run(_scenes(sources, episodes, strict=settings.sandbox == "strict"))
    with Stage(folder, cores()) as stage:
        scores = []
        for score in stage.scores(scenes):
            note(f"{score.task}  {score.success:.0%} of {len(score.rollouts)} episodes")
            scores.append(score)
    if report is not None:
        write_whole(report, markdown(scores).encode())
    _tell(scores, json=json)


async def _scenes(sources: dict[str, str], count: int, *, strict: bool) -> dict[str, tuple[SceneSpec, ...]]:
    """Build the scenes of the test; the sandbox is closed before anybody plays."""
    seeds = tuple(islice(seeds_of("test"), count))
    built = {}
    async with Verifier(strict=strict) as verifier:
        for name, source in sources.items():
            scenes = await verifier.scenes(source, seeds)
            if isinstance(scenes, Report):
                raise UsageError(f"{name} does not build: {scenes.reason}")
            built[name] = scenes
    return built


def _tell(scores: list[Score], *, json: bool) -> None:
    if json:
        tasks: dict[str, Json] = {
            one.task: {
                "success": one.success,
                "low": one.interval[0],
                "high": one.interval[1],
                "episodes": len(one.rollouts),
                "reward": round(one.reward, 4),
            }
            for one in scores
        }
        write_json({"mean": round(mean(scores), 4), "tasks": tasks})
        return
    rows = (
        (
            one.task,
            f"{one.success:.0%}",
            f"{one.interval[0]:.0%} to {one.interval[1]:.0%}",
            f"{one.reward:.2f}",
            len(one.rollouts),
        )
        for one in scores
    )
    write_table(["task", "success>", "95 % interval>", "reward>", "episodes>"], rows)
    note(f"\nmean {mean(scores):.0%}")
