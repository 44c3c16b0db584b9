"""Child processes that answer one line of JSON with one line of JSON, and are ours to lose.

A `Pool` keeps a few of them warm: started, imports done, waiting. A child that dies, hangs or talks too much
is killed with its whole process group and replaced; the caller hears of it as `ChildDied` or `ChildTimeout`
and nothing else happens to the parent. With `uses=1` every request gets a process of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self

logger = logging.getLogger(__name__)

MAX_REPLY = 64 << 20  # bytes; an animated picture is the largest honest answer, a few megabytes
STDERR_TAIL = 2000  # characters


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ChildDied(Exception):
    """A child ended before it answered; the message says how and what it said last."""


class ChildTimeout(Exception):
    """A child did not answer within its wall-clock limit and was killed."""


@dataclass(frozen=True)
class ChildCommand:
    """What to start, and how often one child may be asked before it is replaced."""

    module: str
    uses: int
    environment: tuple[tuple[str, str], ...] = ()
    arguments: tuple[str, ...] = ()

    def argv(self) -> list[str]:
        """Return the command line: this interpreter, without the user's packages and the current folder.

        Not `-I`, which would keep Python from reading the seed of its hashes; `env` isolates as well.
        """
        return [sys.executable, "-sP", "-m", self.module, *self.arguments]

    def env(self) -> dict[str, str]:
        """Return a clean environment: nothing is inherited, so no key can leak."""
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        return {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            **threads,
            **dict(self.environment),
        }


class Child:
    """One process and the nameless file that catches its standard error."""

    def __init__(self, process: asyncio.subprocess.Process, errors: BinaryIO, uses: int) -> None:
        self._process = process
        self._errors = errors
        self.uses_left = uses

    @classmethod
    async def start(cls, command: ChildCommand) -> Self:
        """Start a process in a session, and so a process group, of its own."""
        errors: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - `end` closes it
        try:
            process = await asyncio.create_subprocess_exec(
                *command.argv(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=command.env(),
                limit=MAX_REPLY,
                start_new_session=True,
            )
        except BaseException:
            errors.close()
            raise
        return cls(process, errors, command.uses)

    async def ask(self, line: bytes, timeout_s: float) -> bytes:
        """Send one line, wait for one line.

        Raises:
            ChildDied: if the process ended, or sent more than it may, instead of answering.
            ChildTimeout: if it did not answer in time.
        """
        self.uses_left -= 1
        try:
            async with asyncio.timeout(timeout_s):
                return await self._exchange(line)
        except TimeoutError as error:
            raise ChildTimeout(f"no answer within {timeout_s:g} s of wall clock") from error
        except (ConnectionError, ValueError) as error:
            raise ChildDied(await self._epitaph()) from error

    async def _exchange(self, line: bytes) -> bytes:
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise ChildDied("the process has no pipes")
        process.stdin.write(line + b"\n")
        await process.stdin.drain()
        reply = await process.stdout.readline()
        if not reply.endswith(b"\n"):
            raise ChildDied(await self._epitaph())
        return reply

    async def _epitaph(self) -> str:
        """How the process ended, and the tail of what it wrote to standard error."""
        try:
            code = await asyncio.wait_for(self._process.wait(), 2)
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        except TimeoutError:
            how = "an unfinished answer"
        self._errors.seek(0)
        tail = self._errors.read().decode(errors="replace")[-STDERR_TAIL:].strip()
        return f"the process ended with {how}" + (f": {tail}" if tail else "")

    async def end(self) -> None:
        """Kill the whole process group and clean up."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        self._errors.close()


class Pool:
    """A few warm children behind one method. Use as an async context manager."""

    def __init__(self, command: ChildCommand, size: int) -> None:
        self._command = command
        self._size = size
        self._waiting: asyncio.Queue[asyncio.Task[Child]] = asyncio.Queue()
        self._children: set[Child] = set()

    async def __aenter__(self) -> Self:
        for _ in range(self._size):
            self._hire()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def ask(self, line: bytes, timeout_s: float) -> bytes:
        """Ask the next free child; a child that fails, or is used up, is replaced.

        Raises:
            ChildDied: if the child died of the question.
            ChildTimeout: if it did not answer in time.
        """
        starting = await self._waiting.get()
        try:
            child = await asyncio.shield(starting)
        except BaseException:
            self._give_back(starting)
            raise
        healthy = False
        try:
            reply = await child.ask(line, timeout_s)
            healthy = child.uses_left > 0
        finally:
            if healthy:
                self._waiting.put_nowait(starting)
            else:
                self._hire()
                await asyncio.shield(self._dismiss(child))
        return reply

    async def close(self) -> None:
        """End every child, also those that still start."""
        while not self._waiting.empty():
            starting = self._waiting.get_nowait()
            await asyncio.gather(starting, return_exceptions=True)
        for child in tuple(self._children):
            await self._dismiss(child)

    def _give_back(self, starting: asyncio.Task[Child]) -> None:
        """Return a child that nobody asked; one that could not be started is started anew."""
        failed = starting.done() and (starting.cancelled() or starting.exception() is not None)
        if failed:
            self._hire()
        else:
            self._waiting.put_nowait(starting)

    def _hire(self) -> None:
        self._waiting.put_nowait(asyncio.create_task(self._start()))

    async def _start(self) -> Child:
        child = await Child.start(self._command)
        self._children.add(child)
        return child

    async def _dismiss(self, child: Child) -> None:
        self._children.discard(child)
        await child.end()
