"""`simwright explore`: run the exploratory graph, show how it goes, and end with a report."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.markup import escape

from agents.models import chosen_models
from graphs.costs import exchanges_of
from graphs.settings import ExploreSettings, Part, Tie, VoteRule
from graphs.summary import RunSummary, Watch
from memory.workspace import Workspace
from sim.build import Builder
from sim.sandbox.layers import Layer
from simwright.advice import EXHAUSTED
from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.costs import cost_line
from simwright.diversity import diversity_data, moments_of
from simwright.hiring import hired, keys_of, limited, with_workers
from simwright.logbook import Logbook
from simwright.progress import duration, shown_progress
from simwright.replays import refuse_beside_replay, tell_replay, walk_replay
from simwright.report import Written, note_layers, write_report
from simwright.runs import find_run
from simwright.settings import Flag, SandboxMode, Settings, load_settings, outside_of
from simwright.stopping import stopped_by_signals

app = new_app()


Attempts = Annotated[
    int | None,
    typer.Option(min=1, help="Stop after so many attempts.", show_default="24, if no other limit is set"),
]
Kept = Annotated[int | None, typer.Option(min=1, help="Stop when so many tasks were kept.")]
Patience = Annotated[
    int | None, typer.Option(min=1, help="Stop when so many attempts in a row kept nothing.")
]
Hours = Annotated[float | None, typer.Option(help="Stop after so many hours.")]
Seed = Annotated[
    int | None, typer.Option(min=0, help="The same seed gives the same tasks.", show_default="0")
]
Lookahead = Annotated[
    int | None, typer.Option(min=1, help="How far attempts may run ahead of commits.", show_default="16")
]
Workers = Annotated[
    str | None,
    typer.Option(
        metavar="N|auto",
        help="Attempts in flight: changes the time, never the result. auto: one a core, four with models.",
        show_default="2",
    ),
]
MaxGb = Annotated[
    float | None,
    typer.Option("--max-gb", help="Use no more disk (10^9 bytes); ends the run softly."),
]
About = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="What you would like to see; leads the search, excludes nothing."),
]
Without = Annotated[
    list[str] | None,
    typer.Option(metavar="PART", help=f"Leave a part out ({', '.join(get_args(Part))}); may be repeated."),
]
Votes = Annotated[int | None, typer.Option(min=1, help="Votes on each solved task.", show_default="3")]
VoteRuleOption = Annotated[
    VoteRule | None,
    typer.Option("--vote-rule", help="How they are counted; see docs/models.md.", show_default="majority"),
]
TieOption = Annotated[
    Tie | None,
    typer.Option("--tie", help="Who decides when votes are even; see docs/models.md.", show_default="strong"),
]
Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        metavar="[ROLE=]MODEL",
        help="openai:NAME, ENDPOINT:NAME or builtin; for all roles or one, repeatable.",
        show_default="builtin",
    ),
]
MaxUsd = Annotated[float | None, typer.Option(help="Spend no more on models, in all; a hard limit.")]
MaxTokens = Annotated[int | None, typer.Option(min=1, help="Use no more tokens of models; a hard limit.")]
Review = Annotated[
    bool, typer.Option("--review", help="Keep no task before a person has said yes; see `simwright review`.")
]
Replay = Annotated[
    str, typer.Option(metavar="RUN", help="Walk a run again from its recorded answers; nobody is asked.")
]
Resume = Annotated[str, typer.Option(metavar="RUN", help="Go on with a run that was stopped or killed.")]


@app.command()
def explore(  # noqa: PLR0913 - the parameters of a command are its flags
    attempts: Attempts = None,
    kept: Kept = None,
    patience: Patience = None,
    hours: Hours = None,
    seed: Seed = None,
    lookahead: Lookahead = None,
    workers: Workers = None,
    about: About = None,
    without: Without = None,
    votes: Votes = None,
    vote_rule: VoteRuleOption = None,
    tie: TieOption = None,
    model: Models = None,
    max_usd: MaxUsd = None,
    max_tokens: MaxTokens = None,
    max_gb: MaxGb = None,
    review: Review = False,
    resume: Resume = "",
    replay: Replay = "",
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Invent tasks, prove each one, and keep what is new.

    The built-in author plays all four roles: no key, no network. A limit or
    Ctrl-C ends a run, with a report; it can be resumed.

    [bold]Examples[/bold]
      simwright explore --hours 8 --workers auto --patience 200
      simwright explore --kept 20 --max-gb 2 --about "sorting by colour" --without critic
      simwright explore --resume run-0001 --json
      simwright explore --replay run-0001
    """
    stored: dict[str, Flag] = {"attempts": attempts, "kept": kept, "seed": seed, "lookahead": lookahead}
    stored |= {"about": about, "without": tuple(without or ()) or None, "review": review or None}
    stored |= {"patience": patience, "votes": votes, "vote_rule": vote_rule, "tie": tie}
    said: dict[str, Flag] = {**stored, "hours": hours, "max_gb": max_gb, "max_usd": max_usd}
    said |= {"max_tokens": max_tokens, "model": tuple(model or ()) or None}
    settings = _settings(said, workers, sandbox=sandbox, workspace=workspace)
    if replay:
        _walk_again(settings, replay, {**said, "resume": resume or None}, json=json)
    else:
        _walk(settings, resume, stored if resume else {}, json=json)


def _settings(
    said: Mapping[str, Flag], workers: str | None, *, sandbox: SandboxMode | None, workspace: Path | None
) -> Settings:
    """Lay what was said on the command line on top of file and environment."""
    models = chosen_models(said["model"] if isinstance(said["model"], tuple) else ())
    spending = {name: said[name] for name in ("max_usd", "max_tokens")}
    explore = {name: flag for name, flag in said.items() if name not in (*spending, "model")}
    settings = load_settings(
        workspace=workspace,
        sandbox=sandbox,
        explore={**explore, "workers": workers},
        models={**models, **spending},
    )
    return with_workers(settings, workers)


def _walk(settings: Settings, resume: str, stored: dict[str, Flag], *, json: bool) -> None:
    """Begin a run, or go on with one; of the flags in `stored` a run that goes on takes no notice."""
    layers = asyncio.run(layers_in_force(strict=settings.sandbox == "strict"))
    place = Workspace(settings.workspace)
    settings = limited(settings, find_run(place, resume).settings if resume else None)
    if resume:
        _note_what_stays(stored)
    summary = asyncio.run(_explore(settings, place, resume))
    note_layers(find_run(place, summary.run), layers)
    _tell(place, summary, json=json)


def _walk_again(settings: Settings, recorded: str, said: Mapping[str, Flag], *, json: bool) -> None:
    """Replay a run, write its report, and say what came out differently; flags that change it are refused."""
    refuse_beside_replay(said)
    layers = asyncio.run(layers_in_force(strict=settings.sandbox == "strict"))
    place = Workspace(settings.workspace)
    find_run(place, recorded)
    replayed = asyncio.run(walk_replay(settings, place, recorded))
    run = find_run(place, replayed.run)
    note_layers(run, layers)
    write_report(place, run)
    tell_replay(replayed, json=json)


def limits_of(settings: Settings) -> ExploreSettings:
    """Drop the default number of attempts when another limit was asked for: it would end the run first."""
    given = settings.explore.model_fields_set
    if "attempts" not in given and given & {"kept", "patience", "hours"}:
        return settings.explore.model_copy(update={"attempts": None})
    return settings.explore


def _note_what_stays(flags: dict[str, Flag]) -> None:
    given = [f"--{name.replace('_', '-')}" for name, value in flags.items() if value is not None]
    if given:
        note(f"{', '.join(given)}: stored with the run, and stays as it was")


async def layers_in_force(*, strict: bool) -> tuple[Layer, ...]:
    """Return the layers of the sandbox that are in force; UsageError if one is missing that is asked for."""
    async with Builder(strict=strict) as builder:
        return await builder.layers()


async def _explore(settings: Settings, workspace: Workspace, resume: str) -> RunSummary:
    # Chroma, LangGraph and the embedding model are imported only here, when the flags are known to be right.
    from graphs.explore import explore as walk  # noqa: PLC0415 - see above

    gc.freeze()  # what was imported stays: to look through it again cost 3 ms an attempt
    stop = asyncio.Event()
    before = exchanges_of(workspace.runs / resume) if resume else ()
    with Logbook(keys_of(settings)) as book:
        async with hired(settings, before=before) as crew:
            with stopped_by_signals(stop), shown_progress(lambda: crew.account.usage) as show:
                watch = Watch(stop, book.following(workspace, show), outside_of(settings))
                return await walk(limits_of(settings), workspace, crew.team, resume=resume, watch=watch)


def _tell(place: Workspace, summary: RunSummary, *, json: bool) -> None:
    """Write the report, say how the run ended, and leave with 1 if nothing could go on."""
    written = write_report(place, find_run(place, summary.run), films=summary.ended != "stopped")
    if json:
        write_json(_as_data(place, summary, written))
    else:
        _show(summary, written)
    if summary.ended in ("failures", "halted"):
        raise typer.Exit(1)


def _as_data(place: Workspace, summary: RunSummary, written: Written) -> dict[str, Json]:
    data: dict[str, Json] = summary.model_dump(mode="json")
    diversity = diversity_data(moments_of(place, find_run(place, summary.run).entries))
    return {**data, "diversity": diversity, "report": str(written.html)}


def _show(summary: RunSummary, written: Written) -> None:
    if summary.kept:
        write_table(["kept", "signature"], ((task.name, task.signature) for task in summary.kept))
    kept = f"{len(summary.kept)} of {summary.attempts} attempts kept"
    out().print(f"\n[bold]{kept}[/bold] in {duration(summary.seconds)}")
    note(f"\n{escape(summary.message)}")
    if costs := cost_line(summary.usage, summary.attempts, len(summary.kept)):
        note(f"models   {costs}")
    if summary.exhausted:
        note(EXHAUSTED)
    note(f"report   {written.html}")
    if summary.kept:
        note(f"look     simwright memory show {summary.kept[0].name}")
        note(f"watch    simwright play {summary.kept[0].name} --out task.gif")
    note(f"follow   simwright trace {summary.run}")
    if summary.funnel.waiting:
        note(f"review   simwright review {summary.run}")
    if summary.interrupted:
        note(f"go on    simwright explore --resume {summary.run}")
