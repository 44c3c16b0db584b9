"""Write a file that a person asked for: whole or not at all, and with a clear word when it cannot be."""

from __future__ import annotations

from pathlib import Path

from sim.atomic import write_file
from sim.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step; no reader ever sees half of it.

    Raises:
        UsageError: if its folder is missing or cannot be written.
    """
    try:
        write_file(path, content)
    except OSError as refused:
        remedy = "Choose a folder that exists and can be written."
        raise UsageError(f"cannot write {path}: {refused.strerror}. {remedy}") from refused
