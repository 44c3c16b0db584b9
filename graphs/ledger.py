"""The ledger of a run: one line an attempt, in the order of commits, never rewritten.

An attempt that waits for a person gets a second line when somebody has decided; it stands in place of the
first for all that come later.

A line is on the disk before the next step of its commit begins. A kill can tear the last line only; opening
the ledger cuts it off, and the attempt is committed again. Nothing that a clock or a machine decides is
written here: the same seed writes the same bytes.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import Field

from agents.roles import Rejection
from graphs.lines import Growing, cut_torn_line, read_lines
from sim.atomic import sync_folder
from sim.spec import Data

Outcome = Literal["kept", "dropped", "failed", "waiting"]
Gate = Literal["", "novelty", "critique", "verification", "reflection", "commit", "review", "answer", "error"]

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
DROPPED: Final = OUTCOMES.index("dropped")
FAILED: Final = OUTCOMES.index("failed")
REMEDY: Final = "restore the file from a copy, or move the run's folder away"
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
    lesson: str = Field(
        description="Id of the lesson that it left, or of an earlier one that says the same; or empty."
    )
    before: int = Field(ge=0, description="It saw what the memory held below this sequence number.")
    sequence: int = Field(ge=0, description="The memory's next sequence number after this commit.")
    ruling: Ruling | None = Field(
        default=None, exclude_if=lambda ruling: ruling is None, description="Of an attempt that waited."
    )


@dataclass(frozen=True)
class Counts:
    """What the limits of a run are compared with.

    `held` attempts were kept, or wait for a person: if what waits did not count, a run that nobody looks at
    would never end. The latest `misses` attempts, all in a row, had nothing to keep.
    """

    attempts: int
    held: int
    misses: int

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Counts:
        """Count the attempts of a run, as they stand now."""
        held = sum(entry.outcome in ("kept", "waiting") for entry in entries)
        return cls(len(entries), held, sum(1 for _ in takewhile(is_miss, reversed(entries))))


def is_miss(entry: Entry) -> bool:
    """Say whether an attempt had nothing to keep; what a person said no to was worth the question."""
    return entry.outcome in ("dropped", "failed") and entry.ruling is None


class Ledger:
    """The entries of one run: on disk, whole; in memory, where each begins and the little that a run asks."""

    def __init__(self, path: Path) -> None:
        cut_torn_line(path)
        self._path = path
        self._places = array("q")  # where the line of each attempt begins
        self._sequences = array("q")
        self._outcomes = bytearray()  # numbers of `OUTCOMES`, as committed
        self._kept = 0
        self._waiting: dict[int, None] = {}
        self._rulings: list[Entry] = []  # in the order in which they took effect
        for place, entry in Growing(path, Entry, REMEDY).placed():
            self._note(entry, place)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every committed attempt, in order, as it stands now; read from the disk."""
        return tuple(read_ledger(self._path))

    @property
    def committed(self) -> tuple[Entry, ...]:
        """Every attempt, in order, as it was committed; read from the disk."""
        return tuple(entry for entry in read_lines_of(self._path) if entry.ruling is None)

    @property
    def rulings(self) -> tuple[Entry, ...]:
        """The attempts that people decided about, as these decisions took effect."""
        return tuple(self._rulings)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The attempts that wait for a person, in order."""
        return tuple(self._waiting)

    @property
    def counts(self) -> Counts:
        """What the limits of the run are compared with."""
        return Counts(len(self), self._kept + len(self._waiting), self._in_a_row(DROPPED, FAILED))

    @property
    def sequence(self) -> int | None:
        """The memory's next sequence number after the latest line; None without any."""
        ruled = [entry.sequence for entry in self._rulings[-1:]]
        return max([*self._sequences[-1:], *ruled], default=None)

    def __len__(self) -> int:
        return len(self._places)

    def entry(self, attempt: int) -> Entry:
        """Return what became of an attempt, as it stands now."""
        ruled = (entry for entry in reversed(self._rulings) if entry.attempt == attempt)
        return next(ruled, None) or self._read(attempt)

    def failures_in_a_row(self, first: int) -> int:
        """Count the latest attempts, from the attempt `first` on, that all failed."""
        return self._in_a_row(FAILED, first=first)

    def append(self, entry: Entry) -> None:
        """Write one line and wait until the disk has it.

        Raises:
            ValueError: if the entry is not the next attempt's, and no ruling about one that waits.
        """
        if entry.ruling is None and entry.attempt != len(self):
            raise ValueError(f"attempt {entry.attempt} cannot follow {len(self)} entries")
        if entry.ruling is not None and entry.attempt not in self._waiting:
            raise ValueError(f"attempt {entry.attempt} does not wait for a ruling")
        is_new = not self._path.exists()
        with self._path.open("ab") as file:
            place = file.tell()
            file.write(entry.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self._path.parent)
        self._note(entry, place)

    def sequence_after(self, attempt: int, start: int) -> int:
        """Return the memory's next sequence number after an attempt's commit; `start` before the first.

        A ruling of later does not change it: what it let in has a place of its own in the sequence.
        """
        return self._sequences[attempt] if attempt >= 0 else start

    def rejections(self, through: int) -> tuple[Rejection, ...]:
        """Return the latest attempts that were turned away, up to and including the attempt `through`.

        A ruling counts from the next commit on: whoever is to know of it was not admitted before it.
        """
        ruled = {e.attempt: e for e in self._rulings if e.ruling and e.ruling.after <= through}
        attempts = range(min(through, len(self) - 1), -1, -1)
        latest_first = (
            ruled.get(attempt) or self._read(attempt)
            for attempt in attempts
            if attempt in ruled or self._outcomes[attempt] == DROPPED
        )
        turned_away = (entry for entry in latest_first if entry.outcome == "dropped" and entry.name)
        return tuple(
            Rejection(name=entry.name, signature=entry.signature, reason=entry.reason)
            for entry in reversed(list(islice(turned_away, RECENT)))
        )

    def _in_a_row(self, *outcomes: int, first: int = 0) -> int:
        """Count the latest attempts, from the attempt `first` on, that all came to one of these outcomes."""
        own = self._outcomes[first:]
        return len(own) - len(own.rstrip(bytes(outcomes)))

    def _read(self, attempt: int) -> Entry:
        """Read an attempt's line from the disk, as it was committed."""
        with self._path.open("rb") as file:
            file.seek(self._places[attempt])
            return Entry.model_validate_json(file.readline())

    def _note(self, entry: Entry, place: int) -> None:
        """Take down what a run asks of a line, which begins at that byte."""
        if entry.ruling:
            self._rulings.append(entry)
        else:
            self._places.append(place)
            self._sequences.append(entry.sequence)
            self._outcomes.append(OUTCOMES.index(entry.outcome))
        self._waiting.pop(entry.attempt, None)
        if entry.outcome == "waiting":
            self._waiting[entry.attempt] = None
        self._kept += entry.outcome == "kept"


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
    return read_lines(path, Entry, REMEDY)
