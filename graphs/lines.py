"""Files of JSON lines that grow by one line at a time: the ledger, the spans, the times.

A kill can tear the last line only. A reader leaves it out, so it may read beside a run that writes; the one
writer cuts it off before it goes on.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

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
    if not path.exists():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    return [_parse(line, kind, f"line {n} of {path}", remedy) for n, line in enumerate(whole.splitlines(), 1)]


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
