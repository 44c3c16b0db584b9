"""Reads what a stranger's folder holds: plain files of bounded size, and nothing that is reached by a link.

A folder from somebody else may hold links that lead out of it, pipes that never end, files as large as the
disk, and names that are no names. Each is a `Refused`, in words that can be shown.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pydantic_core import from_json

LONG = 100  # characters of a stranger's words in a message of ours


class Refused(Exception):
    """What lies there is not read; the message says why, and what to do."""


def read_plain(path: Path, limit: int) -> bytes:
    """Read a plain file of at most `limit` bytes.

    Raises:
        Refused: if it is anything else.
    """
    try:  # what a name stands for may change between two looks, so what was opened is looked at
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise Refused(
            "is a link, or cannot be read; an import reads plain files only: put the file itself there"
        ) from error
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise Refused("is no plain file; remove it")
        if found.st_size > limit:
            raise Refused(f"has {found.st_size:,} bytes; at most {limit:,} are read: make it smaller")
        with open(opened, "rb", closefd=False) as file:
            return file.read(limit)  # a file that grows meanwhile is not followed
    finally:
        os.close(opened)


def read_text(path: Path, limit: int) -> str:
    """Read a plain file of text.

    Raises:
        Refused: if it is none.
    """
    try:
        return read_plain(path, limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("is no UTF-8 text; save it as UTF-8") from error


def read_json(path: Path, limit: int) -> object:
    """Read a plain file of JSON, of bounded depth.

    Raises:
        Refused: if it is none.
    """
    try:
        value: object = from_json(read_plain(path, limit), allow_inf_nan=False)
    except ValueError as error:
        raise Refused(f"is no JSON that is read here: {shown(str(error))}; mend the file") from error
    return value


def shown(words: object) -> str:
    """Return a stranger's words so that they can be shown: printable, and not too many."""
    told = str(words)
    cut = told if len(told) <= LONG else f"{told[:LONG]}..."
    return "".join(letter if letter.isprintable() else "?" for letter in cut)
