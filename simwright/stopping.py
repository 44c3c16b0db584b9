"""Ending long work: the first Ctrl-C or SIGTERM asks for a clean end, the second one is obeyed at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psutil

from simwright.console import note

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
ATTEMPTS: Final = "attempts in flight stop at their next step"
SHELL_BASE: Final = 128  # a shell reports 128 + the number of the signal that ended a process


@contextmanager
def stopped_by_signals(stop: asyncio.Event, what: str = ATTEMPTS) -> Iterator[None]:
    """Set `stop` at the first signal and leave at the second; must be entered in a running event loop.

    `what` says what happens until the end.
    """
    loop = asyncio.get_running_loop()

    def ask(number: int) -> None:
        if stop.is_set():
            _leave(number)
        stop.set()
        note(f"ending cleanly: {what}; once more to leave at once")

    for number in SIGNALS:
        loop.add_signal_handler(number, ask, number)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


def _leave(number: int) -> None:
    """End this process and its children without another word; everything committed is on the disk."""
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(SHELL_BASE + number)
