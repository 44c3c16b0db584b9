"""The system calls that a program may make while it builds, and the filter that ends it at any other one.

All imports are done by then, so a program needs memory, a clock, chance, and its answer's pipe. It cannot
open a file, make a socket, start a process or thread, or map memory that can be executed; and it can signal
itself alone. A call for another architecture ends it, too: libseccomp sees to that.
"""

from __future__ import annotations

import importlib
import mmap
import os
from types import ModuleType

ALLOWED = (
    "brk", "madvise", "mremap", "munmap",  # memory; mmap and mprotect below
    "close", "fstat", "lseek", "read", "write",  # what is open, which is the answer's pipe
    "clock_getres", "clock_gettime", "getrusage", "gettimeofday", "setitimer", "time", "times",
    "exit", "exit_group", "futex", "getpid", "getrandom", "gettid", "restart_syscall",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_yield", "sigaltstack", "sysinfo",
)  # fmt: skip
UNLESS_EXECUTABLE = ("mmap", "mprotect")  # their third argument is the protection
TO_ITSELF = ("kill", "tgkill")  # their first argument is the process; abort() is made of it


def library() -> ModuleType:
    """Load the binding of libseccomp; to be called before the process is shut out from files.

    Raises:
        OSError: if libseccomp is not there.
    """
    try:
        return importlib.import_module("pyseccomp")
    except (ImportError, RuntimeError) as missing:
        raise OSError(f"libseccomp is not there: {missing}") from missing


def filter_calls() -> None:
    """End this process, from now on, at the first system call that is not allowed.

    Raises:
        OSError: if the kernel or libseccomp is not there.
    """
    pyseccomp = library()
    rules = pyseccomp.SyscallFilter(pyseccomp.KILL_PROCESS)
    for name in ALLOWED:
        rules.add_rule(pyseccomp.ALLOW, name)
    for name in UNLESS_EXECUTABLE:
        plain = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, mmap.PROT_EXEC, 0)
        rules.add_rule(pyseccomp.ALLOW, name, plain)
    for name in TO_ITSELF:
        rules.add_rule(pyseccomp.ALLOW, name, pyseccomp.Arg(0, pyseccomp.EQ, os.getpid()))
    rules.load()
