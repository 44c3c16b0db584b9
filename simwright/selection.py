"""Find the tasks that a person means: names, patterns, a run, a curriculum, a suite, files, or all."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from eval.suites import TEN, read_suite
from graphs.resume import run_names
from graphs.stages import FILE, read_curriculum
from memory.workspace import Workspace
from sim.catalog import base_tasks
from sim.errors import UsageError
from simwright.lookup import Found, find_program, task_names
from simwright.runs import find_run

ALL: Final = "all"
TEN_TASKS: Final = "ten-tasks"


def select_tasks(wishes: Iterable[str], workspace: Workspace) -> list[Found]:
    """Return the programs behind what a person wrote, each once, in the order in which they were named.

    Args:
        wishes: names of tasks, patterns such as `stack-*`, names of runs (what they kept) or of curricula (in
            the order in which to learn), paths of programs or of suites (`.toml`), `ten-tasks` (the suite
            that comes with Simwright), or `all` (base tasks and library).
        workspace: where runs, curricula and the library are.

    Raises:
        UsageError: if a wish means nothing, or two programs have one name.
    """
    found: dict[str, Found] = {}
    for wish in wishes:
        for one in _meant_by(wish, workspace):
            if found.setdefault(one.name, one).source != one.source:
                raise UsageError(f"two different programs are called {one.name!r}; rename one of the files.")
    return list(found.values())


def _meant_by(wish: str, workspace: Workspace) -> list[Found]:
    if wish == TEN_TASKS or wish.endswith(".toml"):
        suite = read_suite(TEN if wish == TEN_TASKS else Path(wish))
        return [Found(name, source) for name, source in suite.items()]
    if wish.endswith(".py"):
        path = Path(wish)
        return [Found(path.stem.lower().replace(" ", "-"), find_program(wish, workspace).source)]
    return [find_program(name, workspace) for name in _names(wish, workspace)]


def _names(wish: str, workspace: Workspace) -> list[str]:
    if wish == ALL or any(c in wish for c in "*?["):
        return _matching(wish, workspace)
    if wish in run_names(workspace):
        kept = [entry.name for entry in find_run(workspace, wish).kept]
        if not kept:
            raise UsageError(f"{wish} kept no task. `simwright runs list` shows what others kept.")
        return kept
    if (workspace.curricula / wish / FILE).is_file():
        order = read_curriculum(workspace, wish).order
        if not order:
            raise UsageError(f"the curriculum {wish!r} has no verified task yet.")
        return [*order]
    return [wish]


def _matching(wish: str, workspace: Workspace) -> list[str]:
    names = [task.name for task in base_tasks()]
    names += [name for name in task_names(workspace) if name not in names]
    chosen = names if wish == ALL else fnmatch.filter(names, wish)
    if not chosen:
        raise UsageError(
            f"no task matches {wish!r}. `simwright tasks` and `simwright memory search` list them."
        )
    return chosen
