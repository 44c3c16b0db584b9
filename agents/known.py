"""What a library holds, as every proposer is told, written down once a run and not once a question.

Each question of a run names all signatures that are known, in the order in which the library got them, so
that it begins as the one before it did: after a thousand tasks it would be sixty kilobytes of the same again.
One file beside the questions, `known.txt`, has a signature a line, and a question on disk holds how many of
its lines were known. A question that does not begin as the file does, because somebody removed a task
meanwhile, is written in full.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

FILE: Final = "known.txt"


class KnownFile:
    """The signatures that the questions of one run name; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._lines: list[str] | None = None  # of the file, when it was read

    def count_of(self, known: Sequence[str]) -> int | None:
        """Add what the file lacks; return how many of its lines these are, or None if it begins otherwise."""
        with self._lock:
            lines = self._read()
            shared = min(len(lines), len(known))
            if list(known[:shared]) != lines[:shared]:
                return None
            self._add(known[shared:])
            return len(known)

    def first(self, count: int) -> list[str]:
        """Return the first lines; fewer if the file was damaged."""
        with self._lock:
            return self._read()[:count]

    def _read(self) -> list[str]:
        if self._lines is None:
            text = self._path.read_bytes() if self._path.exists() else b""
            whole = text[: text.rfind(b"\n") + 1]
            self._lines = whole.decode(errors="replace").splitlines()
        return self._lines

    def _add(self, more: Sequence[str]) -> None:
        if not more:
            return
        lines = self._read()
        whole = sum(len(line.encode()) + 1 for line in lines)  # what a kill left behind it is written over
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("r+b" if self._path.exists() else "w+b") as file:
            file.seek(whole)
            file.write("".join(f"{line}\n" for line in more).encode())
            file.truncate()
        lines.extend(more)
