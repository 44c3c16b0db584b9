"""A rebuild makes the same index from the folders."""

from __future__ import annotations

import pytest

from memory.memory import Memory
from memory.rebuild import rebuild
from memory.texts import text_key
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.memory.made_up import NAMES, HashEmbedder, fill, lesson_of


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with Memory(workspace, purpose="test", embedder=HashEmbedder()) as memory:
        fill(memory)
    return workspace


def test_a_rebuild_counts_what_it_found_and_embeds_nothing_twice(filled: Workspace) -> None:
    rebuilt = rebuild(filled, HashEmbedder())
    assert (rebuilt.tasks, rebuilt.lessons, rebuilt.embedded) == (len(NAMES), 1, 0)
    assert len(list(filled.index.glob("chroma-*"))) == 1


def test_after_a_rebuild_all_is_well(filled: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    rebuild(filled, HashEmbedder())
    with Memory(filled, purpose="test", embedder=HashEmbedder()) as memory:
        assert len(memory.similar_tasks("x", 9)) == len(NAMES)
    assert caplog.text == ""


def test_a_rebuild_forgets_vectors_that_nobody_needs(filled: Workspace) -> None:
    (filled.library / "lessons" / "lesson-1.json").unlink()
    rebuild(filled, HashEmbedder())
    with Memory(filled, purpose="test", embedder=HashEmbedder()) as memory:
        assert text_key(f"{lesson_of('l', 0).symptom} an endless loop") not in memory._flat.vectors
        assert len(memory._flat.vectors) == 3 * len(NAMES)


def test_another_model_embeds_everything_anew(filled: Workspace) -> None:
    assert rebuild(filled, HashEmbedder("other")).embedded == 3 * len(NAMES) + 1


def test_nothing_is_rebuilt_under_a_writer(filled: Workspace) -> None:
    with (
        Memory(filled, purpose="test", embedder=HashEmbedder()),
        pytest.raises(UsageError, match="being written to"),
    ):
        rebuild(filled, HashEmbedder())


def test_an_empty_workspace_can_be_rebuilt(workspace: Workspace) -> None:
    assert rebuild(workspace, HashEmbedder()).tasks == 0
