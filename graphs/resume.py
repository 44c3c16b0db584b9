"""Runs as folders: naming a new one, finding an old one, and going on where it stopped.

`runs/run-0001/` holds

- `run.json`: what is fixed for the run's whole life, written once, when it begins;
- `ledger.jsonl`: what became of each attempt, in order; with the library the whole truth about the run;
- `attempts/000012/`: what each attempt asked, was answered and made: exchanges, reports, the picture;
- `checkpoints.sqlite`: where unfinished attempts stand;
- `spans.jsonl`, `times.jsonl`, `sessions.jsonl`, `log.txt`, `summary.json`: everything that a clock decides.

Run ids are counted, never drawn, so that the same work gives the same names.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from pydantic import Field, ValidationError

from graphs.context import RunFacts
from graphs.ledger import Counts
from graphs.settings import ExploreSettings
from graphs.summary import Complete
from memory.library import Library
from memory.workspace import Workspace
from sim.atomic import make_folder, write_file
from sim.errors import UsageError
from sim.spec import Data

FORMAT: Literal[1] = 1
RUN_NAME: Final = re.compile(r"run-[0-9]{1,9}")


class Aim(Data):
    """What a run leads to when it builds a curriculum."""

    curriculum: str = Field(description="Its name, which is that of its folder.")
    target: str = Field(description="What shall be possible in the end, in somebody's words.")


class RunFile(Data):
    """The content of `run.json`.

    `workers`, `hours` and the limits of the disk in `settings` are those of the first session; they change no
    result and may differ in a later one.
    """

    format: Literal[1] = FORMAT
    run: str
    team: str = Field(description="Who answered the roles; a resume must have the same.")
    start: int = Field(
        ge=0, description="The memory's sequence number when the run began; part of every draw."
    )
    settings: ExploreSettings
    aim: Aim | None = Field(default=None, description="Of a run that builds a curriculum; else it explores.")
    replays: str = Field(default="", description="The run that this one walks again from its record.")


def begin_run(
    workspace: Workspace, settings: ExploreSettings, team: str, start: int, aim: Aim | None = None
) -> RunFacts:
    """Name a new run by counting, and write its `run.json`."""
    name = _next_name(workspace)
    return _begun(workspace, RunFile(run=name, team=team, start=start, settings=settings, aim=aim))


def begin_replay(workspace: Workspace, recorded: RunFile, settings: ExploreSettings) -> RunFacts:
    """Name a run that replays another one, from where that one began."""
    update = {"run": _next_name(workspace), "settings": settings, "replays": recorded.run}
    return _begun(workspace, recorded.model_copy(update=update))


def _begun(workspace: Workspace, content: RunFile) -> RunFacts:
    folder = workspace.runs / content.run
    make_folder(folder)
    write_file(folder / "run.json", f"{content.model_dump_json(indent=1)}\n".encode())
    return RunFacts(run=content.run, folder=folder, start=content.start, settings=content.settings)


def find_run(workspace: Workspace, run: str, settings: ExploreSettings, team: str) -> RunFacts:
    """Return the facts of a run that is to be continued, with this session's workers, hours and disk.

    Raises:
        UsageError: if there is no such run, its file is damaged, or somebody else answers the roles.
    """
    stored = read_run(workspace, run)
    if stored.team != team:
        raise UsageError(
            f"{run} was made by {stored.team!r} and {team!r} would answer differently; "
            f"resume it with {stored.team!r}, or start a new run"
        )
    session: dict[str, object] = {
        "workers": settings.workers,
        "hours": settings.hours,
        "max_gb": settings.max_gb or stored.settings.max_gb,  # a limit that is not named again stays
        "min_free_mb": settings.min_free_mb,
    }
    if settings.hours is None and not stored.settings.is_reproducible:
        session["hours"] = stored.settings.hours  # the only limit that it has
    return RunFacts(
        run=run,
        folder=workspace.runs / run,
        start=stored.start,
        settings=stored.settings.model_copy(update=session),
    )


def read_run(workspace: Workspace, run: str) -> RunFile:
    """Read a run's `run.json`.

    Raises:
        UsageError: if there is no such run or its file is damaged.
    """
    path = workspace.runs / run / "run.json"
    if not path.is_file():
        known = ", ".join(run_names(workspace)) or "none yet"
        raise UsageError(f"there is no run {run!r} in {workspace.runs}; the runs are: {known}")
    try:
        return RunFile.model_validate_json(path.read_bytes())
    except ValidationError as wrong:
        raise UsageError(
            f"{path} is damaged ({wrong.error_count()} faults); restore it, or start a new run"
        ) from wrong


def run_names(workspace: Workspace) -> list[str]:
    """List the runs of a workspace, oldest first."""
    if not workspace.runs.is_dir():
        return []
    return sorted(file.parent.name for file in workspace.runs.glob("run-*/run.json"))


def limit_reached(settings: ExploreSettings, counts: Counts) -> Complete | Literal[""]:
    """Say which reproducible limit a run has reached; empty if none."""
    if settings.kept is not None and counts.held >= settings.kept:
        return "kept"
    if settings.attempts is not None and counts.attempts >= settings.attempts:
        return "attempts"
    if settings.patience is not None and counts.misses >= settings.patience:
        return "patience"
    return ""


def _next_name(workspace: Workspace) -> str:
    """Count on from every run whose folder is here, and from those that wrote what the library holds.

    A library may come without the runs that made it, and a name must not mean two of them.
    """
    names = {*run_names(workspace), *Library(workspace.library).runs()}
    numbers = (int(name.removeprefix("run-")) for name in names if RUN_NAME.fullmatch(name))
    return f"run-{max(numbers, default=0) + 1:04d}"
