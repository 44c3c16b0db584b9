"""`simwright memory remove` and `export`: take tasks out of the library, and carry them elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from memory.library import Library
from memory.workspace import Workspace
from sim.atomic import LEFTOVER
from sim.errors import UsageError
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import note, out, write_json
from simwright.lookup import task_names
from simwright.names import did_you_mean
from simwright.settings import load_settings

Tasks = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME...]", help="Tasks of the library.", show_default="all")
]


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A task of the library.")],
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Remove a task from the library and from its index.

    Takes the lock: no run may be writing meanwhile. A base task comes back with
    the next `simwright explore`; what was made from the task stays.

    [bold]Examples[/bold]
      simwright memory remove stack-two-blocks
      simwright memory remove stack-two-blocks --json
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    _check_names([name], place)
    from memory.memory import Memory  # noqa: PLC0415 - imports Chroma, which the others never need

    with Memory.open(place, purpose="simwright memory remove") as memory:
        record = memory.remove_task(name)
    if json:
        write_json({"removed": record.name})
        return
    out().print(f"removed {record.name}")
    if record.origin == "base":
        note("It is a base task: the next `simwright explore` verifies it and adds it again.")


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, in one that exists.")],
    names: Tasks = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Copy tasks of the library to a new folder, which `simwright memory import` reads.

    Needs no lock. Lessons stay: nothing could verify them where they arrive.

    [bold]Examples[/bold]
      simwright memory export my-library
      simwright memory export two-tasks stack-two-blocks put-block-in-bowl
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    wanted = names or task_names(place)
    _check_names(wanted, place)
    if not wanted:
        raise UsageError(f"the library in {place.root} has no tasks yet; `simwright explore` fills it")
    if folder.exists() or not folder.parent.is_dir():
        raise UsageError(f"{folder}: it has to be a new folder, in one that exists")
    _copy(Library(place.library), sorted(set(wanted)), folder)
    if json:
        write_json({"path": str(folder), "tasks": [*sorted(set(wanted))]})
    else:
        out().print(f"{len(set(wanted))} tasks: {folder}", soft_wrap=True, markup=False)


def _copy(library: Library, names: list[str], folder: Path) -> None:
    """Copy tasks into a folder that is there whole or not at all."""
    temporary = folder.with_name(f"{LEFTOVER}{folder.name}")
    if temporary.exists():
        shutil.rmtree(temporary)
    try:
        library.copy_tasks(names, temporary)
        temporary.rename(folder)
    except OSError as refused:
        raise UsageError(f"cannot write {folder}: {refused.strerror}; choose another place") from refused
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _check_names(names: list[str], place: Workspace) -> None:
    known = task_names(place)
    for name in names:
        if name not in known:
            near = did_you_mean(name, known, otherwise="`simwright memory search` lists them.")
            raise UsageError(f"the library has no task {name!r}. {near}")
