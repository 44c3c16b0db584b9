"""`simwright runs`: list runs, look at one, and write its report again."""

from __future__ import annotations

from dataclasses import astuple

import typer
from rich.markup import escape

from graphs.costs import spending_of
from graphs.statistics import statistics
from graphs.summary import kept_tasks
from memory.workspace import Workspace
from simwright.commands.options import JsonOption, RunArgument, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.costs import cost_rows
from simwright.diversity import diversity_data, moments_of
from simwright.dropped import dropped_groups
from simwright.report import write_report
from simwright.runs import Run, all_runs, find_run
from simwright.settings import load_settings

app = new_app()
app.info.help = "List runs and read what became of them."


@app.command("list")
def list_runs(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """List the runs of the workspace, oldest first.

    [bold]Examples[/bold]
      simwright runs list
      simwright runs list --json
    """
    runs = all_runs(_place(workspace))
    if json:
        write_json([_brief(run) for run in runs])
        return
    write_table(
        ["run", "began", "state", "attempts>", "kept>", "seed>", "agents"],
        (
            (
                r.name,
                f"{r.began:%Y-%m-%d %H:%M}",
                r.state,
                len(r.entries),
                len(r.kept),
                r.settings.seed,
                r.team,
            )
            for r in runs
        ),
    )
    if not runs:
        note("No run yet; `simwright explore` makes one.")


@app.command()
def show(run: RunArgument, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Show one run: its budget, how far its attempts came, what it kept.

    [bold]Examples[/bold]
      simwright runs show run-0001
      simwright runs show run-0001 --json
    """
    found = find_run(_place(workspace), run)
    if json:
        write_json(_in_full(_place(workspace), found))
        return
    out().print(f"[bold]{found.name}[/bold]  {found.state}\n{escape(found.ending)}\n", soft_wrap=True)
    numbers = statistics(found.entries, found.settings.without)
    write_table(
        ["setting", "value"],
        (
            (k, _told(v))
            for k, v in found.settings.model_dump().items()
            if v not in (None, "", ()) and v is not False
        ),
    )
    rows = list(cost_rows(spending_of(found.folder, found.team, found.entries)))
    if rows:
        out().print()
        headings = ["models", "calls>", "input tokens>", "cached>", "output tokens>", "cost>", "faults"]
        write_table(headings, map(astuple, rows))
    out().print()
    write_table(["kept", "signature", "attempt>"], ((e.name, e.signature, e.attempt) for e in found.kept))
    out().print()
    if found.waiting:
        write_table(
            ["waiting for a person", "signature", "attempt>"],
            ((e.name, e.signature, e.attempt) for e in found.waiting),
        )
        out().print()
    groups = dropped_groups(found.entries)
    write_table(["dropped at", "because", "attempts>"], ((g.phase, g.verdict, g.count) for g in groups))
    out().print()
    write_table(["edge", "times>"], numbers.edges.items())


@app.command()
def report(run: RunArgument, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Write the report of a run again, from its files, and say where it is.

    Works for old runs, killed runs, and one that goes on. Writes Markdown,
    and one HTML page, small enough to be mailed, that carries its pictures and
    the films of the best and the oddest tasks within itself.

    [bold]Examples[/bold]
      simwright runs report run-0001
      simwright runs report run-0001 --json
    """
    place = _place(workspace)
    written = write_report(place, find_run(place, run), films=True)
    if json:
        write_json({"markdown": str(written.markdown), "html": str(written.html)})
        return
    typer.echo(str(written.markdown))
    typer.echo(str(written.html))


def _place(workspace: WorkspaceOption) -> Workspace:
    return Workspace(load_settings(workspace=workspace).workspace)


def _brief(run: Run) -> dict[str, Json]:
    return {
        "run": run.name,
        "began": run.began.isoformat(timespec="seconds"),
        "state": run.state,
        "resumable": run.resumable,
        "attempts": len(run.entries),
        "kept": len(run.kept),
        "seed": run.settings.seed,
        "team": run.team,
    }


def _told(setting: object) -> object:
    return ", ".join(setting) if isinstance(setting, tuple) else setting


def _in_full(place: Workspace, run: Run) -> Json:
    numbers = statistics(run.entries, run.settings.without).model_dump(mode="json")
    spending = spending_of(run.folder, run.team, run.entries)
    kept: list[Json] = [task.model_dump() for task in kept_tasks(run.entries)]
    return {
        **_brief(run),
        "kept": kept,
        "waiting": [entry.attempt for entry in run.waiting],
        "replays": run.replays,
        "settings": run.settings.model_dump(mode="json"),
        "funnel": numbers["funnel"],
        "edges": numbers["edges"],
        "diversity": diversity_data(moments_of(place, run.entries)),
        "ending": run.ending,
        "usage": {role: usage.model_dump(mode="json") for role, usage in spending.usage.items()},
        "costs": spending.costs.model_dump(mode="json") if spending.costs else None,
    }
