"""The memory as an attempt sees it: as of one commit, and off the event loop.

The memory's methods are synchronous and embed texts, so each runs in a thread. Scores are rounded, because
the last digits of a cosine may depend on the machine and requests must not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.roles import Example
from graphs.records import unique_name
from memory.memory import Memory
from memory.record import Lesson, NearLesson, Neighbour, Why

EXAMPLES = 5  # shown to a role; GenSim's prompts hold about as many
LESSONS = 3
NEAR_ENOUGH = 12  # tasks near to what a run is about, one of which an attempt grows from
SCORE_DIGITS = 4


@dataclass(frozen=True)
class Plan:
    """What a program is to be written for."""

    description: str
    signature: str


@dataclass(frozen=True)
class Shown:
    """What a role is shown of the memory; `told` says for the trace what that is, how near, and why."""

    examples: tuple[Example, ...] = ()
    lessons: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class Recall:
    """Reads the memory as it was before a sequence number.

    A blind one shows nothing to anybody, for runs without retrieval. What is a duplicate it still knows: the
    novelty gate is a part of its own.
    """

    def __init__(self, memory: Memory, *, blind: bool = False) -> None:
        self._memory = memory
        self._blind = blind

    async def around_a_task(self, draw: tuple[int, ...], about: str, before: int) -> Shown:
        """Draw one remembered task, near to what the run is about, and return those near to it."""
        return Shown() if self._blind else await asyncio.to_thread(self._around_a_task, draw, about, before)

    async def near(self, description: str, before: int) -> Shown:
        """Return tasks near to a description that differ from each other."""
        return Shown() if self._blind else await asyncio.to_thread(self._near, description, before)

    async def for_coder(self, plan: Plan, symptom: str, before: int) -> Shown:
        """Return tasks near to a plan in text and signature, with programs, and lessons near to a symptom."""
        return Shown() if self._blind else await asyncio.to_thread(self._for_coder, plan, symptom, before)

    async def for_reflection(self, description: str, before: int) -> Shown:
        """Return the tasks and the failures that are nearest to a description."""
        return Shown() if self._blind else await asyncio.to_thread(self._for_reflection, description, before)

    async def duplicate_of(self, name: str, description: str, signature: str, before: int) -> str:
        """Return the remembered task that this one repeats; empty if none."""
        return await asyncio.to_thread(repeated_by, self._memory, (name, description, signature), before)

    async def for_proposer(self, scores: dict[str, float], before: int) -> tuple[list[Example], list[str]]:
        """Return remembered tasks by name, with the given scores, and all known signatures, oldest first."""
        if self._blind:
            return [], []
        return await asyncio.to_thread(self._for_proposer, scores, before)

    async def foresee(self, signature: str, program: str) -> None:
        """Have a program embedded that may soon be kept: the commit, which comes one by one, need not."""
        await asyncio.to_thread(self._memory.foresee, signature, program)

    # What follows runs in threads: even `cards` waits while another thread writes.

    def _around_a_task(self, draw: tuple[int, ...], about: str, before: int) -> Shown:
        known = self._descriptions(about, before)
        if not known:
            return Shown()
        name, description = known[int(np.random.default_rng(draw).integers(len(known)))]
        found = self._memory.similar_tasks(description, EXAMPLES, before=before)
        return shown([one.model_copy(update={"why": "drawn"}) if one.name == name else one for one in found])

    def _descriptions(self, about: str, before: int) -> list[tuple[str, str]]:
        """Return name and description of the tasks to draw from: all of them, or those near to a text."""
        if about:
            near = self._memory.similar_tasks(about, NEAR_ENOUGH, before=before)
            return [(neighbour.name, neighbour.description) for neighbour in near]
        return [(card.name, card.description) for card in self._memory.cards if card.sequence < before]

    def _near(self, description: str, before: int) -> Shown:
        return shown(self._memory.similar_tasks(description, EXAMPLES, before=before))

    def _for_coder(self, plan: Plan, symptom: str, before: int) -> Shown:
        found = self._memory.similar_programs(plan.description, plan.signature, EXAMPLES, before=before)
        return shown(found, self._memory.lessons_near(symptom, LESSONS, before=before))

    def _for_reflection(self, description: str, before: int) -> Shown:
        found = self._memory.similar_tasks(description, EXAMPLES, before=before)
        failed = self._memory.lessons_near(description, LESSONS, before=before, only_failures=True)
        return shown(found, failed)

    def _for_proposer(self, scores: dict[str, float], before: int) -> tuple[list[Example], list[str]]:
        cards = {card.name: card for card in self._memory.cards}
        examples = [
            Example(name=name, description=card.description, signature=card.signature, score=score)
            for name, score in scores.items()
            if (card := cards.get(name)) is not None
        ]
        return examples, list(self._memory.signatures(before=before))


def shown(tasks: Sequence[Neighbour], lessons: Sequence[NearLesson] = ()) -> Shown:
    """Make of what was found what a role is shown."""
    return Shown(
        examples=tuple(map(_example, tasks)),
        lessons=tuple(_told(near.lesson) for near in lessons),
        told=(
            *(told(task.name, task.score, task.why) for task in tasks),
            *(told(f"lesson {near.lesson.id}", near.score, near.why) for near in lessons),
        ),
    )


def told(name: str, score: float, why: Why) -> str:
    """Say for the trace what was found, how near it is (the cosine, 1 is the same), and why it was chosen."""
    return f"{name} {score:.2f} {why}"


def names_before(memory: Memory, before: int) -> set[str]:
    """Return the names of all tasks that were remembered before a sequence number."""
    return {card.name for card in memory.cards if card.sequence < before}


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
