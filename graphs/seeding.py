"""The library's first tasks: base tasks, verified like any other, in a fixed order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any  # Any: what a coroutine yields is between it and the event loop

from graphs.context import Prover
from graphs.records import record_of
from memory.memory import Memory
from sim.catalog import BaseTask
from sim.errors import NotBegun
from sim.report import Report

logger = logging.getLogger(__name__)


async def seed_unless_stopped(
    seeding: Coroutine[Any, Any, None],  # Any: see the import
    stop: asyncio.Event,
) -> None:
    """Await a seeding, and give it up as soon as `stop` is set: it takes longer than anybody should wait.

    Raises:
        NotBegun: if it was given up.
    """
    work, stopped = asyncio.create_task(seeding), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((work, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gave_up = not work.done()
        for task in (work, stopped):
            task.cancel()
        await asyncio.gather(work, stopped, return_exceptions=True)
    if gave_up:
        raise NotBegun("stopped while the base tasks were proved, so there is no run yet; nothing is lost")
    work.result()


async def seed_library(memory: Memory, prover: Prover, base: Sequence[BaseTask], episodes: int) -> None:
    """Verify the base tasks that the library lacks and add those that are solved, with pictures."""
    known = {card.name for card in memory.cards}
    missing = [task for task in base if task.name not in known]
    async with asyncio.TaskGroup() as group:
        proofs = [group.create_task(_prove(prover, task, episodes)) for task in missing]
    for task, proof in zip(missing, proofs, strict=True):
        report, picture = proof.result()
        if picture is None:
            logger.warning("base task %s was not solved, so it is left out: %s", task.name, report.reason)
            continue
        record = record_of(task.name, task.description, task.source, report, memory.sequence)
        await asyncio.to_thread(memory.add_task, record, task.source, picture)
    await asyncio.to_thread(memory.flush)


async def _prove(prover: Prover, task: BaseTask, episodes: int) -> tuple[Report, bytes | None]:
    report = await prover.verify(task.source, episodes=episodes)
    if not report.solved or report.scene is None:
        return report, None
    return report, await prover.preview(report.scene)
