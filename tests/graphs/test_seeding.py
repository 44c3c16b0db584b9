"""Base tasks are proved once, and given up as soon as somebody wants to stop."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from graphs.seeding import seed_library, seed_unless_stopped
from memory.memory import Memory
from memory.workspace import Workspace
from sim.errors import NotBegun
from sim.report import Report
from tests.graphs.small_world import FIVE, SmallProver, small_library


class CountingProver(SmallProver):
    """Says how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def verify(self, source: str, *, episodes: int = 10, first_seed: int = 0) -> Report:
        self.asked += 1
        return await super().verify(source, episodes=episodes, first_seed=first_seed)


async def test_base_tasks_are_proved_once(tmp_path: Path) -> None:
    prover = CountingProver()
    with closing(Memory.open(Workspace(tmp_path), purpose="test")) as memory:
        for _ in range(2):
            await seed_library(memory, prover, small_library(), 1)
        assert sorted(record.name for record in memory.cards) == sorted(FIVE)
    assert prover.asked == len(FIVE)


async def test_whoever_wants_to_stop_need_not_wait_for_them() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stop.set)
    with pytest.raises(NotBegun, match="there is no run yet; nothing is lost"):
        await seed_unless_stopped(asyncio.sleep(3600), stop)


async def test_what_goes_wrong_with_them_is_heard() -> None:
    async def broken() -> None:
        raise ValueError("no prover")

    with pytest.raises(ValueError, match="no prover"):
        await seed_unless_stopped(broken(), asyncio.Event())
    await seed_unless_stopped(asyncio.sleep(0), asyncio.Event())
