"""The pool of attempts: places, landings, draining."""

from __future__ import annotations

import asyncio

import pytest
from langgraph.errors import GraphDrained
from langgraph.runtime import RunControl

from graphs.walk import Landing, Pool


class Strollers:
    """Walks that take as long as they are told: a moment, until they are drained, or for ever."""

    def __init__(self, *, heed_drain: bool = True) -> None:
        self.walking = 0
        self.most = 0
        self.let_go = asyncio.Event()
        self._heed_drain = heed_drain

    async def walk(self, attempt: int, control: RunControl) -> Landing:
        self.walking += 1
        self.most = max(self.most, self.walking)
        try:
            while not self.let_go.is_set():
                await asyncio.sleep(0.001)
                if control.drain_requested and self._heed_drain:
                    raise GraphDrained
        finally:
            self.walking -= 1
        return Landing(attempt, {"outcome": "dropped"}, "", 0.0)


def pool_of(strollers: Strollers, workers: int, attempts: int) -> Pool:
    pool = Pool(strollers, workers)
    for attempt in range(attempts):
        pool.admit(attempt)
    return pool


async def test_no_more_walk_at_once_than_there_are_places() -> None:
    strollers = Strollers()
    pool = pool_of(strollers, workers=2, attempts=6)
    await asyncio.sleep(0.02)
    strollers.let_go.set()
    for attempt in range(6):
        assert await pool.wait(attempt, asyncio.Event(), None)
        assert pool.take(attempt).attempt == attempt
    assert strollers.most == 2


async def test_a_stop_ends_the_waiting() -> None:
    pool = pool_of(Strollers(), workers=1, attempts=1)
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, stop.set)
    assert not await pool.wait(0, stop, None)
    await pool.drain()


async def test_the_time_ends_the_waiting() -> None:
    pool = pool_of(Strollers(), workers=1, attempts=1)
    assert not await pool.wait(0, asyncio.Event(), 0.01)
    await pool.drain()


async def test_drained_attempts_end_at_their_next_step_and_have_not_landed() -> None:
    strollers = Strollers()
    pool = pool_of(strollers, workers=2, attempts=4)
    await asyncio.sleep(0.01)
    await asyncio.wait_for(pool.drain(seconds=60), timeout=2)
    assert strollers.walking == 0
    assert not any(pool.has_landed(attempt) for attempt in range(4))


async def test_those_that_do_not_heed_are_cancelled() -> None:
    strollers = Strollers(heed_drain=False)
    pool = pool_of(strollers, workers=2, attempts=4)
    await asyncio.sleep(0.01)
    await asyncio.wait_for(pool.drain(seconds=0.05), timeout=2)
    assert strollers.walking == 0
    assert not pool.has_landed(0)


async def test_an_attempt_that_is_in_is_not_admitted_twice() -> None:
    strollers = Strollers()
    strollers.let_go.set()
    pool = pool_of(strollers, workers=1, attempts=1)
    pool.admit(0)
    assert await pool.wait(0, asyncio.Event(), None)
    assert strollers.most == 1


async def test_what_breaks_the_machinery_is_let_out() -> None:
    class Broken:
        async def walk(self, attempt: int, control: RunControl) -> Landing:
            raise OSError("disk full")

    pool = Pool(Broken(), 1)
    pool.admit(0)
    assert not await pool.wait(0, asyncio.Event(), None)
    with pytest.raises(OSError, match="disk full"):
        pool.take(0)
