"""Confine the process that calls: layer on layer, for good.

Which layers this machine grants is found out once, by trying them in a process that is thrown away
(`granted`). From then on a layer that was granted and fails is an error: a program never runs with less than
what was promised.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
from collections.abc import Callable, Collection
from types import FrameType

from sim.sandbox import kernel
from sim.sandbox.layers import Layer
from sim.sandbox.syscalls import filter_calls, library

MEMORY_BYTES = 2 << 30  # address space; numpy and shapely reserve half a gigabyte of it
SHIELDED_BYTES = 8 << 30  # address space of the simulator; ffmpeg's threads reserve most of it
OPEN_FILES = 16
NOBODY = 65534  # user and group

# A process may have none of these, or not one byte of them.
NOTHING_OF = ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE")


class OutOfTime(BaseException):
    """The program used up its processor time. Not an Exception, so that a program rarely catches it."""


def confine(layers: Collection[Layer], cpu_s: float) -> None:
    """Put those layers round this process that the kernel grants; the order matters, seccomp comes last.

    Args:
        layers: which; those that are not of the kernel are passed over.
        cpu_s: processor time that the process may still use, seconds.

    Raises:
        OSError: if one of them is not to be had.
    """
    for layer, close in _doors(cpu_s).items():
        if layer in layers:
            close()


def shield() -> tuple[Layer, ...]:
    """Confine a process of ours that only reads, computes and answers, as far as the kernel grants it.

    It has to have one thread. From then on it writes no file, runs no program and reaches no network; with a
    request to deal with, see `allow`.

    Returns:
        The layers that are in force; a program's own sandbox has the same ones, and stricter.
    """
    found: list[Layer] = ["limits"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (SHIELDED_BYTES, resource.RLIM_INFINITY))
    with contextlib.suppress(OSError):
        kernel.leave_network()
        found.append("namespaces")
    with contextlib.suppress(OSError):
        kernel.shut_out_files(but=kernel.READING)
        found.append("landlock")
    return tuple(found)


def allow(cpu_s: float) -> None:
    """Let this process have so much more processor time, seconds; then the kernel ends it by SIGXCPU.

    That works also when it hangs in C code; and it does not depend on what else the machine does.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(usage.ru_utime + usage.ru_stime + cpu_s), hard))


def granted() -> tuple[Layer, ...]:
    """Try each layer that `confine` knows in a process of its own, and return those that this machine has."""
    with contextlib.suppress(OSError):  # the trial below tells
        library()
    return tuple(layer for layer in _doors(1.0) if _tried(layer))


def _doors(cpu_s: float) -> dict[Layer, Callable[[], None]]:
    return {
        "limits": lambda: _limit(cpu_s),
        "privileges": _drop_privileges,
        "landlock": kernel.shut_out_files,
        "seccomp": filter_calls,
    }


def _tried(layer: Layer) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            confine((layer,), 1.0)
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def _drop_privileges() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    kernel.no_new_privileges()
    kernel.drop_capabilities()
    kernel.be_opaque()
    kernel.die_with_parent()  # changing the user has revoked the wish


def _limit(cpu_s: float) -> None:
    """Bound what can be counted. Time first raises, so that the line can be named; then the kernel kills."""

    def overrun(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(
            f"the program ran for more than {cpu_s:g} s of processor time; is there an endless loop?"
        )

    signal.signal(signal.SIGPROF, overrun)
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + cpu_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 1))  # SIGXCPU, then SIGKILL
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    for name in NOTHING_OF:
        if hasattr(resource, name):  # not every system counts everything
            resource.setrlimit(getattr(resource, name), (0, 0))
