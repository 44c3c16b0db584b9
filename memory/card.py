"""The little of a task's record that a search needs.

A record carries its report and a whole scene, and to validate these takes most of the time of reading it; in
memory it takes ten times the space of all the rest. A search looks at a thousand records and shows five, so
it reads cards, and the one who writes keeps cards. Whoever shows a task reads the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict

from memory.record import FORMAT, Provenance, TaskName, TaskRecord


class Described(Protocol):
    """What a card and a record have in common."""

    @property
    def name(self) -> str:
        """The name of the task."""

    @property
    def description(self) -> str:
        """One or two sentences."""

    @property
    def instructions(self) -> tuple[str, ...]:
        """The sentence of each goal."""

    @property
    def signature(self) -> str:
        """What the task is, colours, counts and sizes aside."""


class TaskCard(BaseModel):
    """Part of a `TaskRecord`; the rest of the file is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal[1] = FORMAT
    name: TaskName
    description: str
    instructions: tuple[str, ...]
    signature: str
    skeleton: str
    kinds: tuple[str, ...]
    sequence: int
    run: str = ""
    attempt: int | None = None
    program_sha256: str
    provenance: Provenance | None = None

    @classmethod
    def of(cls, record: TaskRecord) -> Self:
        """Take a record's card; what it is not about is let go of."""
        return cls.model_construct(**{name: getattr(record, name) for name in cls.model_fields})


@dataclass(frozen=True)
class HeldTask:
    """A task as the memory keeps it while it is open."""

    card: TaskCard
    program: str
