"""The ledger of a run: one line an attempt, in the order of commits, never rewritten.

An attempt that waits for a person gets a second line when somebody has decided; it stands in place of the
first for all that come later.

A line is on the disk before the next step of its commit begins. A kill can tear the last line only; opening
the ledger cuts it off, and the attempt is committed again. Nothing that a clock or a machine decides is
written here: the same seed writes the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import Field

from agents.roles import Rejection
from graphs.lines import cut_torn_line, read_lines
from sim.atomic import sync_folder
from sim.spec import Data

Outcome = Literal["kept", "dropped", "failed", "waiting"]
Gate = Literal["", "novelty", "critique", "verification", "reflection", "commit", "review", "answer", "error"]

RECENT = 12  # rejections shown to the proposer; more would only make the question longer


class Ruling(Data):
    """What a person decided about an attempt that waited."""

    keep: bool
    comment: str
    after: int = Field(ge=0, description="How many attempts were committed before it took effect.")


class Entry(Data):
    """What became of one attempt."""

    attempt: int = Field(ge=0)
    outcome: Outcome
    gate: Gate = Field(description="Where it was turned away; empty when kept or waiting.")
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
    ruling: Ruling | None = Field(
        default=None, exclude_if=lambda ruling: ruling is None, description="Of an attempt that waited."
    )


class Ledger:
    """The entries of one run, in memory and on disk."""

    def __init__(self, path: Path) -> None:
        cut_torn_line(path)
        self._path = path
        self._entries: list[Entry] = []  # as committed
        self._rulings: list[Entry] = []  # in the order in which they took effect
        for entry in read_lines_of(path):
            (self._rulings if entry.ruling else self._entries).append(entry)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every committed attempt, in order, as it stands now."""
        return tuple(standing([*self._entries, *self._rulings]))

    @property
    def committed(self) -> tuple[Entry, ...]:
        """Every attempt, in order, as it was committed."""
        return tuple(self._entries)

    @property
    def rulings(self) -> tuple[Entry, ...]:
        """The attempts that people decided about, as these decisions took effect."""
        return tuple(self._rulings)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The attempts that wait for a person, in order."""
        ruled = {entry.attempt for entry in self._rulings}
        return tuple(e.attempt for e in self._entries if e.outcome == "waiting" and e.attempt not in ruled)

    @property
    def sequence(self) -> int | None:
        """The memory's next sequence number after the latest line; None without any."""
        return max((entry.sequence for entry in [*self._entries[-1:], *self._rulings[-1:]]), default=None)

    def __len__(self) -> int:
        return len(self._entries)

    def append(self, entry: Entry) -> None:
        """Write one line and wait until the disk has it.

        Raises:
            ValueError: if the entry is not the next attempt's, and no ruling about one that waits.
        """
        if entry.ruling is None and entry.attempt != len(self._entries):
            raise ValueError(f"attempt {entry.attempt} cannot follow {len(self._entries)} entries")
        if entry.ruling is not None and entry.attempt not in self.waiting:
            raise ValueError(f"attempt {entry.attempt} does not wait for a ruling")
        is_new = not self._path.exists()
        with self._path.open("ab") as file:
            file.write(entry.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self._path.parent)
        (self._rulings if entry.ruling else self._entries).append(entry)

    def sequence_after(self, attempt: int, start: int) -> int:
        """Return the memory's next sequence number after an attempt's commit; `start` before the first.

        A ruling of later does not change it: what it let in has a place of its own in the sequence.
        """
        return self._entries[attempt].sequence if attempt >= 0 else start

    def rejections(self, through: int) -> tuple[Rejection, ...]:
        """Return the latest attempts that were turned away, up to and including the attempt `through`.

        A ruling counts from the next commit on: whoever is to know of it was not admitted before it.
        """
        ruled = {e.attempt: e for e in self._rulings if e.ruling and e.ruling.after <= through}
        attempts = range(min(through, len(self) - 1), -1, -1)
        latest_first = (ruled.get(attempt, self._entries[attempt]) for attempt in attempts)
        turned_away = (entry for entry in latest_first if entry.outcome == "dropped" and entry.name)
        return tuple(
            Rejection(name=entry.name, signature=entry.signature, reason=entry.reason)
            for entry in reversed(list(islice(turned_away, RECENT)))
        )


def read_ledger(path: Path) -> list[Entry]:
    """Read every committed attempt, in order, as it stands now. Safe beside a run that writes.

    Raises:
        UsageError: if a whole line is not an entry.
    """
    return standing(read_lines_of(path))


def standing(lines: Iterable[Entry]) -> list[Entry]:
    """Put rulings in the place of the attempts that they are about."""
    return list({entry.attempt: entry for entry in lines}.values())


def read_lines_of(path: Path) -> list[Entry]:
    """Read the whole lines of a ledger, in the order in which they were written.

    Raises:
        UsageError: if a whole line is not an entry.
    """
    return read_lines(path, Entry, "restore the file from a copy, or move the run's folder away")
