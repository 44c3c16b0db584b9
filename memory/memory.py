"""The memory as the one writer sees it: what has worked before, what has failed, and what is near.

The library on disk is the truth; the index and the flat vectors follow it and can be made again. All methods
are synchronous and may be called from several threads of one process: a lock guards the state, and questions
are embedded outside of it. Readers beside a run use `memory.reading`.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType

from memory.card import HeldTask, TaskCard
from memory.embedding import Embedder, Vector
from memory.flat import FlatWriter
from memory.formats import bring_up_to_date
from memory.index import IndexDamaged
from memory.library import Library, StoredTask
from memory.lock import WriterLock
from memory.minilm import MiniLM
from memory.novelty import duplicate_of
from memory.rebuild import (
    filled_shelves,
    lesson_item,
    make_index_again,
    open_flat,
    open_index,
    task_items,
    texts_of,
    texts_of_task,
)
from memory.record import Lesson, NearLesson, Neighbour, TaskRecord
from memory.retrieve import Candidate, diverse, neighbour, overlap, reasons_for, signature_words
from memory.shelf import Shelf
from memory.texts import lesson_text, program_text
from memory.vectors import QueryVectors
from memory.workspace import Workspace
from sim.errors import UsageError

POOL = 32  # the nearest so many, at least, from which different ones are chosen
FLUSH_AT = 64  # items the index may lag behind before it is told without being asked
SIGNATURE_SHARE = 0.5  # of a program's relevance; the rest is the cosine of the texts


class Memory:
    """The library with its index, open for writing; a context manager."""

    def __init__(self, workspace: Workspace, *, purpose: str, embedder: Embedder | None = None) -> None:
        """Open for writing; `Memory.open` is the same with the default model."""
        self.workspace = workspace
        self._embedder: Embedder = embedder or MiniLM()
        self._library = Library(workspace.library)
        self._guard = threading.RLock()
        with ExitStack() as undo:
            undo.enter_context(WriterLock(workspace.root, purpose))
            bring_up_to_date(workspace)
            self._library.prepare()
            tasks, lessons = self._library.held_tasks(), self._library.lessons()
            self._tasks = {task.card.name: task for task in tasks}
            self._words = {name: signature_words(task.card.signature) for name, task in self._tasks.items()}
            self._lessons = {lesson.id: lesson for lesson in lessons}
            self._flat: FlatWriter = open_flat(workspace, self._embedder, texts_of(tasks, lessons))
            undo.callback(self._flat.close)
            self._shelves = filled_shelves(self._flat, tasks, lessons)
            self._task_shelf, self._program_shelf, self._lesson_shelf = self._shelves
            self._index = open_index(workspace, self._embedder, self._shelves)
            undo.callback(lambda: self._index.close())  # the one of that moment: it may have been made again
            self._query = QueryVectors(self._embedder, self._flat.vectors)
            undo.callback(self.flush)
            self._open = undo.pop_all()

    @classmethod
    def open(cls, workspace: Workspace, *, purpose: str) -> Memory:
        """Open a workspace's memory for writing; what is missing is made, what is damaged is mended.

        Args:
            workspace: its folders are made as needed.
            purpose: what the lock calls its owner, such as the command.

        Raises:
            UsageError: if somebody else writes, or the library is damaged or of another format.
        """
        return cls(workspace, purpose=purpose)

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Flush, let go of the index and give the lock back; closing twice does nothing."""
        with self._guard:
            self._open.close()

    @property
    def cards(self) -> tuple[TaskCard, ...]:
        """Every task, in sequence order."""
        with self._guard:
            return tuple(task.card for task in self._tasks.values())

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson, in sequence order."""
        with self._guard:
            return tuple(self._lessons.values())

    @property
    def sequence(self) -> int:
        """The next place in the order of commits, which tasks and lessons share."""
        with self._guard:
            taken = [task.card.sequence for task in self._tasks.values()]
            return max([*taken, *(lesson.sequence for lesson in self._lessons.values())], default=-1) + 1

    def similar_tasks(self, text: str, k: int, *, before: int | None = None) -> list[Neighbour]:
        """Return k tasks near to a text that differ from each other, best first.

        Args:
            text: a description, or what stands for it.
            k: how many at most.
            before: look only at what was committed before this place in the sequence.
        """
        found = self._near(self._task_shelf, self._query(text), k, before)
        return self._neighbours(diverse(found, k), found)

    def similar_programs(
        self, text: str, signature: str, k: int, *, before: int | None = None
    ) -> list[Neighbour]:
        """Return k tasks whose programs help to write the one that is described, best first, with source.

        Chosen out of those near in text and those near in signature. Relevance is half the cosine of the
        texts and half the words that the signatures share; `score` stays the cosine.
        """
        query = self._query(program_text(signature, text))
        near = {one.id: one for one in self._near(self._program_shelf, query, k, before)}
        with self._guard:
            kin = self._program_shelf.scored(query, self._kin(signature, before) - near.keys())
        found = [replace(one, relevance=self._relevance(one, signature)) for one in (*near.values(), *kin)]
        chosen = self._neighbours(diverse(found, k), found)
        return [one.model_copy(update={"program": self._tasks[one.name].program}) for one in chosen]

    def lessons_near(
        self, text: str, k: int, *, before: int | None = None, only_failures: bool = False
    ) -> list[NearLesson]:
        """Return k lessons near to a symptom that differ from each other, best first.

        Args:
            text: a symptom, or what stands for it.
            k: how many at most.
            before: look only at what was committed before this place in the sequence.
            only_failures: leave out those whose attempt led to a task after all.
        """
        mended = self._mended(before)
        found = self._near(
            self._lesson_shelf, self._query(text), k, before, hidden=mended if only_failures else ()
        )
        return [
            NearLesson(
                lesson=self._lessons[one.id],
                score=one.score,
                why="success" if one.id in mended else "failure",
            )
            for one in diverse(found, k)
        ]

    def signatures(self, *, before: int | None = None) -> dict[str, str]:
        """Return the task of each signature; the earliest where several share one."""
        known: dict[str, str] = {}
        for card in self._cards(before):
            known.setdefault(card.signature, card.name)
        return known

    def duplicate_of(self, name: str, description: str, signature: str, *, before: int | None = None) -> str:
        """Return the task that a new one repeats, or ""; `memory.novelty` has the rule."""
        return duplicate_of(name, description, signature, self._cards(before), self._query)

    def add_task(
        self, record: TaskRecord, program: str, preview: bytes | None, original: str = ""
    ) -> TaskRecord:
        """Keep a task and return its record as kept; the same task again changes nothing.

        The folder is on disk when this returns; queries see it at once; the index learns of it at the next
        flush. `original` is what the program was rewritten from.

        Raises:
            UsageError: if the name is taken by another task, the hash is not that of the program, or the
                place in the sequence is taken.
        """
        with self._guard:
            if record.name not in self._tasks:
                self._check_sequence(record)
            kept = self._library.write_task(StoredTask(record, program, original), preview)
            if record.name not in self._tasks:
                self._words[record.name] = signature_words(record.signature)
                self._tasks[record.name] = task = HeldTask(TaskCard.of(record), program)
                self._embed(texts_of_task(task))
                for shelf, item in zip(
                    (self._task_shelf, self._program_shelf), task_items(task), strict=True
                ):
                    shelf.put(item)
                self._flush_when_due()
            return kept

    def remove_task(self, name: str) -> TaskRecord:
        """Remove a task and return its record; the index is made to follow.

        Raises:
            UsageError: if there is no such task.
        """
        with self._guard:
            record = self._library.task(name).record
            self._library.remove_task(name)
            del self._tasks[name], self._words[name]
            for shelf in (self._task_shelf, self._program_shelf):
                shelf.take(name, self._index)
            return record

    def add_lesson(self, lesson: Lesson) -> Lesson:
        """Keep a lesson and return it as kept; the same lesson again changes nothing.

        Raises:
            UsageError: if the id is taken by another lesson, or the place in the sequence is taken.
        """
        with self._guard:
            if lesson.id not in self._lessons:
                self._check_sequence(lesson)
            kept = self._library.write_lesson(lesson)
            if lesson.id not in self._lessons:
                self._lessons[lesson.id] = lesson
                self._embed((lesson_text(lesson),))
                self._lesson_shelf.put(lesson_item(lesson))
                self._flush_when_due()
            return kept

    def foresee(self, signature: str, program: str) -> None:
        """Embed a program that may soon be added; adding it then finds the vector."""
        self._query(program_text(signature, program))

    def flush(self) -> None:
        """Tell the index what was added since the last time, and flush the vectors to the disk."""
        with self._guard:
            self._flat.sync()
            try:
                for shelf in self._shelves:
                    shelf.flush(self._index)
            except IndexDamaged as damage:
                self._make_index_again(damage)

    def _near(
        self, shelf: Shelf, query: Vector, k: int, before: int | None, hidden: Collection[str] = ()
    ) -> list[Candidate]:
        """Return the pool of the nearest items; an index that breaks meanwhile is made again."""
        wanted = max(POOL, 4 * k)
        with self._guard:
            try:
                return shelf.near(self._index, query, wanted=wanted, before=before, hidden=hidden)
            except IndexDamaged as damage:
                self._make_index_again(damage)
                return shelf.near(self._index, query, wanted=wanted, before=before, hidden=hidden)

    def _kin(self, signature: str, before: int | None) -> set[str]:
        """Return the names of the tasks whose signatures share most with one, as many as a pool holds."""
        asked = signature_words(signature)
        shares = ((-overlap(asked, self._words[card.name]), card.name) for card in self._cards(before))
        return {name for share, name in heapq.nsmallest(POOL, shares) if share < 0}

    def _mended(self, before: int | None) -> set[str]:
        """Return the ids of the lessons of attempts that led to a task."""
        kept = {(card.run, card.attempt) for card in self._cards(before) if card.run}
        return {lesson.id for lesson in self.lessons if (lesson.run, lesson.attempt) in kept}

    def _make_index_again(self, damage: IndexDamaged) -> None:
        self._index.abandon()
        self._index = make_index_again(self.workspace, self._embedder, self._shelves, str(damage))

    def _cards(self, before: int | None) -> tuple[TaskCard, ...]:
        return tuple(card for card in self.cards if before is None or card.sequence < before)

    def _relevance(self, candidate: Candidate, signature: str) -> float:
        shared = overlap(signature_words(signature), self._words[candidate.id])
        return SIGNATURE_SHARE * shared + (1 - SIGNATURE_SHARE) * candidate.score

    def _neighbours(self, chosen: Sequence[Candidate], found: Sequence[Candidate]) -> list[Neighbour]:
        """Describe what was chosen out of a pool, and why."""
        why = reasons_for(chosen, found)
        return [
            neighbour(self._tasks[one.id].card, one.score).model_copy(update={"why": why[one.id]})
            for one in chosen
        ]

    def _check_sequence(self, new: TaskRecord | Lesson) -> None:
        if new.sequence < self.sequence:
            raise UsageError(
                f"the place {new.sequence} in the sequence is taken; the next free one is {self.sequence} "
                "(Memory.sequence)"
            )

    def _embed(self, texts: Sequence[str]) -> None:
        self._query.keep(texts, self._flat)

    def _flush_when_due(self) -> None:
        if sum(shelf.pending for shelf in self._shelves) >= FLUSH_AT:
            self.flush()
