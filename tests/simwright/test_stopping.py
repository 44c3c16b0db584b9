"""The first signal asks, the second one is obeyed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SCRIPT = """
import asyncio
from simwright.stopping import stopped_by_signals

async def work(stubborn):
    stop = asyncio.Event()
    with stopped_by_signals(stop):
        print("ready", flush=True)
        await stop.wait()
        print("asked", flush=True)
        if stubborn:
            await asyncio.Event().wait()
    print("clean", flush=True)

asyncio.run(work({stubborn}))
"""


@contextmanager
def process(*, stubborn: bool) -> Iterator[subprocess.Popen[str]]:
    script = SCRIPT.replace("{stubborn}", str(stubborn))
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_lets_work_end_cleanly(number: signal.Signals) -> None:
    with process(stubborn=False) as child:
        assert line(child) == "ready"
        child.send_signal(number)
        assert line(child) == "asked"
        assert line(child) == "clean"
        assert child.wait(timeout=20) == 0


def test_the_second_signal_ends_at_once() -> None:
    with process(stubborn=True) as child:
        assert line(child) == "ready"
        child.send_signal(signal.SIGINT)
        assert line(child) == "asked"
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=20) == 128 + signal.SIGINT
