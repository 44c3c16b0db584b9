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
from memory.record import Lesson, Neighbour

EXAMPLES = 5  # shown to a role; GenSim's prompts hold about as many
LESSONS = 3
NEAR_ENOUGH = 12  # tasks near to what a run is about, one of which an attempt grows from
SCORE_DIGITS = 4


@dataclass(frozen=True)
class Plan:
    """What a program is to be written for."""

    description: str
    signature: str


class Recall:
    """Reads the memory as it was before a sequence number.

    A blind one shows nothing to anybody, for runs without retrieval. What is a duplicate it still knows: the
    novelty gate is a part of its own.
    """

    def __init__(self, memory: Memory, *, blind: bool = False) -> None:
        self._memory = memory
        self._blind = blind

    async def around_a_task(self, draw: tuple[int, ...], about: str, before: int) -> list[Example]:
        """Draw one remembered task, near to what the run is about, and return those near to it."""
        return [] if self._blind else await asyncio.to_thread(self._around_a_task, draw, about, before)

    async def near(self, description: str, before: int) -> list[Example]:
        """Return the tasks nearest to a description, by description."""
        return [] if self._blind else await asyncio.to_thread(self._near, description, before)

    async def for_coder(self, plan: Plan, symptom: str, before: int) -> tuple[list[Example], list[str]]:
        """Return the tasks nearest to a plan, with their programs, and lessons from the nearest failures."""
        if self._blind:
            return [], []
        return await asyncio.to_thread(self._for_coder, plan, symptom, before)

    async def duplicate_of(self, name: str, description: str, signature: str, before: int) -> str:
        """Return the remembered task that this one repeats; empty if none."""
        return await asyncio.to_thread(repeated_by, self._memory, (name, description, signature), before)

    async def for_proposer(self, scores: dict[str, float], before: int) -> tuple[list[Example], list[str]]:
        """Return remembered tasks by name, with the given scores, and all known signatures, sorted."""
        if self._blind:
            return [], []
        return await asyncio.to_thread(self._for_proposer, scores, before)

    # What follows runs in threads: even `records` waits while another thread writes.

    def _around_a_task(self, draw: tuple[int, ...], about: str, before: int) -> list[Example]:
        known = self._descriptions(about, before)
        if not known:
            return []
        return self._near(known[int(np.random.default_rng(draw).integers(len(known)))], before)

    def _descriptions(self, about: str, before: int) -> list[str]:
        """Return the descriptions of the tasks to draw from: all of them, or those near to a text."""
        if about:
            near = self._memory.similar_tasks(about, NEAR_ENOUGH, before=before)
            return [neighbour.description for neighbour in near]
        return [record.description for record in self._memory.records if record.sequence < before]

    def _near(self, description: str, before: int) -> list[Example]:
        found = self._memory.similar_tasks(description, EXAMPLES, before=before)
        return [_example(neighbour) for neighbour in found]

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


def names_before(memory: Memory, before: int) -> set[str]:
    """Return the names of all tasks that were remembered before a sequence number."""
    return {record.name for record in memory.records if record.sequence < before}


def repeated_by(memory: Memory, task: tuple[str, str, str], before: int) -> str:
    """Return the remembered task that a task, given as name, description and signature, repeats, or "".

    A name that is taken makes no duplicate: the commit would number it.
    """
    name, description, signature = task
    free = unique_name(name, names_before(memory, before))
    return memory.duplicate_of(free, description, signature, before=before)


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
