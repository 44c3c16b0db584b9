"""`simwright demos`: record demonstrations for training."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape

from memory.workspace import Workspace
from policy.demos.card import write_card
from policy.demos.lerobot import export_lerobot
from policy.demos.record import Recorded, Wanted, record
from policy.demos.seeds import Split
from policy.demos.store import DemoStore
from sim.domain import Domain, domain_named
from sim.errors import UsageError
from sim.processes import cores
from sim.verify import Verifier
from simwright.commands.options import DomainOption, JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.progress import duration
from simwright.selection import select_tasks
from simwright.settings import load_settings

app = new_app()

LONGEST_NAME: Final = 60


Tasks = Annotated[
    list[str],
    typer.Argument(metavar="TASK...", help="Names, patterns, runs, curricula, .py files, or all."),
]
Episodes = Annotated[int, typer.Option("-n", "--episodes", min=0, help="For training, of each task.")]
Validation = Annotated[int, typer.Option(min=0, help="For validation, of each task.")]
Test = Annotated[int, typer.Option(min=0, help="From the seeds of the test, of each task.")]
Name = Annotated[
    str, typer.Option(help="Folder below demos of the workspace.", show_default="from the tasks")
]
LeRobot = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Also export all as LeRobotDataset v3, to a new folder.")
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Scenes played at once.", show_default="one for each core")
]


@app.command()
def demos(  # noqa: PLR0913 - the parameters of a command are its flags
    tasks: Tasks,
    episodes: Episodes = 100,
    validation: Validation = 0,
    test: Test = 0,
    name: Name = "",
    lerobot: LeRobot = None,
    workers: Workers = None,
    domain: DomainOption = "plain",
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record oracle episodes as a dataset, successes only.

    What is there already stays: the same command again goes on where it was
    stopped, or adds what is missing. Exit code 1 when a task gave fewer
    episodes than were asked for.

    [bold]Examples[/bold]
      simwright demos put-block-in-bowl -n 100 --validation 20
      simwright demos "stack-*" towers-of-hanoi --name towers
      simwright demos run-0001 -n 50 --lerobot for-lerobot
      simwright demos put-block-in-bowl -n 5 --domain shifted --name strange
    """
    settings = load_settings(workspace=workspace, sandbox=sandbox)
    place = Workspace(settings.workspace)
    wanted = _wanted(tasks, place, {"train": episodes, "validation": validation, "test": test})
    _refuse_taken(lerobot)
    store = _opened(place.demos / _folder_name(name, tasks), wanted, domain_named(domain))
    begun = time.monotonic()
    crew = Verifier(workers or cores(), strict=settings.sandbox == "strict")
    recorded = asyncio.run(_record(crew, store, wanted))
    write_card(store)
    if lerobot is not None:
        export_lerobot(store, lerobot)
    _tell(store, recorded, time.monotonic() - begun, json=json)


def _folder_name(name: str, tasks: list[str]) -> str:
    """Return the folder's name: what was asked for, or one made of the tasks.

    Raises:
        UsageError: if the name is not that of a folder.
    """
    if name and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name):
        raise UsageError(f"--name {name!r}: a name has letters, digits, '-', '_' and '.', and no slash.")
    made = re.sub(r"[^a-z0-9]+", "-", "-".join(Path(task).stem for task in tasks).lower()).strip("-")
    return name or made[:LONGEST_NAME] or "demos"


def _refuse_taken(folder: Path | None) -> None:
    """Say before the work begins that there is no place for its result."""
    if folder is not None and (folder.exists() or not folder.parent.is_dir()):
        raise UsageError(f"--lerobot {folder}: it has to be a new folder, in one that exists.")


def _wanted(tasks: list[str], place: Workspace, counts: dict[Split, int]) -> list[Wanted]:
    asked = {split: count for split, count in counts.items() if count}
    return [Wanted(found.name, found.source, asked) for found in select_tasks(tasks, place)]


def _opened(folder: Path, wanted: list[Wanted], domain: Domain) -> DemoStore:
    """Open a store, look through what it has, and plan what shall be in it."""
    store = DemoStore(folder)
    if damaged := store.damaged():
        raise UsageError(
            f"{len(damaged)} files of {store.folder} are not what was recorded, {damaged[0]} first: their "
            "checksums differ. Remove the folder, or give another --name, and record them anew."
        )
    store.begin({one.name: one.sha256 for one in wanted}, domain)
    return store


async def _record(verifier: Verifier, store: DemoStore, wanted: list[Wanted]) -> list[Recorded]:
    def show(now: Recorded) -> None:
        if now.episodes:
            note(f"{escape(now.task)}  {now.split}  {now.episodes} episodes, {now.steps} steps")

    async with verifier:
        return [one for each in wanted for one in await record(verifier, store, each, show)]


def _tell(store: DemoStore, recorded: list[Recorded], seconds: float, *, json: bool) -> None:
    steps = sum(shard.steps for shard in store.shards)
    size = sum(shard.bytes for shard in store.shards)
    short = {f"{one.task} {one.split}": one.reason for one in recorded if one.reason}
    if json:
        data: dict[str, Json] = {
            "episodes": sum(shard.episodes for shard in store.shards),
            "steps": steps,
            "seconds": round(seconds, 3),
            "bytes_per_step": round(size / steps) if steps else 0,
            "path": str(store.folder),
            "short": dict(short),
        }
        write_json(data)
    else:
        rows = ((one.task, one.split, one.episodes, one.steps) for one in recorded)
        write_table(["task", "split", "episodes>", "steps>"], rows)
        for what, reason in short.items():
            note(f"[yellow]fewer than asked for[/yellow]  {escape(what)}: {escape(reason)}")
        out().print(f"\n[bold]{size / 1e6:.1f} MB[/bold] in {duration(seconds)}: {escape(str(store.folder))}")
    if short:
        raise typer.Exit(1)
