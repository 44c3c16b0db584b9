"""A memory of a thousand tasks: quick enough, and exact to the last neighbour.

The vectors are random, which is harder for an index than those of real texts. The limits are generous, for a
busy machine; an idle one takes a fifth of them.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from memory.library import Library
from memory.memory import POOL, Memory
from memory.reading import Reader
from memory.rebuild import rebuild
from memory.retrieve import candidates, diverse
from memory.texts import task_text
from memory.workspace import Workspace
from tests.memory.made_up import HashEmbedder, direction, lesson_of, record_of, task_of

COUNT = 1000
QUESTIONS = [f"question {number}" for number in range(50)]
K = 5


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A library of a thousand tasks with its index."""
    workspace = Workspace(Path(tmp_path_factory.mktemp("large")))
    library = Library(workspace.library)
    library.prepare()
    for number in range(COUNT):
        library.write_task(task_of(f"task-{number}", number), None)
    library.write_lesson(lesson_of("lesson", COUNT))
    rebuild(workspace, HashEmbedder())
    return workspace


def exact(question: str, before: int) -> list[str]:
    """Answer from a search of everything."""
    texts = {f"task-{number}": task_text(record_of(f"task-{number}", number)) for number in range(before)}
    found = candidates(direction(question), [(name, direction(text)) for name, text in texts.items()])
    return [candidate.id for candidate in diverse(found[:POOL], K)]


@pytest.mark.slow
@pytest.mark.parametrize("before", [COUNT, COUNT - 16, 300])
def test_every_answer_is_that_of_a_full_search(large: Workspace, before: int) -> None:
    with Memory(large, purpose="test", embedder=HashEmbedder()) as memory:
        for question in QUESTIONS[:10]:
            found = memory.similar_tasks(question, K, before=before)
            assert [neighbour.name for neighbour in found] == exact(question, before)


@pytest.mark.slow
def test_opening_asking_and_reading_are_quick(large: Workspace) -> None:
    start = time.perf_counter()
    with Memory(large, purpose="test", embedder=HashEmbedder()) as memory:
        assert time.perf_counter() - start < 10
        times_s = []
        for question in QUESTIONS:
            start = time.perf_counter()
            memory.similar_tasks(question, K)
            times_s.append(time.perf_counter() - start)
        assert statistics.median(times_s) < 0.1
        start = time.perf_counter()
        assert len(Reader(large, HashEmbedder()).search("question", K)) == K
        assert time.perf_counter() - start < 1.5
