"""`simwright explore`: run the exploratory graph, show how it goes, and end with a report."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.markup import escape

from graphs.settings import ExploreSettings
from graphs.summary import RunSummary, Watch
from memory.workspace import Workspace
from sim.build import Builder
from sim.sandbox.layers import Layer
from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.progress import duration, shown_progress
from simwright.report import Written, note_layers, write_report
from simwright.runs import find_run
from simwright.settings import Settings, load_settings
from simwright.stopping import stopped_by_signals

app = new_app()


Attempts = Annotated[
    int | None,
    typer.Option(min=1, help="Stop after so many attempts.", show_default="24, if no other limit is set"),
]
Kept = Annotated[int | None, typer.Option(min=1, help="Stop when so many tasks were kept.")]
Hours = Annotated[float | None, typer.Option(help="Stop after so many hours.")]
Seed = Annotated[
    int | None, typer.Option(min=0, help="The same seed gives the same tasks.", show_default="0")
]
Lookahead = Annotated[
    int | None, typer.Option(min=1, help="How far attempts may run ahead of commits.", show_default="16")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Attempts in flight: changes the time, never the result.", show_default="2"),
]
Resume = Annotated[str, typer.Option(metavar="RUN", help="Go on with a run that was stopped or killed.")]


@app.command()
def explore(  # noqa: PLR0913 - the parameters of a command are its flags
    attempts: Attempts = None,
    kept: Kept = None,
    hours: Hours = None,
    seed: Seed = None,
    lookahead: Lookahead = None,
    workers: Workers = None,
    resume: Resume = "",
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Invent tasks, prove each one, and keep what is new.

    The built-in author plays all four roles: no key, no network. The first
    limit that is reached ends the run; so does Ctrl-C, cleanly and with a
    report (a second one leaves at once). Either way it can be resumed.

    [bold]Examples[/bold]
      simwright explore
      simwright explore --attempts 100 --workers 4 --seed 7
      simwright explore --kept 20 --hours 0.5
      simwright explore --resume run-0001 --json
    """
    stored = {"attempts": attempts, "kept": kept, "seed": seed, "lookahead": lookahead}
    flags = {**stored, "hours": hours, "workers": workers}
    settings = load_settings(workspace=workspace, sandbox=sandbox, explore=flags)
    layers = asyncio.run(_layers(strict=settings.sandbox == "strict"))
    place = Workspace(settings.workspace)
    if resume:
        find_run(place, resume)
        _note_what_stays(stored)
    summary = asyncio.run(_explore(limits_of(settings), place, resume))
    run = find_run(place, summary.run)
    note_layers(run, layers)
    written = write_report(place, run)
    if json:
        write_json(_as_data(summary, written))
    else:
        _show(summary, written)
    if summary.ended == "failures":
        raise typer.Exit(1)


def limits_of(settings: Settings) -> ExploreSettings:
    """Drop the default number of attempts when another limit was asked for: it would end the run first."""
    given = settings.explore.model_fields_set
    if "attempts" not in given and given & {"kept", "hours"}:
        return settings.explore.model_copy(update={"attempts": None})
    return settings.explore


def _note_what_stays(flags: dict[str, int | None]) -> None:
    given = [f"--{name}" for name, value in flags.items() if value is not None]
    if given:
        note(f"{', '.join(given)}: stored with the run, and stays as it was")


async def _layers(*, strict: bool) -> tuple[Layer, ...]:
    """Return the layers of the sandbox that are in force; UsageError if one is missing that is asked for."""
    async with Builder(strict=strict) as builder:
        return await builder.layers()


async def _explore(settings: ExploreSettings, workspace: Workspace, resume: str) -> RunSummary:
    # Chroma, LangGraph and the embedding model are imported only here, when the flags are known to be right.
    from agents.author import BuiltInAuthor  # noqa: PLC0415 - see above
    from graphs.explore import explore as walk  # noqa: PLC0415 - see above

    stop = asyncio.Event()
    with stopped_by_signals(stop), shown_progress() as show:
        return await walk(settings, workspace, BuiltInAuthor(), resume=resume, watch=Watch(stop, show))


def _as_data(summary: RunSummary, written: Written) -> Json:
    data: dict[str, Json] = summary.model_dump(mode="json")
    return {**data, "report": str(written.html)}


def _show(summary: RunSummary, written: Written) -> None:
    if summary.kept:
        write_table(["kept", "signature"], ((task.name, task.signature) for task in summary.kept))
    kept = f"{len(summary.kept)} of {summary.attempts} attempts kept"
    out().print(f"\n[bold]{kept}[/bold] in {duration(summary.seconds)}")
    note(f"\n{escape(summary.message)}")
    note(f"report   {written.html}")
    if summary.kept:
        note(f"look     simwright memory show {summary.kept[0].name}")
        note(f"watch    simwright play {summary.kept[0].name} --out task.gif")
    note(f"follow   simwright trace {summary.run}")
    if summary.interrupted:
        note(f"go on    simwright explore --resume {summary.run}")
