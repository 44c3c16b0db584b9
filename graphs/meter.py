"""How much processor time the graphs themselves cost.

Method. `time.process_time` counts every thread of this process. From it we take away what is not ours:

- work that roles and verification do on the event loop: their coroutines, and the tasks that these start, are
  driven step by step, and the thread's processor time inside the steps is theirs; so other attempts that walk
  while one of them waits are not mistaken for it;
- everything that runs in the loop's default executor (`asyncio.to_thread`): roles, verification and the
  memory work there and the graphs themselves never do;
- threads that Python did not start: they are native ones of the memory's index and of linear algebra.

What is left is LangGraph, checkpoints, ledger, spans, files and routing, and the loop's own bookkeeping for
everybody: the figure errs on the high side. Child processes do not count.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, ContextVar
from typing import Any, ParamSpec, TypeAlias, TypeVar

import psutil

P = ParamSpec("P")
T = TypeVar("T")
Work: TypeAlias = Coroutine[Any, Any, T]  # Any: what a coroutine yields is between it and the event loop

_OUTSIDE: ContextVar[bool] = ContextVar("simwright_outside", default=False)


class Meter:
    """Processor time of this process since `start`, and how much of it was not the graphs' own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.start()

    def start(self) -> None:
        """Count from now on."""
        self._began_s = time.process_time() - _native_threads_s()
        self._outside_s = 0.0

    def watch(self, loop: asyncio.AbstractEventLoop, threads: int) -> None:
        """Give a loop an executor and tasks that say what they took."""
        loop.set_default_executor(_Executor(self, threads))
        loop.set_task_factory(self._make_task)  # type: ignore[arg-type] # asyncio passes coroutines only

    @property
    def overhead_s(self) -> float:
        """Processor seconds of the graphs themselves."""
        return max(time.process_time() - _native_threads_s() - self._began_s - self._outside_s, 0.0)

    def add(self, seconds: float) -> None:
        """Count processor seconds as not the graphs' own."""
        with self._lock:
            self._outside_s += seconds

    async def outside(self, work: Work[T]) -> T:
        """Await a coroutine of a role or the prover; what it takes on this thread is not the graphs' own."""
        token = _OUTSIDE.set(True)
        try:
            result: T = await _Metered(work, self.add)
            return result
        finally:
            _OUTSIDE.reset(token)

    def _make_task(
        self, loop: asyncio.AbstractEventLoop, work: Work[T], *, context: Context | None = None
    ) -> asyncio.Task[T]:
        metered = _Metered(work, self.add) if _OUTSIDE.get() else work
        return asyncio.Task(metered, loop=loop, context=context)


class _Executor(ThreadPoolExecutor):
    """A thread pool whose work is counted as not the graphs' own."""

    def __init__(self, meter: Meter, threads: int) -> None:
        super().__init__(max_workers=threads, thread_name_prefix="simwright")
        self._meter = meter

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a thread and count what it took there."""

        def measured() -> T:
            began = time.thread_time()
            try:
                return fn(*args, **kwargs)
            finally:
                self._meter.add(time.thread_time() - began)

        return super().submit(measured)


class _Metered(Coroutine[Any, Any, T]):  # Any: see `Work`
    """Does what its coroutine does, and times each step between two suspensions."""

    def __init__(self, work: Work[T], add: Callable[[float], None]) -> None:
        self._work = work
        self._add = add

    def send(self, value: object) -> object:
        """Go on until the next suspension."""
        return self._timed(self._work.send, value)

    def throw(self, *error: object) -> object:
        """Go on with an error; a cancellation arrives this way."""
        return self._timed(self._work.throw, *error)

    def close(self) -> None:
        """Give up."""
        self._work.close()

    def __await__(self) -> Generator[Any, Any, T]:  # Any: see `Work`
        result: T = yield from self
        return result

    def __iter__(self) -> Generator[Any, Any, T]:  # Any: see `Work`
        return self  # it has a generator's methods, and is driven as one

    def __next__(self) -> object:
        return self.send(None)

    def _timed(self, step: Callable[..., object], *given: object) -> object:
        began = time.thread_time()
        try:
            return step(*given)
        finally:
            self._add(time.thread_time() - began)


def _native_threads_s() -> float:
    """Return the processor seconds of this process's threads that Python did not start."""
    ours = {thread.native_id for thread in threading.enumerate()}
    theirs = [thread for thread in psutil.Process().threads() if thread.id not in ours]
    return sum(thread.user_time + thread.system_time for thread in theirs)
