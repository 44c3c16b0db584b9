"""Bring the index to what the library says: at opening, and when a person asks for a rebuild.

The library is the truth. An index that is missing, broken, foreign or different is noticed here, its fault is
logged, and it is made again, or mended where a few items differ. Vectors whose text is unchanged are never
computed again.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from contextlib import ExitStack

from memory.card import HeldTask
from memory.embedding import Embedder
from memory.flat import FlatWriter, compact, flat_file, flat_model
from memory.formats import bring_up_to_date
from memory.index import FOLDERS, Index, IndexDamaged
from memory.library import Library
from memory.lock import WriterLock
from memory.minilm import MiniLM
from memory.record import Lesson
from memory.shelf import Item, Shelf
from memory.texts import lesson_text, program_text, task_text, text_key
from memory.vectors import embed_missing
from memory.workspace import Workspace
from sim.spec import Data

logger = logging.getLogger(__name__)


class Rebuilt(Data):
    """What a rebuild did."""

    tasks: int
    lessons: int
    embedded: int


def texts_of_task(task: HeldTask) -> tuple[str, str, str]:
    """Return the texts that stand for a task, for its program, and for its description alone."""
    card = task.card
    return task_text(card), program_text(card.signature, task.program), card.description


def texts_of(tasks: Sequence[HeldTask], lessons: Sequence[Lesson]) -> list[str]:
    """Return every text that the memory has a vector of."""
    return [text for task in tasks for text in texts_of_task(task)] + [lesson_text(one) for one in lessons]


def task_items(task: HeldTask) -> tuple[Item, Item]:
    """Return what stands on the shelves of tasks and of programs for a task."""
    description, program, _ = (text_key(text) for text in texts_of_task(task))
    card = task.card
    return Item(card.name, card.sequence, description), Item(card.name, card.sequence, program)


def lesson_item(lesson: Lesson) -> Item:
    """Return what stands on the shelf of lessons for a lesson."""
    return Item(lesson.id, lesson.sequence, text_key(lesson_text(lesson)))


def open_flat(workspace: Workspace, embedder: Embedder, texts: Sequence[str]) -> FlatWriter:
    """Open the flat vectors, mend them, and embed what they lack."""
    flat = FlatWriter(flat_file(workspace), flat_model(embedder))
    if flat.damage and texts:
        logger.warning("%s: %s; mended from the library", flat_file(workspace), flat.damage)
    with ExitStack() as undo:
        undo.callback(flat.close)
        count = embed_missing(texts, flat, embedder)
        undo.pop_all()
    if count:
        logger.info("embedded %d texts of the library", count)
    return flat


def open_index(workspace: Workspace, embedder: Embedder, shelves: Sequence[Shelf]) -> Index:
    """Open the index with what the shelves hold; whatever is wrong with it is mended."""
    try:
        index = Index.open(workspace.index, embedder.identity)
    except IndexDamaged as damage:
        return make_index_again(workspace, embedder, shelves, str(damage))
    try:
        faults = [fault for shelf in shelves if (fault := shelf.reconcile(index))]
        if faults:
            logger.warning(
                "the index in %s differs from the library (%s); mended from the library",
                workspace.index, "; ".join(faults),
            )  # fmt: skip
        for shelf in shelves:
            shelf.flush(index)
    except IndexDamaged as damage:
        index.abandon()
        return make_index_again(workspace, embedder, shelves, str(damage))
    return index


def rebuild(workspace: Workspace, embedder: Embedder | None = None) -> Rebuilt:
    """Delete the index and make it again from the library.

    Raises:
        UsageError: if somebody else writes to the workspace, or the library is damaged.
    """
    model = embedder or MiniLM()
    with WriterLock(workspace.root, "memory rebuild"):
        bring_up_to_date(workspace)
        library = Library(workspace.library)
        library.prepare()
        tasks, lessons = library.held_tasks(), library.lessons()
        texts = texts_of(tasks, lessons)
        for old in workspace.index.glob(FOLDERS):
            shutil.rmtree(old)
        compact(flat_file(workspace), flat_model(model), {text_key(text) for text in texts})
        flat = FlatWriter(flat_file(workspace), flat_model(model))
        embedded = embed_missing(texts, flat, model)
        shelves = filled_shelves(flat, tasks, lessons)
        _filled(Index.create(workspace.index, model.identity), shelves).close()
        flat.close()
    return Rebuilt(tasks=len(tasks), lessons=len(lessons), embedded=embedded)


def filled_shelves(
    flat: FlatWriter, tasks: Sequence[HeldTask], lessons: Sequence[Lesson]
) -> tuple[Shelf, Shelf, Shelf]:
    """Return the shelves of tasks, programs and lessons with everything on them."""
    shelves = (Shelf("tasks", flat.vectors), Shelf("programs", flat.vectors), Shelf("lessons", flat.vectors))
    for task in tasks:
        for shelf, item in zip(shelves, task_items(task), strict=False):  # the third is for lessons
            shelf.put(item)
    for lesson in lessons:
        shelves[2].put(lesson_item(lesson))
    return shelves


def make_index_again(
    workspace: Workspace, embedder: Embedder, shelves: Sequence[Shelf], reason: str
) -> Index:
    """Make the index anew from the shelves, and say why where there was anything to lose."""
    if any(shelf.items for shelf in shelves):
        logger.warning("the index in %s: %s; made again from the library", workspace.index, reason)
    return _filled(Index.create(workspace.index, embedder.identity), shelves)


def _filled(index: Index, shelves: Sequence[Shelf]) -> Index:
    for shelf in shelves:
        for item in shelf.items.values():
            shelf.put(item)
        shelf.flush(index)
    return index
