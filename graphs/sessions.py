"""The sessions of a run: which processes walked it, since when, and whether each came to its end.

`runs/R/sessions.jsonl` gets a line when a session begins and one when it ends. A session that was killed has
no second line, so the file says how often that happened, and a reader sees who walks the run now.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from graphs.lines import cut_torn_line, read_lines
from sim.spec import Data

FILE = "sessions.jsonl"


class SessionLine(Data):
    """One line: a session began, or ended. A migrated workspace has only the first, of nobody (`pid` 0)."""

    event: Literal["began", "ended"]
    time: float  # seconds since 1970, by the wall clock: to show it, never to reckon with
    pid: int = 0
    host: str = ""
    workers: int = 0


@dataclass(frozen=True)
class Sessions:
    """What the file of a run says."""

    lines: tuple[SessionLine, ...]

    @property
    def count(self) -> int:
        """How many sessions there were, the present one included."""
        return sum(line.event == "began" for line in self.lines)

    @property
    def killed(self) -> int:
        """How many sessions before the latest one never came to their end."""
        return sum(a.event == b.event == "began" for a, b in zip(self.lines, self.lines[1:], strict=False))

    @property
    def began(self) -> datetime | None:
        """When the run began; None if nobody wrote it down."""
        return datetime.fromtimestamp(self.lines[0].time).astimezone() if self.lines else None

    def is_of(self, pid: int, host: str) -> bool:
        """Say whether the latest session is this process's, and has not ended."""
        return bool(self.lines) and _open(self.lines) == (pid, host)


def _open(lines: Sequence[SessionLine]) -> tuple[int, str] | None:
    return (lines[-1].pid, lines[-1].host) if lines[-1].event == "began" else None


def read_sessions(folder: Path) -> Sessions:
    """Read the sessions of a run's folder; an older run, or a torn file, may have none."""
    return Sessions(tuple(read_lines(folder / FILE, SessionLine, "delete the file: only times are lost")))


@contextmanager
def session(folder: Path, workers: int) -> Iterator[None]:
    """Write down that this process walks a run, from entering to leaving."""
    path = folder / FILE
    cut_torn_line(path)
    _append(path, "began", workers)
    try:
        yield
    finally:
        _append(path, "ended", workers)


def _append(path: Path, event: Literal["began", "ended"], workers: int) -> None:
    line = SessionLine(
        event=event, time=round(time.time(), 3), pid=os.getpid(), host=socket.gethostname(), workers=workers
    )
    with path.open("a", encoding="utf-8") as file:
        file.write(line.model_dump_json() + "\n")
