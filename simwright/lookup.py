"""Find the program that a person names: a task of ours, a task of the library, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eval.suites import TEN, read_suite
from memory.library import Library
from memory.workspace import Workspace
from sim.catalog import base_tasks
from sim.errors import UsageError
from simwright.names import did_you_mean

LARGEST_BYTES: Final = 1 << 20  # a program is some kilobytes; anything larger is a mistake


@dataclass(frozen=True)
class Found:
    """A program, and what to call it."""

    name: str
    source: str


def find_program(target: str, workspace: Workspace) -> Found:
    """Return the program behind a name or a path.

    A base task comes before the library's copy of it, so that it is found in an empty workspace, too. A task
    that policies are measured on (`eval.suites`) comes after the library.

    Raises:
        UsageError: if there is no such task or file, or the file is no text of sensible length.
    """
    if target.endswith(".py") or "/" in target:
        return Found(target, _read(Path(target)))
    for task in base_tasks():
        if task.name == target:
            return Found(task.name, task.source)
    suite = read_suite(TEN)
    if target in suite and target not in task_names(workspace):
        return Found(target, suite[target])
    check_task(target, workspace)
    return Found(target, Library(workspace.library).task(target).program)


def check_task(name: str, workspace: Workspace) -> None:
    """Make sure that a name is that of a base task or of a task of the library.

    Raises:
        UsageError: if it is neither; the message offers near names.
    """
    known = {*task_names(workspace), *(task.name for task in base_tasks())}
    if name not in known:
        otherwise = "`simwright tasks` and `simwright memory search` list them; a file ends in .py."
        raise UsageError(f"there is no task {name!r}. {did_you_mean(name, known, otherwise=otherwise)}")


def task_names(workspace: Workspace) -> list[str]:
    """List the names of the library's tasks, from its folders alone."""
    folder = Library(workspace.library).tasks_folder
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name[0] != ".")


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            limit = f"a program is one module of at most {LARGEST_BYTES >> 20} MiB"
            raise UsageError(f"{path} has {path.stat().st_size} bytes; {limit}.")
        return path.read_text(encoding="utf-8")
    except OSError as missing:
        remedy = "Give a Python file, or a name from `simwright tasks`."
        raise UsageError(f"cannot read {path}: {missing.strerror}. {remedy}") from missing
    except UnicodeDecodeError as binary:
        raise UsageError(f"{path} is not UTF-8 text; a program is a Python module.") from binary
