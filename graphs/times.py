"""When each commit was, and how long a run has taken over all of its sessions, killed ones included.

Everything here is decided by a clock, and nothing else reads it but the summary.
"""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from graphs.lines import cut_torn_line, read_lines
from sim.spec import Data


class Commit(Data):
    """One line of `times.jsonl`."""

    attempt: int
    committed: float  # seconds since 1970
    walked_s: float  # from the attempt's first node to its last, waiting included
    session_s: float = 0.0  # since this session of the run began


class Times:
    """The times of a run; this session begins when it is made."""

    def __init__(self, path: Path) -> None:
        cut_torn_line(path)
        self._path = path
        self._began = time.monotonic()
        self._earlier_s = _spent_s(read_lines(path, Commit, "delete the file: only times are lost"))

    @property
    def session_s(self) -> float:
        """Seconds of this session."""
        return time.monotonic() - self._began

    @property
    def run_s(self) -> float:
        """Seconds of all sessions; of one that was killed, up to its last commit."""
        return self._earlier_s + self.session_s

    def note(self, attempt: int, walked_s: float) -> None:
        """Write down that an attempt was committed now."""
        line = Commit(
            attempt=attempt,
            committed=time.time(),
            walked_s=round(walked_s, 3),
            session_s=round(self.session_s, 3),
        )
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line.model_dump_json() + "\n")


def elapsed_s(path: Path) -> list[float]:
    """Return for each commit how long the run had taken until then, over all sessions, seconds."""
    earlier = latest = 0.0
    found: list[float] = []
    for line in read_lines(path, Commit, "delete the file: only times are lost"):
        if line.session_s < latest:
            earlier += latest
        latest = line.session_s
        found.append(earlier + latest)
    return found


def _spent_s(lines: list[Commit]) -> float:
    """Add up the last time of each session; a new one begins where the time falls."""
    ends = [earlier for earlier, later in pairwise(lines) if later.session_s < earlier.session_s]
    return sum(line.session_s for line in [*ends, *lines[-1:]])
