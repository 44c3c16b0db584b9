"""The ledger of a run: one line an attempt, in the order of commits, never rewritten.

A line is on the disk before the next step of its commit begins. A kill can tear the last line only; opening
the ledger cuts it off, and the attempt is committed again. Nothing that a clock or a machine decides is
written here: the same seed writes the same bytes.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import Field

from agents.roles import Rejection
from graphs.lines import cut_torn_line, read_lines
from sim.atomic import sync_folder
from sim.spec import Data

Outcome = Literal["kept", "dropped", "failed"]
Gate = Literal["", "novelty", "critique", "verification", "reflection", "commit", "answer", "error"]

RECENT = 12  # rejections shown to the proposer; more would only make the question longer


class Entry(Data):
    """What became of one attempt."""

    attempt: int = Field(ge=0)
    outcome: Outcome
    gate: Gate = Field(description="Where it was turned away; empty when kept.")
    reason: str = Field(description="Why, in a sentence; empty when kept.")
    name: str
    description: str
    signature: str
    duplicate_of: str
    verdict: str = Field(description="Of the last verification; empty if none.")
    phase: str
    revisions: int = Field(ge=0)
    repairs: int = Field(ge=0)
    votes: tuple[bool, ...]
    retrieved: tuple[str, ...]
    path: tuple[str, ...] = Field(description="The nodes it walked through, in order.")
    lesson: str = Field(description="Id of the lesson that it left; empty if none.")
    before: int = Field(ge=0, description="It saw what the memory held below this sequence number.")
    sequence: int = Field(ge=0, description="The memory's next sequence number after this commit.")


class Ledger:
    """The entries of one run, in memory and on disk."""

    def __init__(self, path: Path) -> None:
        cut_torn_line(path)
        self._path = path
        self._entries = read_ledger(path)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every committed attempt, in order."""
        return tuple(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def append(self, entry: Entry) -> None:
        """Write one line and wait until the disk has it.

        Raises:
            ValueError: if the entry is not the next attempt's.
        """
        if entry.attempt != len(self._entries):
            raise ValueError(f"attempt {entry.attempt} cannot follow {len(self._entries)} entries")
        is_new = not self._path.exists()
        with self._path.open("ab") as file:
            file.write(entry.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self._path.parent)
        self._entries.append(entry)

    def sequence_after(self, attempt: int, start: int) -> int:
        """Return the memory's next sequence number after an attempt's commit; `start` before the first."""
        return self._entries[attempt].sequence if attempt >= 0 else start

    def rejections(self, through: int) -> tuple[Rejection, ...]:
        """Return the latest attempts that were turned away, up to and including the attempt `through`."""
        latest_first = (self._entries[attempt] for attempt in range(min(through, len(self) - 1), -1, -1))
        turned_away = (entry for entry in latest_first if entry.outcome == "dropped" and entry.name)
        return tuple(
            Rejection(name=entry.name, signature=entry.signature, reason=entry.reason)
            for entry in reversed(list(islice(turned_away, RECENT)))
        )


def read_ledger(path: Path) -> list[Entry]:
    """Read the whole lines of a ledger. Safe beside a run that writes.

    Raises:
        UsageError: if a whole line is not an entry.
    """
    return read_lines(path, Entry, "restore the file from a copy, or move the run's folder away")
