"""The memory as a reader sees it: quick from cold, without a lock, beside a run that writes.

It reads the folders of the library and the flat vectors, and no more: no Chroma, no sentence-transformers, no
physics. What the flat file lacks is embedded on the spot and kept for this reader only. A library without
tasks is answered for by the base tasks. Nothing is ever written.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from memory.card import TaskCard
from memory.embedding import Embedder, Vector
from memory.flat import flat_file, flat_model, read_flat
from memory.library import Library
from memory.minilm import MiniLM
from memory.record import Neighbour, TaskRecord
from memory.retrieve import candidates, neighbour
from memory.texts import description_text, task_text, text_key
from memory.workspace import Workspace
from sim.catalog import BaseTask, base_tasks
from sim.errors import UsageError
from sim.spec import Data


class Shown(NamedTuple):
    """One task in full; a base task that no run has verified yet has no record."""

    record: TaskRecord | None
    program: str
    preview: Path | None


class Placed(NamedTuple):
    """One task as a search sees it; the vector is of length one."""

    card: TaskCard
    vector: Vector


class Stats(Data):
    """What a library holds."""

    tasks: int
    base: int
    explored: int
    imported: int
    lessons: int
    signatures: int
    skeletons: int
    kinds: dict[str, int]
    vectors: int
    missing_vectors: int
    model: str
    from_base: bool


class Reader:
    """Reads a workspace's memory; every call sees the library as it is at that moment."""

    def __init__(self, workspace: Workspace, embedder: Embedder | None = None) -> None:
        self.workspace = workspace
        self._embedder: Embedder = embedder or MiniLM()
        self._library = Library(workspace.library)

    @property
    def from_base(self) -> bool:
        """Whether the library has no tasks yet, so that the base tasks answer."""
        return not self._library.has_tasks

    def search(self, text: str, k: int) -> list[Neighbour]:
        """Return the k tasks nearest to a text, best first, ties by name.

        Raises:
            UsageError: if the library is damaged or of another format.
        """
        known = self._known()
        vectors = self._vectors([text, *(text_of for _, text_of in known.values())])
        query = vectors[text_key(text)]
        pairs = [(name, vectors[text_key(text_of)]) for name, (_, text_of) in known.items()]
        found = candidates(query, pairs)[:k]
        return [known[one.id][0].model_copy(update={"score": one.score}) for one in found]

    def show(self, name: str) -> Shown:
        """Return a task's record, program and picture.

        Raises:
            UsageError: if there is no such task, or it is damaged.
        """
        self._library.check_format()
        if self.from_base:
            return Shown(None, _base_task(name).source, None)
        task = self._library.task(name)
        return Shown(task.record, task.program, self._library.preview(name))

    def stats(self) -> Stats:
        """Count what the library holds.

        Raises:
            UsageError: if the library is damaged or of another format.
        """
        self._library.check_format()
        records = self._library.records()
        vectors = read_flat(flat_file(self.workspace), flat_model(self._embedder)).vectors
        missing = [record for record in records if text_key(task_text(record)) not in vectors]
        return Stats(
            tasks=len(records),
            base=sum(record.origin == "base" for record in records),
            explored=sum(record.origin == "explored" for record in records),
            imported=sum(record.origin == "imported" for record in records),
            lessons=len(self._library.lessons()),
            signatures=len({record.signature for record in records}),
            skeletons=len({record.skeleton for record in records}),
            kinds=dict(sorted(Counter(kind for record in records for kind in record.kinds).items())),
            vectors=len(vectors),
            missing_vectors=len(missing),
            model=self._embedder.identity,
            from_base=not records,
        )

    def placed(self) -> list[Placed]:
        """Return the card of every task with the vector of its texts, in sequence order.

        Raises:
            UsageError: if the library is damaged or of another format.
        """
        self._library.check_format()
        cards = sorted(self._library.cards(), key=lambda card: (card.sequence, card.name))
        vectors = self._vectors([task_text(card) for card in cards])
        return [Placed(card, vectors[text_key(task_text(card))]) for card in cards]

    def _known(self) -> dict[str, tuple[Neighbour, str]]:
        """Return each task by name, as a neighbour without a score and as the text that stands for it."""
        self._library.check_format()
        cards = self._library.cards()
        if not cards:
            return {task.name: _base_neighbour(task) for task in base_tasks()}
        return {card.name: (neighbour(card, 0.0), task_text(card)) for card in cards}

    def _vectors(self, texts: list[str]) -> dict[str, Vector]:
        """Return the vectors of texts by key; those that are not on disk are embedded."""
        known = read_flat(flat_file(self.workspace), flat_model(self._embedder)).vectors
        missing = {text_key(text): text for text in texts if text_key(text) not in known}
        embedded = self._embedder.embed(list(missing.values()))
        return {**known, **dict(zip(missing, embedded, strict=True))}


def _base_neighbour(task: BaseTask) -> tuple[Neighbour, str]:
    found = Neighbour(name=task.name, score=0.0, description=task.description, signature="")
    return found, description_text(task.name, task.description)


def _base_task(name: str) -> BaseTask:
    for task in base_tasks():
        if task.name == name:
            return task
    known = ", ".join(task.name for task in base_tasks())
    raise UsageError(f"there is no task {name!r}; the library is empty and the base tasks are: {known}")
