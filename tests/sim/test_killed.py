"""A process that the kernel kills for want of memory costs time, and changes no verdict."""

from __future__ import annotations

import asyncio
import signal

import psutil
import pytest

from sim.catalog import base_tasks
from sim.verify import Verifier

NAME = "sweeping-piles"  # half a second of simulation, so that there is time to kill it


def workers() -> list[psutil.Process]:
    """Find the simulators of this process."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "sim.worker" in child.cmdline()]


async def kill_one_at_work() -> None:
    """Wait until a simulator works, and do to it what the kernel does to whom it finds too large."""
    idle = {worker.pid: sum(worker.cpu_times()[:2]) for worker in workers()}
    while True:
        for worker in workers():
            if sum(worker.cpu_times()[:2]) > idle.setdefault(worker.pid, 0.0) + 0.1:
                worker.send_signal(signal.SIGKILL)
                return
        await asyncio.sleep(0.01)


@pytest.mark.slow
async def test_a_simulator_that_is_killed_for_want_of_memory_is_asked_again() -> None:
    (source,) = (task.source for task in base_tasks() if task.name == NAME)
    async with Verifier(workers=1) as verifier:
        undisturbed = await verifier.verify(source, episodes=1)
        killing = asyncio.create_task(kill_one_at_work())
        disturbed = await verifier.verify(source, episodes=1)
        assert killing.done()
    assert undisturbed.solved
    assert disturbed.without_times() == undisturbed.without_times()
