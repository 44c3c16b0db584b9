"""The few calls to Linux that Python has no name for: prctl, capset, unshare and Landlock's.

Each raises OSError where the kernel does not know it or does not allow it, also beyond Linux. The packages
for Landlock on the index know files only; signals and TCP (ABI 4 and 6) matter here, and two calls do it.

Source: the manual pages prctl(2), capset(2), unshare(2) and landlock(7).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000
CAPABILITY_VERSION = 0x20080522
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture

# Rights over files that each version of Landlock added: thirteen at first, then refer, truncate, ioctl.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
READING = 1 << 2 | 1 << 3  # files, and lists of files
TCP_RIGHTS, TCP_SINCE = 0b11, 4  # bind, connect
SCOPES, SCOPES_SINCE = 0b11, 6  # abstract sockets and signals stay among those under the same rules


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


def no_new_privileges() -> None:
    """Give up for good, in this process and its children, whatever a set-user-id file would give."""
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """Ask to be killed as soon as the process that started this one ends."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def be_opaque() -> None:
    """Keep processes of the same user from looking into this one."""
    _prctl(PR_SET_DUMPABLE, 0)


def adopt_orphans() -> None:
    """Become the parent of all descendants whose own parent ends, so that none is lost."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def drop_capabilities() -> None:
    """Give up every capability of this process."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _checked(_libc().capset(header, (ctypes.c_uint32 * 6)()))


def leave_network() -> None:
    """Move this process, which must have one thread, and its children to a network without a connection."""
    alone = CLONE_NEWNET | CLONE_NEWIPC
    _checked(_libc().unshare(alone if os.geteuid() == 0 else alone | CLONE_NEWUSER))


def shut_out_files(but: int = 0) -> None:
    """Deny this process, by Landlock, every file, TCP, and signals to others; what is open stays open.

    Args:
        but: rights that it keeps, such as `READING`.
    """
    version = _syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    no_new_privileges()
    rules = _Ruleset(
        files=sum(rights for since, rights in FILE_RIGHTS.items() if since <= version) & ~but,
        tcp=TCP_RIGHTS if version >= TCP_SINCE else 0,
        scopes=SCOPES if version >= SCOPES_SINCE else 0,
    )
    known = 8 * (1 + (version >= TCP_SINCE) + (version >= SCOPES_SINCE))  # bytes of it that the kernel reads
    ruleset = _syscall(LANDLOCK_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(known), 0)
    try:
        _syscall(LANDLOCK_RESTRICT_SELF, ctypes.c_int(ruleset), 0)
    finally:
        os.close(ruleset)


def _prctl(option: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    _checked(_libc().prctl(option, ctypes.c_ulong(value), zero, zero, zero))


def _syscall(number: int, *arguments: object) -> int:
    return _checked(_libc().syscall(ctypes.c_long(number), *arguments))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError(f"{sys.platform} has no such call; the sandbox's kernel layers are for Linux")
    return ctypes.CDLL(None, use_errno=True)
