"""The memory as an attempt sees it: as of one commit, and off the event loop.

The memory's methods are synchronous and embed texts, so each runs in a thread. Scores are rounded, because
the last digits of a cosine may depend on the machine and requests must not.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np

from agents.roles import Example
from graphs.records import unique_name
from memory.memory import Memory
from memory.record import Lesson, Neighbour, TaskRecord

EXAMPLES = 5  # shown to a role; GenSim's prompts hold about as many
LESSONS = 3
SCORE_DIGITS = 4


@dataclass(frozen=True)
class Plan:
    """What a program is to be written for."""

    description: str
    signature: str


class Recall:
    """Reads the memory as it was before a sequence number."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def around_a_task(self, draw: tuple[int, ...], before: int) -> list[Example]:
        """Draw one remembered task and return those near to it, itself among them."""
        return await asyncio.to_thread(self._around_a_task, draw, before)

    async def near(self, description: str, before: int) -> list[Example]:
        """Return the tasks nearest to a description, by description."""
        return await asyncio.to_thread(self._near, description, before)

    async def for_coder(self, plan: Plan, symptom: str, before: int) -> tuple[list[Example], list[str]]:
        """Return the tasks nearest to a plan, with their programs, and lessons from the nearest failures."""
        return await asyncio.to_thread(self._for_coder, plan, symptom, before)

    async def duplicate_of(self, name: str, description: str, signature: str, before: int) -> str:
        """Return the remembered task that this one repeats; empty if none.

        A name that is taken makes no duplicate: the commit would number it.
        """
        return await asyncio.to_thread(self._duplicate_of, name, description, signature, before)

    async def names(self, before: int) -> set[str]:
        """Return the names of all remembered tasks."""
        return await asyncio.to_thread(self._names, before)

    async def for_proposer(self, scores: dict[str, float], before: int) -> tuple[list[Example], list[str]]:
        """Return remembered tasks by name, with the given scores, and all known signatures, sorted."""
        return await asyncio.to_thread(self._for_proposer, scores, before)

    # What follows runs in threads: even `records` waits while another thread writes.

    def _around_a_task(self, draw: tuple[int, ...], before: int) -> list[Example]:
        known = self._records(before)
        if not known:
            return []
        focus = known[int(np.random.default_rng(draw).integers(len(known)))]
        return self._near(focus.description, before)

    def _near(self, description: str, before: int) -> list[Example]:
        found = self._memory.similar_tasks(description, EXAMPLES, before=before)
        return [_example(neighbour) for neighbour in found]

    def _duplicate_of(self, name: str, description: str, signature: str, before: int) -> str:
        free = unique_name(name, self._names(before))
        return self._memory.duplicate_of(free, description, signature, before=before)

    def _names(self, before: int) -> set[str]:
        return {record.name for record in self._records(before)}

    def _records(self, before: int) -> list[TaskRecord]:
        return [record for record in self._memory.records if record.sequence < before]

    def _for_coder(self, plan: Plan, symptom: str, before: int) -> tuple[list[Example], list[str]]:
        found = self._memory.similar_programs(plan.description, plan.signature, EXAMPLES, before=before)
        lessons = self._memory.lessons_near(symptom, LESSONS, before=before)
        return [_example(neighbour) for neighbour in found], [_told(lesson) for lesson in lessons]

    def _for_proposer(self, scores: dict[str, float], before: int) -> tuple[list[Example], list[str]]:
        records = {record.name: record for record in self._memory.records}
        examples = [
            Example(name=name, description=record.description, signature=record.signature, score=score)
            for name, score in scores.items()
            if (record := records.get(name)) is not None
        ]
        return examples, sorted(self._memory.signatures(before=before))


def _told(lesson: Lesson) -> str:
    return ". ".join(filter(None, (lesson.symptom, lesson.cause, lesson.fix)))


def _example(neighbour: Neighbour) -> Example:
    return Example(
        name=neighbour.name,
        description=neighbour.description,
        signature=neighbour.signature,
        score=round(neighbour.score, SCORE_DIGITS),
        program=neighbour.program,
    )
