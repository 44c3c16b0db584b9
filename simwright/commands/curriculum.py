"""`simwright curriculum TARGET`: plan the way to a target, verify each stage of it, and then the target."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated

import typer
from rich.markup import escape

from agents.models import chosen_models
from graphs.costs import exchanges_of, spending_of
from graphs.stages import Curriculum, StageRecord
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.commands.explore import MaxTokens, MaxUsd, Models, Seed, layers_in_force
from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.costs import cost_line
from simwright.curricula import WrittenCurriculum, mark_of, write_curriculum_report
from simwright.hiring import hired, keys_of, limited
from simwright.logbook import Logbook
from simwright.progress import OPENING, Usage, duration, no_usage
from simwright.report import note_layers, write_report
from simwright.runs import find_run
from simwright.settings import Flag, Settings, load_settings, outside_of
from simwright.stopping import stopped_by_signals

app = new_app()


Target = Annotated[
    str | None,
    typer.Argument(
        metavar="TARGET", help="What shall be possible in the end, in plain words.", show_default=False
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1, help="Base tasks proved at once in a new workspace; stages come one by one.", show_default="2"
    ),
]
Resume = Annotated[
    str, typer.Option(metavar="RUN", help="Go on with a curriculum that was stopped or killed.")
]


@app.command()
def curriculum(  # noqa: PLR0913 - the parameters of a command are its flags
    target: Target = None,
    seed: Seed = None,
    workers: Workers = None,
    model: Models = None,
    max_usd: MaxUsd = None,
    max_tokens: MaxTokens = None,
    resume: Resume = "",
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Build up to a target in stages, each one verified.

    The planner, which is the proposer in its second mode, names what has to be
    learned before what; every stage is then invented, coded, proved and kept as
    in a run of explore, the target last. What the library holds already is
    reused. Ends with exit code 0 when the target is verified, else 1 with the
    reason. Ctrl-C ends it cleanly.

    [bold]Examples[/bold]
      simwright curriculum "build a car out of blocks and cylinders"
      simwright curriculum "stack three cylinders on a pallet" --seed 3
      simwright curriculum "a house" --model openai:NAME --max-tokens 500000 --json
      simwright curriculum --resume run-0002
    """
    spending: dict[str, Flag] = {**chosen_models(model or []), "max_usd": max_usd, "max_tokens": max_tokens}
    flags: dict[str, Flag] = {"seed": seed, "workers": workers}
    settings = load_settings(workspace=workspace, sandbox=sandbox, explore=flags, models=spending)
    place = Workspace(settings.workspace)
    if not resume and target is None:
        raise UsageError('say what shall be possible, such as: simwright curriculum "build a house"')
    settings = limited(settings, find_run(place, resume).settings if resume else None)
    layers = asyncio.run(layers_in_force(strict=settings.sandbox == "strict"))
    began = time.monotonic()
    built = asyncio.run(_pursue(target or "", settings, place, resume))
    note_layers(find_run(place, built.run), layers)
    _tell(place, built, time.monotonic() - began, json=json)


def _tell(place: Workspace, built: Curriculum, seconds: float, *, json: bool) -> None:
    """Write the reports, say how it ended, and leave with 1 if the target is not verified."""
    written = write_curriculum_report(place, built)
    run = find_run(place, built.run)
    write_report(place, run)
    if json:
        spending = spending_of(run.folder, run.team, run.entries)
        usage: Json = {role: one.model_dump(mode="json") for role, one in spending.usage.items()}
        costs: Json = spending.costs.model_dump(mode="json") if spending.costs else None
        write_json({**_as_data(built, written, seconds), "usage": usage, "costs": costs})
    else:
        _show(built, written, seconds)
    if not built.verified:
        raise typer.Exit(1)


async def _pursue(target: str, settings: Settings, workspace: Workspace, resume: str) -> Curriculum:
    # Chroma, LangGraph and the embedding model are imported only here, when the flags are known to be right.
    from graphs.pursue import Pursuit, pursue  # noqa: PLC0415 - see above
    from graphs.teaching import CurriculumWatch  # noqa: PLC0415 - see above

    stop = asyncio.Event()
    note(OPENING)
    before = exchanges_of(workspace.runs / resume) if resume else ()
    with Logbook(keys_of(settings)) as book:
        async with hired(settings, before=before) as crew:
            follower = Follower(lambda: crew.account.usage)

            def follow(curriculum: Curriculum) -> None:
                book.open(workspace.runs / curriculum.run)
                follower(curriculum)

            with stopped_by_signals(stop):
                watch = CurriculumWatch(stop, follow, outside_of(settings))
                return await pursue(Pursuit(target, settings.explore, workspace, resume, watch), crew.team)


class Follower:
    """Tells a person, on standard error, what is new since it was last called, and what models cost so far.

    `usage` says what they took; nothing is told of it while no model was called.
    """

    def __init__(self, usage: Usage = no_usage) -> None:
        self._usage = usage
        self._plan = ""
        self._told: set[StageRecord] = set()

    def __call__(self, curriculum: Curriculum) -> None:
        """Look at a curriculum as it is now."""
        if curriculum.plan != self._plan:
            self._plan = curriculum.plan
            note(f"{len(curriculum.stages)} stages lead to {escape(repr(curriculum.target))}")
        for number, stage in enumerate(curriculum.stages, start=1):
            if stage not in self._told and mark_of(stage) != "waiting":
                self._told.add(stage)
                note(f"{number} of {len(curriculum.stages)}  {escape(told(stage))}{self._costs(curriculum)}")

    def _costs(self, curriculum: Curriculum) -> str:
        """Say what models cost up to now, in all and for each stage that was built."""
        built = sum(stage.verified and not stage.reused for stage in curriculum.stages)
        costs = cost_line(self._usage(), attempts=0, kept=built)
        return f"; {escape(costs)}" if costs else ""


def told(stage: StageRecord) -> str:
    """Say what became of a stage, in a line."""
    detail = {
        "verified": f"teaches to {stage.teaches}",
        "reused": f"the library has {stage.task}",
        "failed": stage.reason,
        "waiting": "",
    }
    mark = mark_of(stage)
    return f"{mark:8}  {stage.name}: {detail[mark]}"


def _as_data(built: Curriculum, written: WrittenCurriculum, seconds: float) -> dict[str, Json]:
    stages: list[Json] = [
        {"name": s.name, "verified": s.verified, "teaches": s.teaches, "needs": list(s.needs)}
        for s in built.stages
    ]
    return {
        "target": built.target,
        "verified": built.verified,
        "stages": stages,
        "reason": built.reason,
        "seconds": round(seconds, 3),
        "order": list(built.order),
        "run": built.run,
        "interrupted": built.standing == "building",
        "file": str(written.file),
        "report": str(written.html),
    }


def _show(built: Curriculum, written: WrittenCurriculum, seconds: float) -> None:
    if built.stages:
        rows = ((n, s.name, mark_of(s), s.teaches) for n, s in enumerate(built.stages, start=1))
        write_table(["no>", "stage", "is", "teaches to"], rows)
    out().print(f"\n[bold]{built.standing}[/bold] {escape(repr(built.target))} in {duration(seconds)}")
    if built.reason:
        out().print(escape(built.reason), soft_wrap=True)
    note(f"\nreport   {written.html}")
    note(f"file     {written.file}")
    if built.verified:
        note(f"watch    simwright play {built.order[-1]} --out target.gif")
    if built.standing == "building":
        note(f"go on    simwright curriculum --resume {built.run}")
