"""`simwright evaluate`: how good are policies."""

from __future__ import annotations

import asyncio
import json as json_text
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from eval.evaluate import Film, Stage
from eval.scores import Score, mean_of
from eval.tables import DIFFERENCE_COLUMNS, SCORE_COLUMNS, as_data, difference_rows, markdown, score_rows
from memory.workspace import Workspace
from policy.checkpoint import load_card
from sim.domain import domain_named
from sim.errors import UsageError
from sim.processes import cores
from simwright.commands.options import DomainOption, JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import note, out, write_json, write_table
from simwright.files import write_whole
from simwright.scenes import scenes_of
from simwright.selection import select_tasks
from simwright.settings import load_settings

app = new_app()

FORMATS: Final[dict[str, Callable[[list[Score]], str]]] = {
    ".md": markdown,
    ".json": lambda scores: json_text.dumps(as_data(scores), indent=2) + "\n",
}
RIGHT: Final = {"success", "95 % interval", "reward", "episodes", "difference"}

Policies = Annotated[list[str], typer.Argument(metavar="POLICY...", help="Names of trained policies.")]
Tasks = Annotated[
    list[str] | None,
    typer.Option(
        "--tasks",
        metavar="TASK",
        help="Names, patterns, runs, curricula, .py or .toml files; may be repeated.",
        show_default="those that any of them learned",
    ),
]
Episodes = Annotated[int, typer.Option(min=1, help="Of each task, from the seeds of the test.")]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Also write the tables to FILE.md or FILE.json.")
]
Videos = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Film the first two successes and failures of each task, as MP4."),
]


@app.command()
def evaluate(  # noqa: PLR0913 - the parameters of a command are its flags
    policies: Policies,
    tasks: Tasks = None,
    episodes: Episodes = 100,
    domain: DomainOption = "plain",
    out_file: OutFile = None,
    videos: Videos = None,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure policies in the simulator on scenes of the test seeds.

    A policy sees the map from above and the sentence of the goal to work on.
    The judge is the oracle's, and so is the number of actions allowed. Tasks
    that a policy learned from and others are told apart. Several policies
    play the same scenes, and are compared with the first of them.

    [bold]Examples[/bold]
      simwright evaluate put-block-in-bowl
      simwright evaluate bowls --tasks "stack-*" --tasks run-0001 --episodes 20 --json
      simwright evaluate scratch adapted --tasks place-in-zones --out table.md --videos films
      simwright evaluate bowls --domain shifted
    """
    settings = load_settings(workspace=workspace, sandbox=sandbox)
    place, world = Workspace(settings.workspace), domain_named(domain)
    write = _writer(out_file)
    folders = [place.policies / name for name in dict.fromkeys(policies)]
    learned = dict.fromkeys(task for folder in folders for task in load_card(folder).tasks)
    sources = {found.name: found.source for found in select_tasks(tasks or list(learned), place)}
    scenes = asyncio.run(scenes_of(sources, "test", episodes, strict=settings.sandbox == "strict"))
    scores = []
    with Stage(cores(), world) as stage:
        for task, of_task in scenes.items():
            for folder in folders:
                score = stage.score(folder, task, of_task)
                note(f"{score.task}  {score.policy}  {score.success:.0%} of {len(score.rollouts)} episodes")
                scores.append(score)
                if videos is not None:
                    _write_films(videos, task, stage.films(folder, score, of_task))
    write(scores)
    _tell(scores, json=json)


def _writer(out_file: Path | None) -> Callable[[list[Score]], None]:
    """Say before the work begins that its result could not be written."""
    if out_file is None:
        return lambda scores: None
    form = FORMATS.get(out_file.suffix.lower())
    if form is None:
        raise UsageError(f"--out {out_file} ends in {out_file.suffix!r}; tables are: {', '.join(FORMATS)}")
    if not out_file.parent.is_dir():
        raise UsageError(f"--out {out_file}: the folder {out_file.parent} is not there. Make it first.")
    return lambda scores: write_whole(out_file, form(scores).encode())


def _write_films(folder: Path, task: str, films: list[Film]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for film in films:
        end = "success" if film.rollout.success else "failure"
        write_whole(folder / f"{task}-{film.policy}-{film.rollout.seed}-{end}.mp4", film.content)


def _tell(scores: list[Score], *, json: bool) -> None:
    if json:
        write_json(as_data(scores))
        return
    write_table(_aligned(SCORE_COLUMNS), score_rows(scores))
    if compared := difference_rows(scores):
        out().print()
        write_table(_aligned(DIFFERENCE_COLUMNS), compared)
    mean = mean_of(scores)
    if mean is not None and len({score.policy for score in scores}) == 1:
        note(f"\nmean {mean.success:.0%}")


def _aligned(columns: tuple[str, ...]) -> list[str]:
    return [f"{column}>" if column in RIGHT else column for column in columns]
