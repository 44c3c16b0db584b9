"""A copy holds what an earlier point of the sequence held, and nothing of it is embedded twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory.copying import copy_memory
from memory.library import Library
from memory.memory import Memory
from memory.workspace import Workspace
from tests.memory.made_up import HashEmbedder, lesson_of, program_of, record_of


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Four tasks, of which the third is of a run, and a lesson between them."""
    with Memory(workspace, purpose="test", embedder=HashEmbedder()) as memory:
        for sequence, (name, run) in enumerate([("a", ""), ("b", ""), ("c", "run-0002")]):
            memory.add_task(record_of(name, sequence, run=run), program_of(name), b"picture")
        memory.add_lesson(lesson_of("l", 3))
        memory.add_task(record_of("d", 4), program_of("d"), None)
    return workspace


def test_what_came_later_is_left_out(filled: Workspace, tmp_path: Path) -> None:
    copy = Workspace(tmp_path / "copy")
    assert copy_memory(filled, copy, before=4, without=("run-0002",), embedder=HashEmbedder()) == 3
    library = Library(copy.library)
    assert [record.name for record in library.records()] == ["a", "b"]
    assert [lesson.id for lesson in library.lessons()] == ["l"]
    assert library.preview("a") is not None


def test_the_copy_is_whole_and_takes_its_vectors_along(
    filled: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = Workspace(tmp_path / "copy")
    embedder = HashEmbedder()
    copy_memory(filled, copy, before=5, embedder=embedder)
    assert embedder.embedded == []
    with Memory(copy, purpose="test", embedder=HashEmbedder()) as memory:
        assert memory.sequence == 5
        assert len(memory.similar_tasks("a", 4)) == 4
    assert caplog.text == "", "the index was made, not mended"


def test_a_copy_without_vectors_makes_them(filled: Workspace, tmp_path: Path) -> None:
    for file in (filled.index / "flat").iterdir():
        file.unlink()
    assert copy_memory(filled, Workspace(tmp_path / "copy"), before=5, embedder=HashEmbedder()) == 5
