"""Moving pictures of a run's best and oddest tasks, drawn once and kept in the run's folder.

A report is made from files, so whoever wants films in it has them drawn first. A run that is told to stop has
no time for that; `simwright runs report` draws them later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from memory.library import Library
from memory.workspace import Workspace
from sim.errors import UsageError
from sim.processes import ChildDied, ChildTimeout
from sim.spec import SceneSpec
from sim.verify import Verifier
from simwright.console import note
from simwright.files import write_whole
from simwright.runs import Run

FOLDER: Final = "films"  # in a run's folder
SUFFIX: Final = ".webp"
LARGEST: Final = 600_000  # bytes of one film; a longer one is left to `simwright play`
DRAWERS: Final = 2  # at once


def film_of(run: Run, task: str) -> Path | None:
    """Return where the film of a task lies; None if there is none, or none that a page should carry."""
    path = run.folder / FOLDER / f"{task}{SUFFIX}"
    return path if path.is_file() and path.stat().st_size <= LARGEST else None


def draw_films(workspace: Workspace, run: Run, tasks: Iterable[str]) -> None:
    """Draw the films that are missing; a task that is gone, or breaks the simulator, is left out."""
    missing = {task: scene for task in tasks if (scene := _scene(workspace, run, task))}
    if missing:
        (run.folder / FOLDER).mkdir(exist_ok=True)
        asyncio.run(_draw(run.folder / FOLDER, missing))


def _scene(workspace: Workspace, run: Run, task: str) -> SceneSpec | None:
    if (run.folder / FOLDER / f"{task}{SUFFIX}").exists():
        return None
    try:
        return Library(workspace.library).task(task).record.report.scene
    except UsageError:  # removed from the library since
        return None


async def _draw(folder: Path, scenes: dict[str, SceneSpec]) -> None:
    async with Verifier(workers=DRAWERS) as verifier, asyncio.TaskGroup() as group:
        for task, scene in scenes.items():
            group.create_task(_film(verifier, folder, task, scene))


async def _film(verifier: Verifier, folder: Path, task: str, scene: SceneSpec) -> None:
    try:
        film = await verifier.film(scene, SUFFIX)
    except (ChildDied, ChildTimeout) as lost:
        note(f"{task} could not be filmed: {lost}")
        return
    write_whole(folder / f"{task}{SUFFIX}", film)
