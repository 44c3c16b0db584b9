"""Files of JSON lines that grow by one line at a time: the ledger, the spans, the times.

A kill can tear the last line only. A reader leaves it out, so it may read beside a run that writes; the one
writer cuts it off before it goes on.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from sim.errors import UsageError
from sim.spec import Data

D = TypeVar("D", bound=Data)


def read_lines(path: Path, kind: type[D], remedy: str) -> list[D]:
    """Read the whole lines of a file; a torn last one is left out, and a file that is not there has none.

    Args:
        path: the file.
        kind: what each line is.
        remedy: what to do about a line that is something else.

    Raises:
        UsageError: if a whole line is something else.
    """
    return Growing(path, kind, remedy).read()


class Growing(Generic[D]):
    """A file of lines that is read piece by piece, while it grows, from a place on.

    Attributes:
        place: bytes that were read, all of them whole lines.
    """

    def __init__(self, path: Path, kind: type[D], remedy: str, place: int = 0) -> None:
        self.place = place
        self._path, self._kind, self._remedy = path, kind, remedy

    def read(self) -> list[D]:
        """Read what was added since; see `read_lines`."""
        return [data for _, data in self.placed()]

    def placed(self) -> list[tuple[int, D]]:
        """Read the same, each line after the byte at which it begins."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self.place)
            whole, end, _ = file.read().rpartition(b"\n")
        where = f"of {self._path}" + (f" from byte {self.place} on" if self.place else "")
        found, begins = [], self.place
        for number, line in enumerate((whole + end).splitlines(keepends=True), 1):
            data = _parse(line, self._kind, f"line {number} {where}", self._remedy)
            found.append((begins, data))
            begins += len(line)
        self.place = begins
        return found


def cut_torn_line(path: Path) -> None:
    """Cut what follows the last line end: a line that a kill left half written."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole != len(content):
        with path.open("r+b") as file:
            file.truncate(whole)
            os.fsync(file.fileno())


def _parse(line: bytes, kind: type[D], place: str, remedy: str) -> D:
    try:
        return kind.model_validate_json(line)
    except ValidationError as wrong:
        faults = f"{wrong.error_count()} faults"
        raise UsageError(f"{place} is no {kind.__name__} ({faults}); {remedy}") from wrong
