"""The disk: how much of it a run uses, how much is left, and which errors mean that nothing can be written.

A run that has a limit, or a disk that is nearly full, ends as it would at any other limit: with a report, and
so that it can be resumed. If a write fails nevertheless, it is no attempt's fault: the run halts, the attempt
stays where it stood, and goes on when there is space again.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from graphs.folder import attempts_folder
from graphs.ledger import Entry
from graphs.settings import ExploreSettings
from sim.errors import SimwrightError, UsageError

GB: Final = 1_000_000_000
MB: Final = 1_000_000
FULL: Final = (errno.ENOSPC, errno.EDQUOT)
REFUSED: Final = (errno.EROFS, errno.EACCES, errno.EPERM)
NOTHING_LEFT: Final = 2 << 20  # bytes; below this, any error of a library that writes is one of the disk
SQLITE: Final = ("disk is full", "disk I/O error", "readonly database", "unable to open database file")


def used_bytes(folder: Path) -> int:
    """Add up the files below a folder; those that vanish meanwhile do not count."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).lstat().st_size
            except FileNotFoundError:
                continue
    return total


def free_bytes(folder: Path) -> int:
    """Return how much room is left on the disk of a folder, which need not be there yet."""
    place = folder.absolute()
    return shutil.disk_usage(next(one for one in (place, *place.parents) if one.exists())).free


class DiskMeter:
    """Follows how much a run wrote: its folder, and the tasks that it kept. Each commit is counted once."""

    def __init__(self, folder: Path, library: Path, settings: ExploreSettings) -> None:
        self._folder = folder
        self._tasks = library / "tasks"
        self._settings = settings
        self._committed = 0  # bytes of attempts and kept tasks; not followed without a limit

    def note(self, *entries: Entry) -> None:
        """Count attempts that were committed."""
        if self._settings.max_gb is None:
            return
        for entry in entries:
            self._committed += used_bytes(attempts_folder(self._folder) / f"{entry.attempt:06d}")
            self._committed += used_bytes(self._tasks / entry.name) if entry.outcome == "kept" else 0

    @property
    def reached(self) -> str:
        """Say which limit of the disk is reached, after the name of the run; nothing while there is none."""
        limit = self._settings.max_gb
        if limit is not None and self._committed + self._at_the_top() >= limit * GB:
            return f"used up its {limit:g} GB of disk; it can be resumed with a larger --max-gb"
        free, floor = free_bytes(self._folder), self._settings.min_free_mb * MB
        if free < floor:
            return (
                f"stopped because only {free / MB:.0f} MB of the disk are free, and it leaves "
                f"{floor / MB:.0f} MB (min_free_mb); make room (`simwright runs prune` says where), "
                "then resume it"
            )
        return ""

    def _at_the_top(self) -> int:
        """Add up ledger, spans, checkpoints and whatever else lies beside the attempts."""
        return sum(file.stat().st_size for file in os.scandir(self._folder) if file.is_file())


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Say what is wrong with the disk, if that is why a block ends with an error.

    Raises:
        UsageError: then; every other error passes as it is.
    """
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        if not (reason := refusal(error, folder)):
            raise
        raise UsageError(reason) from error


def refusal(error: BaseException, folder: Path) -> str:
    """Say what is wrong with the disk and what to do, if that is why a write failed; else nothing."""
    if _is(error, FULL) or _says(error, SQLITE[:2]) or _is_crowded_out(error, folder):
        return (
            f"the disk is full ({error}): free some space (`simwright runs prune` says where), "
            "then resume the run; nothing that was committed is lost"
        )
    if _is(error, REFUSED) or _says(error, SQLITE[2:]):
        return (
            f"{folder} cannot be written to ({error}): make it writable, or choose another --workspace; "
            "a run that had begun can be resumed"
        )
    return ""


def _is(error: BaseException, numbers: tuple[int, ...]) -> bool:
    return isinstance(error, OSError) and error.errno in numbers


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    ours = isinstance(error, sqlite3.OperationalError | SimwrightError)  # the index tells SQLite's words
    return ours and any(word in str(error) for word in words)


def _is_crowded_out(error: BaseException, folder: Path) -> bool:
    """Say whether a library of ours, such as the index, may have failed for want of room alone."""
    could = isinstance(error, SimwrightError | sqlite3.Error | OSError)
    return could and free_bytes(folder) < NOTHING_LEFT
