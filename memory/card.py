"""The little of a task's record that a search needs.

A record carries its report and a whole scene, and to validate these takes most of the time of reading it. A
search looks at a thousand records and shows five, so it reads cards. Whoever shows or changes a task reads
the record.
"""

from __future__ import annotations

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from memory.record import FORMAT, TaskName


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
    kinds: tuple[str, ...]
    sequence: int
    run: str = ""
