"""What a crash or a bad disk left of a run's checkpoints: looked at before use, and set aside if damaged.

Checkpoints only say where unfinished attempts stand. Without them those attempts walk anew, and find every
answer that they got in their folders, so a damaged file costs time and nothing else. It is kept under another
name, for whoever wants to know what happened.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

logger = logging.getLogger(__name__)

COMPANIONS = ("", "-wal", "-shm")  # what SQLite keeps beside a file belongs to it


def set_aside_if_damaged(path: Path) -> str:
    """Rename a checkpoint file that SQLite cannot read whole, and say what was wrong; "" if it is sound."""
    fault = fault_of(path) if path.exists() else ""
    if fault:
        number = next(n for n in count(1) if not path.with_name(f"{path.name}.damaged-{n}").exists())
        aside = path.with_name(f"{path.name}.damaged-{number}")
        for companion in COMPANIONS:
            old = path.with_name(path.name + companion)
            if old.exists():
                old.rename(aside.with_name(aside.name + companion))
        logger.warning(
            "the checkpoints in %s are damaged (%s); set aside as %s. Attempts that were in flight walk "
            "anew, with the answers that they got.", path, fault, aside.name,
        )  # fmt: skip
    return fault


def fault_of(path: Path) -> str:
    """Have SQLite check a whole file, and return what it found; "" if nothing."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if "malformed" in str(error):
            return str(error)
        raise  # locked, read-only, no space: the file itself may be sound
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else str(found)
