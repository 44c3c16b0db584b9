"""The meter tells the graphs' own processor time from that of those they ask."""

from __future__ import annotations

import asyncio
import time

import pytest

from graphs.meter import Meter


def burn(seconds: float) -> str:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return "burnt"


async def burn_in_steps(seconds: float) -> str:
    for _ in range(4):
        burn(seconds / 4)
        await asyncio.sleep(0)
    return "burnt"


async def test_work_outside_is_not_counted() -> None:
    meter = Meter()
    assert await meter.outside(burn_in_steps(0.1)) == "burnt"
    assert meter.overhead_s < 0.05


async def test_our_own_work_is_counted_even_while_others_wait() -> None:
    meter = Meter()
    await asyncio.gather(meter.outside(burn_in_steps(0.08)), burn_in_steps(0.12))
    assert 0.11 < meter.overhead_s < 0.17


async def test_work_in_threads_is_not_counted() -> None:
    meter = Meter()
    meter.watch(asyncio.get_running_loop(), threads=2)
    assert await asyncio.to_thread(burn, 0.1) == "burnt"
    assert meter.overhead_s < 0.05


async def test_tasks_that_the_work_starts_are_not_counted() -> None:
    async def work_with_a_helper() -> str:
        return await asyncio.shield(asyncio.create_task(burn_in_steps(0.1)))

    meter = Meter()
    meter.watch(asyncio.get_running_loop(), threads=1)
    assert await meter.outside(work_with_a_helper()) == "burnt"
    assert meter.overhead_s < 0.05
    await asyncio.create_task(burn_in_steps(0.1))
    assert meter.overhead_s > 0.09


async def test_a_task_that_is_cancelled_before_it_began_leaves_nothing_behind() -> None:
    async def start_and_cancel() -> None:
        task = asyncio.create_task(burn_in_steps(0.1))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    meter = Meter()
    meter.watch(asyncio.get_running_loop(), threads=1)
    await meter.outside(start_and_cancel())


async def test_an_error_of_the_work_passes_through() -> None:
    async def broken() -> None:
        await asyncio.sleep(0)
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        await Meter().outside(broken())


async def test_a_cancellation_reaches_the_work() -> None:
    seen: list[str] = []

    async def patient() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            seen.append("cleaned up")

    async def metered() -> None:
        await Meter().outside(patient())

    task = asyncio.create_task(metered())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["cleaned up"]
