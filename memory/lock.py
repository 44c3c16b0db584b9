"""One writer at a time, who says who it is.

The operating system holds the lock (flock), so a killed writer's lock is gone with it; a small file beside it
names the owner for the one who has to wait. Readers need no lock.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout
from pydantic import ValidationError

from sim.atomic import write_file
from sim.errors import UsageError
from sim.spec import Data

LOCK_FILE = "writer.lock"
OWNER_FILE = "writer.json"


class Owner(Data):
    """Who writes to a workspace."""

    pid: int
    host: str
    command: str
    since: str

    def __str__(self) -> str:
        return f"{self.command!r} (process {self.pid} on {self.host}, since {self.since})"


class WriterLock:
    """The right to write to a workspace; held from entering to leaving, whichever thread leaves."""

    def __init__(self, root: Path, command: str) -> None:
        self.root = root
        self.command = command
        # Opened in one worker thread and closed in another: the lock belongs to the process, not a thread.
        self._lock = FileLock(root / LOCK_FILE, thread_local=False)

    def __enter__(self) -> WriterLock:
        """Take the lock.

        Raises:
            UsageError: if somebody else writes; the message names the owner.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise UsageError(
                f"the workspace {self.root} is being written to by {self._owner()}; wait until it ends, "
                "stop it, or choose another --workspace (searching and showing need no lock)"
            ) from error
        write_file(self.root / OWNER_FILE, _myself(self.command).model_dump_json().encode() + b"\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        (self.root / OWNER_FILE).unlink(missing_ok=True)
        self._lock.release()

    def _owner(self) -> str:
        try:
            return str(Owner.model_validate_json((self.root / OWNER_FILE).read_bytes()))
        except (OSError, ValidationError):
            return "a process that has not said its name yet"


def _myself(command: str) -> Owner:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return Owner(pid=os.getpid(), host=socket.gethostname(), command=command, since=since)
