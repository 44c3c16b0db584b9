"""An event loop of our own in a thread, so that ordinary functions can use the asynchronous core.

A notebook has a running loop already, in which `asyncio.run` refuses to work; a Gymnasium environment must
answer between two steps of somebody else's loop. Both wait here.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Background:
    """A loop in a thread; a context manager. The thread never keeps a process alive."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simwright", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:  # Any: what a coroutine takes and yields is asyncio's
        """Do some work and wait for its result; a Ctrl-C meanwhile cancels it.

        Raises:
            RuntimeError: if this was closed.
        """
        if self._loop.is_closed():
            work.close()
            raise RuntimeError("this event loop is closed; make a new Background()")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Stop the loop; a second call does nothing."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def run(work: Coroutine[Any, Any, T]) -> T:  # Any: as above
    """Do some work in a loop of its own and wait for its result."""
    with Background() as background:
        return background.run(work)
