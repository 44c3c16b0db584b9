"""Suites: lists of tasks that policies are measured on, as TOML files with programs beside them.

A suite names base tasks, and files of programs relative to its own place. `TEN` is the one that comes with
Simwright: the ten tasks that one policy shall do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.program import parse_program
from sim.spec import Data

TEN: Final = Path(str(files("eval").joinpath("ten_tasks.toml")))


class Suite(Data):
    """What such a file says."""

    tasks: tuple[str, ...] = Field(min_length=1, description="Names of base tasks, and paths of programs.")


def read_suite(path: Path) -> Mapping[str, str]:
    """Return the programs of a suite by the names of their tasks, in its order.

    Raises:
        UsageError: if the file is none, or one of its tasks is not there.
    """
    try:
        suite = Suite.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as missing:
        raise UsageError(f"there is no suite {path}: {missing.strerror}.") from missing
    except tomllib.TOMLDecodeError as broken:
        raise UsageError(f"{path} is not TOML: {broken}.") from broken
    except ValidationError as wrong:
        raise UsageError(
            f"{path} is no suite: {wrong.errors()[0]['msg']}. It has one list, `tasks`."
        ) from wrong
    return dict(_program(path, task) for task in suite.tasks)


def _program(suite: Path, task: str) -> tuple[str, str]:
    if not task.endswith(".py"):
        source = next((base.source for base in base_tasks() if base.name == task), None)
        if source is None:
            raise UsageError(f"{suite}: there is no base task {task!r}. `simwright tasks` lists them.")
        return task, source
    try:
        source = (suite.parent / task).read_text(encoding="utf-8")
    except OSError as missing:
        raise UsageError(f"{suite}: no program {task!r} beside it: {missing.strerror}.") from missing
    return parse_program(source).task_name, source
