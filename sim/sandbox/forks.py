"""A warm process that forks one child per job: isolation for the price of a fork.

`serve` runs in a process that was started by exec, has one thread, holds no secret and runs no foreign code
itself. Each child is confined, does its job and writes what came of it to a pipe that only this child has.
How the child ended is seen from outside, by the server, so no child can say it for itself. When a child is
done, or late, or says too much, then it, its group and all its descendants are killed.
"""

from __future__ import annotations

import base64
import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Collection, Iterable
from typing import BinaryIO, Literal, NoReturn

import psutil
from pydantic import Field

from sim.sandbox import kernel
from sim.sandbox.confine import confine, granted
from sim.sandbox.layers import FROM_KERNEL, LAYERS, Layer
from sim.spec import Data

CHUNK = 1 << 16
FAILED = 70  # exit code of a child whose work raised what no work should, such as for want of memory
BEGUN = b"+"  # what a child says first, once it is confined and before it works

How = Literal["ended", "late", "flood", "unconfined"]
Work = Callable[[str], bytes]


class Job(Data):
    """What one child is to do, how long it may take (by processor and clock), and how much it may say."""

    payload: str
    cpu_s: float = Field(gt=0)
    wall_s: float = Field(gt=0)
    answer_bytes: int = Field(gt=0)


class Ended(Data):
    """What became of a child, seen from outside; only `answer` is what the child wrote, in base64."""

    how: How
    code: int = Field(description="Exit code; minus the number of the signal that ended it.")
    layers: tuple[Layer, ...] = Field(description="In force round this child.")
    answer: str = ""


def enter(off: Collection[str]) -> tuple[Layer, ...]:
    """Make this process the server: return the layers in force, without those that a test switches off."""
    found = {layer for layer in LAYERS if layer not in FROM_KERNEL} | set(granted())
    with contextlib.suppress(OSError):
        kernel.adopt_orphans()
    if "namespaces" not in off:
        with contextlib.suppress(OSError):
            kernel.leave_network()
            found.add("namespaces")
    return tuple(layer for layer in LAYERS if layer in found and layer not in off)


def serve(work: Work, layers: Collection[Layer], requests: Iterable[bytes], answers: BinaryIO) -> None:
    """Do jobs, one line of JSON each, until there are no more."""
    do = run if "process" in layers else run_here
    for line in requests:
        ended = do(work, Job.model_validate_json(line), tuple(layers))
        answers.write(ended.model_dump_json().encode() + b"\n")
        answers.flush()


def run(work: Work, job: Job, layers: tuple[Layer, ...]) -> Ended:
    """Do one job in a child, and see to it that nothing is left of the child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _live(work, job, layers, writing)
    os.close(writing)
    with contextlib.suppress(OSError):  # the child does the same; whoever comes first
        os.setpgid(child, child)
    try:
        how, said = _listen(reading, child, time.monotonic() + job.wall_s, job.answer_bytes)
    finally:
        os.close(reading)
        code = _bury(child)
    if not said.startswith(BEGUN):
        how = "unconfined"
    answer = said.removeprefix(BEGUN)
    return Ended(how=how, code=code, layers=layers, answer=base64.b64encode(answer).decode())


def run_here(work: Work, job: Job, layers: tuple[Layer, ...]) -> Ended:
    """Do one job in this very process, which is confined and good for nothing else afterwards.

    For tests, which show that the other layers hold without a process for each program.
    """
    confine(layers, job.cpu_s)
    answer = work(job.payload)
    if len(answer) > job.answer_bytes:
        return Ended(how="flood", code=0, layers=layers)
    return Ended(how="ended", code=0, layers=layers, answer=base64.b64encode(answer).decode())


def _live(work: Work, job: Job, layers: tuple[Layer, ...], writing: int) -> NoReturn:
    """Be the child: let go of everything but the pipe, be confined, work, answer, end."""
    code = FAILED
    try:
        os.setpgid(0, 0)
        with contextlib.suppress(OSError):
            kernel.die_with_parent()
        _let_go_of_all_but(writing)
        confine(layers, job.cpu_s)
        os.write(writing, BEGUN)
        answer = memoryview(work(job.payload))
        while answer:
            answer = answer[os.write(writing, answer) :]
        code = 0
    finally:
        os._exit(code)  # whatever was raised: no handler, no buffer and no frame of the server may run here


def _let_go_of_all_but(kept: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _listen(reading: int, child: int, deadline: float, limit: int) -> tuple[How, bytes]:
    """Read what the child says until it ends; a descendant that keeps the pipe open is not waited for."""
    said = bytearray()
    ending = os.pidfd_open(child)
    try:
        ears = select.poll()
        ears.register(reading, select.POLLIN)
        ears.register(ending, select.POLLIN)
        while (left := deadline - time.monotonic()) > 0:
            heard = {ear for ear, _ in ears.poll(left * 1000)}
            if reading in heard:
                said += (chunk := os.read(reading, CHUNK))
                if len(said) > len(BEGUN) + limit:
                    return "flood", BEGUN
                if not chunk:
                    ears.unregister(reading)
            elif heard:
                return "ended", bytes(said)
    finally:
        os.close(ending)
    return "late", bytes(said[:1])


def _bury(child: int) -> int:
    """Kill the child's group and whatever else descends from it; return how the child ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with contextlib.suppress(ChildProcessError):  # nobody is left
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                _kill_descendants()
    return code


def _kill_descendants() -> None:
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
