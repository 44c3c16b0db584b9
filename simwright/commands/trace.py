"""`simwright trace`: what each agent saw, said and took, from the spans and files of a run."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import ValidationError
from rich.markup import escape
from rich.tree import Tree

from agents.exchange import Exchange, ExchangeStore
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
from simwright.spans import Followed, Span, flat, follow, read_spans

app = new_app()

# Attributes that say what kind of span it is; the tree shows that by its shape.
TECHNICAL: Final = (
    "openinference.", "graph.", "session.", "gen_ai.", "llm.", "retrieval.", "attempt", "answer", "usd",
    "prompt_sha256",
)  # fmt: skip
COUNTED: Final = {
    "calls": "calls",
    "input_tokens": INPUT_TOKENS,
    "cached_tokens": CACHED_TOKENS,
    "output_tokens": OUTPUT_TOKENS,
    "usd": "usd",
}
LATEST: Final = 20  # steps that --follow begins with
TOLD: Final = ("task", "outcome", "gate", "verdict", "decision", "because", "reason")  # in a line of --follow
LONG: Final = frozenset({"source", "steps"})  # of an answer: for its file, which the tree names


@app.command()
def trace(  # noqa: PLR0913 - the parameters of a command are its flags
    run: RunArgument,
    attempt: Annotated[
        int | None, typer.Argument(metavar="[ATTEMPT]", min=0, help="Only this one, step by step.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="With ATTEMPT: prompts and answers in full length.")
    ] = False,
    followed: Annotated[
        bool, typer.Option("--follow", help="Show each step as it ends, until the run does.")
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show what each agent saw, said and took.

    Without ATTEMPT, one line an attempt; with it, every step: times, tokens,
    costs, what was retrieved, and why an attempt came to a step again. What
    was never finished is shown as open. --json gives a list of spans, with
    start and end in seconds since 1970.

    [bold]Examples[/bold]
      simwright trace run-0001
      simwright trace run-0001 3 --full
      simwright trace run-0001 --follow
      simwright trace run-0001 3 --json
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    found = find_run(place, run)
    if full and attempt is None:
        raise UsageError(f"--full shows one attempt: `simwright trace {run} ATTEMPT --full`")
    if followed and (full or json):
        raise UsageError("--follow shows a line a step; --full and --json are for what has happened")
    if followed:
        _follow(place, found, attempt)
        return
    roots = _roots(found, attempt)
    if json:
        write_json([_as_data(span) for span in flat(roots)])
    elif attempt is None:
        _show_attempts(found, roots)
    else:
        _show_attempt(found, attempt, roots, full=full)


def _roots(run: Run, attempt: int | None) -> list[Span]:
    """Read the trees of a run, or those of one attempt; one that was resumed has several."""
    roots = read_spans(run.folder / "spans.jsonl")
    if attempt is None:
        return roots
    own = [root for root in roots if root.attempt == attempt]
    if not own:
        raise UsageError(
            f"{run.name} has no attempt {attempt}. `simwright trace {run.name}` lists those it has."
        )
    return own


def _follow(place: Workspace, run: Run, attempt: int | None) -> None:
    """Tell a line a step; of a whole run only the latest of what was before, of an attempt all."""
    path, latest = run.folder / "spans.jsonl", LATEST if attempt is None else None

    def is_over() -> bool:
        return not find_run(place, run.name).is_walking

    for step in follow(path, is_over, attempt=attempt, latest=latest):
        out().print(_step(step), soft_wrap=True)


def _show_attempt(run: Run, attempt: int, roots: Iterable[Span], *, full: bool) -> None:
    files = attempt_folder(run.folder, attempt).path
    for root in roots:
        out().print(_tree(root, files, full=full))
    if cost := _costs(run).get(attempt):
        out().print(f"[dim]cost[/dim] {escape(cost)}", soft_wrap=True)
    out().print(f"[dim]files[/dim] {escape(str(files))}", soft_wrap=True)


def _as_data(span: Span) -> Json:
    attributes: dict[str, Json] = {
        name: [*value] if isinstance(value, list) else value for name, value in span.attributes.items()
    }
    return {
        "name": span.name,
        "start": span.began_ns / 1e9,
        "end": None if span.seconds is None else round(span.began_ns / 1e9 + span.seconds, 6),
        "parent": span.parent,
        "attributes": attributes,
        "span": span.id,
        "trace": span.trace,
        "seconds": span.seconds,
        "status": span.status,
        "error": span.error,
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


def _step(step: Followed) -> str:
    """Say in a line what just began or ended."""
    span, when = step.span, f"[dim]{step.time:%H:%M:%S}[/dim]"
    whose = "" if step.attempt is None else f"attempt {step.attempt}: "
    if span.status == "open":
        return f"{when} {escape(whose)}begins"
    name = "ends" if span.name.startswith("attempt ") else span.name
    told = [span.error, *(f"{key} {span.attributes[key]}" for key in TOLD if span.attributes.get(key))]
    text = "; ".join(str(part) for part in told if part)
    return f"{when} {escape(whose)}{escape(name)}  {took(span)}  [dim]{escape(text)}[/dim]"


def _tree(span: Span, files: Path, *, full: bool) -> Tree:
    tree = Tree(_label(span, files, full=full))
    for child in span.children:
        tree.children.append(_tree(child, files, full=full))
    return tree


def _label(span: Span, files: Path, *, full: bool) -> str:
    color = {"open": "yellow", "error": "red", "ok": "green"}[span.status]
    known = {name: v for name, v in span.attributes.items() if not name.startswith(TECHNICAL) and v != 0}
    lines = [f"[bold]{escape(span.name)}[/bold]  [{color}]{took(span)}[/{color}]"]
    lines += [
        f"  [dim]{escape(name)}[/dim] {escape(text)}"
        for name, text in _texts({**known, **_cost(span), **_said(span, files)})
    ]
    if span.error:
        lines.append(f"  [red]{escape(span.error)}[/red]")
    if full:
        lines += [f"  [dim]{title}[/dim]\n{escape(text)}" for title, text in _in_full(span, files)]
    return "\n".join(lines)


def _cost(span: Span) -> Mapping[str, Json]:
    """Say what the models took that a question was put to."""
    counts = {name: span.attributes.get(attribute, 0) for name, attribute in COUNTED.items()}
    return {"cost": cost_text(Cost.model_validate(counts))} if counts["calls"] else {}


def _in_full(span: Span, files: Path) -> Iterable[tuple[str, str]]:
    """Yield what an agent was asked and answered, whole: by calls, or as data where no model was called."""
    answer = span.attributes.get("answer")
    if not isinstance(answer, str) or not (files / answer).is_file():
        return
    try:
        exchange = Exchange.model_validate_json((files / answer).read_bytes())
    except ValidationError:
        yield "exchange", f"{answer} is damaged, or no exchange"
        return
    for number, call in enumerate(exchange.calls, start=1):
        yield f"prompt {number}, {call.model}; before it comes the role's unchanging part", call.question
        yield f"answer {number}", f"{call.text}\n{call.fault} {call.detail}".strip()
    if not exchange.calls:
        store = ExchangeStore(files.parent)
        yield "question", jsonlib.dumps(store.question(exchange), indent=1, ensure_ascii=False)
    yield "reply", jsonlib.dumps(exchange.reply, indent=1, ensure_ascii=False)


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
