"""`simwright trace`: what each agent saw, said and took, from the spans and files of a run."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape
from rich.tree import Tree

from agents.usage import Cost
from graphs.costs import spending_of
from graphs.folder import attempt_folder
from graphs.spans import CACHED_TOKENS, INPUT_TOKENS, OUTPUT_TOKENS
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.commands.options import JsonOption, RunArgument, WorkspaceOption, new_app
from simwright.console import Json, out, write_json, write_table
from simwright.costs import cost_text
from simwright.runs import Run, find_run
from simwright.settings import load_settings
from simwright.spans import Span, read_spans

app = new_app()

# Attributes that say what kind of span it is; the tree shows that by its shape.
TECHNICAL: Final = ("openinference.", "graph.", "session.", "gen_ai.", "attempt", "answer", "usd")
COUNTED: Final = {
    "calls": "calls",
    "input_tokens": INPUT_TOKENS,
    "cached_tokens": CACHED_TOKENS,
    "output_tokens": OUTPUT_TOKENS,
    "usd": "usd",
}
LONG: Final = frozenset({"source", "steps"})  # of an answer: for its file, which the tree names


@app.command()
def trace(
    run: RunArgument,
    attempt: Annotated[
        int | None, typer.Argument(metavar="[ATTEMPT]", min=0, help="Only this one, step by step.")
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show what each agent saw, said and took.

    Without ATTEMPT, one line an attempt; with it, every step. What was
    never finished is shown as open.

    [bold]Examples[/bold]
      simwright trace run-0001
      simwright trace run-0001 3
      simwright trace run-0001 3 --json
    """
    found = find_run(Workspace(load_settings(workspace=workspace).workspace), run)
    roots = read_spans(found.folder / "spans.jsonl")
    if attempt is not None:
        roots = [root for root in roots if root.attempt == attempt]
        if not roots:
            raise UsageError(f"{run} has no attempt {attempt}. `simwright trace {run}` lists those it has.")
    if json:
        write_json([_as_data(root) for root in roots])
    elif attempt is None:
        _show_attempts(found, roots)
    else:
        files = attempt_folder(found.folder, attempt).path
        for root in roots:
            out().print(_tree(root, files))
        if cost := _costs(found).get(attempt):
            out().print(f"[dim]cost[/dim] {escape(cost)}", soft_wrap=True)
        out().print(f"[dim]files[/dim] {escape(str(files))}", soft_wrap=True)


def _as_data(span: Span) -> Json:
    attributes: dict[str, Json] = {
        name: [*value] if isinstance(value, list) else value for name, value in span.attributes.items()
    }
    return {
        "name": span.name,
        "span": span.id,
        "trace": span.trace,
        "began_ns": span.began_ns,
        "seconds": span.seconds,
        "status": span.status,
        "error": span.error,
        "attributes": attributes,
        "children": [_as_data(child) for child in span.children],
    }


def _show_attempts(run: Run, roots: Iterable[Span]) -> None:
    """Write a line an attempt; one that was resumed has several spans, and the last one counts."""
    costs = _costs(run)
    entries = {entry.attempt: entry for entry in run.entries}
    latest = {root.attempt: root for root in roots if root.name.startswith("attempt ")}
    row: list[object]
    rows: list[list[object]] = []
    for attempt, root in sorted(latest.items(), key=lambda item: item[0] or 0):
        entry = entries.get(attempt) if attempt is not None else None
        if entry is None:
            row = [attempt, root.status, took(root), root.attributes.get("task", ""), root.error]
        else:
            row = [attempt, entry.outcome, took(root), entry.name, entry.reason]
        rows.append([*row, costs.get(attempt, "")] if costs else row)
    headings = ["attempt>", "outcome", "took>", "task", "reason"]
    write_table([*headings, "cost"] if costs else headings, rows)


def _costs(run: Run) -> dict[int | None, str]:
    """Say what models took for each attempt, over all sessions."""
    costs = spending_of(run.folder, run.team, run.entries).costs
    return {cost.attempt: cost_text(cost) for cost in costs.attempts} if costs else {}


def _tree(span: Span, files: Path) -> Tree:
    tree = Tree(_label(span, files))
    for child in span.children:
        tree.children.append(_tree(child, files))
    return tree


def _label(span: Span, files: Path) -> str:
    color = {"open": "yellow", "error": "red", "ok": "green"}[span.status]
    known = {name: v for name, v in span.attributes.items() if not name.startswith(TECHNICAL) and v != 0}
    lines = [f"[bold]{escape(span.name)}[/bold]  [{color}]{took(span)}[/{color}]"]
    lines += [
        f"  [dim]{escape(name)}[/dim] {escape(text)}"
        for name, text in _texts({**known, **_cost(span), **_said(span, files)})
    ]
    if span.error:
        lines.append(f"  [red]{escape(span.error)}[/red]")
    return "\n".join(lines)


def _cost(span: Span) -> Mapping[str, Json]:
    """Say what the models took that a question was put to."""
    counts = {name: span.attributes.get(attribute, 0) for name, attribute in COUNTED.items()}
    return {"cost": cost_text(Cost.model_validate(counts))} if counts["calls"] else {}


def _said(span: Span, files: Path) -> Mapping[str, Json]:
    """Read what an agent answered from the file that its span names; a killed attempt may have none."""
    answer = span.attributes.get("answer")
    if not isinstance(answer, str):
        return {}
    try:
        said: Json = jsonlib.loads((files / answer).read_bytes())
    except (OSError, ValueError):
        return {"answer": f"{answer} cannot be read"}
    reply = said.get("reply", said) if isinstance(said, dict) else {}
    return {k: v for k, v in reply.items() if k not in LONG} if isinstance(reply, dict) else {}


def _texts(values: Mapping[str, Json | list[str]]) -> Iterable[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, list):
            value = "; ".join(str(item) for item in value)
        if value not in ("", None):
            yield name, str(value)


def took(span: Span) -> str:
    """Say how long a span took, or that it is open."""
    if span.seconds is None:
        return "open"
    return f"{1000 * span.seconds:.0f} ms" if span.seconds < 1 else f"{span.seconds:.1f} s"
