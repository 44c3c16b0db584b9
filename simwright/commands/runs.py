"""`simwright runs`: list runs, look at one, write its report again, compare two, free space."""

from __future__ import annotations

from dataclasses import astuple
from typing import Annotated

import typer
from rich.markup import escape

from graphs.disk import used_bytes
from graphs.statistics import statistics
from graphs.summary import kept_tasks
from memory.workspace import Workspace
from simwright.commands.options import JsonOption, RunArgument, WorkspaceOption, new_app
from simwright.comparing import Side, compared, differing, only, rate_rows
from simwright.comparing import cost_rows as costs_beside
from simwright.console import Json, note, out, write_json, write_table
from simwright.costs import cost_rows
from simwright.diversity import diversity_data, moments_of
from simwright.dropped import dropped_groups
from simwright.pruning import SAID, Part, Wish, prunable, prune
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
    rows = list(cost_rows(found.spending))
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


@app.command()
def compare(
    one: Annotated[str, typer.Argument(metavar="A", help="A run, from `simwright runs list`.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two runs: what each kept, how often, at what cost, and what only one has.

    Each rate comes with its 95 % interval, and so does the difference, in
    percentage points: an interval on both sides of zero says nothing.

    [bold]Examples[/bold]
      simwright runs compare run-0001 run-0002
      simwright runs compare run-0001 run-0002 --json
    """
    place = _place(workspace)
    first, second = (_side(find_run(place, name)) for name in (one, other))
    if json:
        write_json(compared(first, second))
        return
    write_table(["rate", f"{one}>", f"{other}>", "difference>"], rate_rows(first, second))
    out().print()
    write_table(["", f"{one}>", f"{other}>"], costs_beside(first, second))
    out().print()
    write_table(["setting", one, other], differing(first.run, second.run))
    out().print(f"\n{len(first.signatures.keys() & second.signatures.keys())} kinds of tasks in both")
    for mine, others in ((first, second), (second, first)):
        names = only(mine, others)
        out().print(f"only in {mine.run.name} ({len(names)}): {', '.join(names) or 'none'}", soft_wrap=True)


@app.command("prune")
def prune_runs(  # noqa: PLR0913 - the parameters of a command are its flags
    runs: Annotated[list[str] | None, typer.Argument(metavar="[RUN]...", help="Which; all if none.")] = None,
    traces: Annotated[bool, typer.Option("--traces", help="Also the spans: nothing to trace then.")] = False,
    answers: Annotated[
        bool, typer.Option("--answers", help="Also questions and answers: no replay, no trace then.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove; else only say how much would be.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Free the space of runs, without touching the library or a run that is running.

    Takes what neither --resume nor --replay nor a report or a trace needs,
    unless told to take more. Without --yes it only says how much that is.

    [bold]Examples[/bold]
      simwright runs prune
      simwright runs prune run-0001 --traces --answers
      simwright runs prune --yes --json
    """
    place = _place(workspace)
    found = [find_run(place, name) for name in runs] if runs else all_runs(place)
    wish = Wish(traces=traces, answers=answers)
    parts = {run.name: prunable(run, wish) for run in found}
    freed = sum(prune(some) for some in parts.values()) if yes else 0
    total = sum(part.size for some in parts.values() for part in some)
    if json:
        write_json(_pruned(found, parts, total, freed))
        return
    write_table(
        ["run", "state", "freed>" if yes else "would free>", "now on disk>"],
        (
            (r.name, r.state, _mb(sum(p.size for p in parts[r.name])), _mb(used_bytes(r.folder)))
            for r in found
        ),
    )
    for kind in dict.fromkeys(part.kind for some in parts.values() for part in some):
        note(f"{kind}: {SAID[kind]}")
    note(f"freed {_mb(freed)}" if yes else f"{_mb(total)} can go: add --yes")


def _pruned(found: list[Run], parts: dict[str, tuple[Part, ...]], total: int, freed: int) -> Json:
    rows: list[Json] = [
        {
            "run": run.name,
            "state": run.state,
            "bytes": sum(part.size for part in parts[run.name]),
            "parts": [{"kind": p.kind, "path": str(p.path), "bytes": p.size} for p in parts[run.name]],
        }
        for run in found
    ]
    return {"runs": rows, "bytes": total, "freed": freed}


def _mb(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _side(run: Run) -> Side:
    return Side(run, run.spending)


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
    spending = run.spending
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
