"""What the benchmarks of the simulator play on, and the process that plays it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Collection
from typing import Final

from sim.build import Builder
from sim.catalog import BaseTask, base_tasks
from sim.errors import UsageError
from sim.processes import ChildCommand, Pool
from sim.spec import Data, SceneSpec
from simwright.names import did_you_mean

WALL_S: Final = 8 * 3600.0  # only a process that hangs meets it


async def asked(request: Data) -> bytes:
    """Ask a fresh process, whose temporary files have a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        command = ChildCommand("sim.benchmark", uses=1, environment=(("TMPDIR", folder),))
        async with Pool(command, 1) as pool:
            return await pool.ask(request.model_dump_json().encode(), WALL_S)


async def base_scenes(seeds: int, names: Collection[str] = ()) -> tuple[SceneSpec, ...]:
    """Build scenes of base tasks, one for each seed from 0 on.

    Args:
        seeds: how many of each task.
        names: of which tasks; none for all of them.

    Raises:
        UsageError: if a name is that of no base task.
    """
    known = {task.name: task for task in base_tasks()}
    for name in names:
        if name not in known:
            otherwise = "`simwright tasks` lists them."
            raise UsageError(
                f"no base task is called {name!r}. {did_you_mean(name, known, otherwise=otherwise)}"
            )
    chosen = [known[name] for name in names] if names else list(known.values())
    async with Builder(workers=2) as builder:
        built = await asyncio.gather(*(_built(builder, task, seeds) for task in chosen))
    return tuple(scene for scenes in built for scene in scenes)


async def _built(builder: Builder, task: BaseTask, seeds: int) -> tuple[SceneSpec, ...]:
    answer = await builder.build(task.source, tuple(range(seeds)))
    if answer.failure is not None:
        raise UsageError(f"{task.name} does not build here: {answer.failure.reason}. Is the install whole?")
    return answer.scenes
