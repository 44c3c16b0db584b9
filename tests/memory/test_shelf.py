"""A shelf answers exactly, whatever the index has been told and whatever it misses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory.embedding import Vector
from memory.index import Index
from memory.shelf import ASKED, Item, Shelf
from memory.texts import text_key
from tests.memory.made_up import direction

COUNT = ASKED + 60
QUERY = direction("query")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index.create(tmp_path, "hash:0")
    yield index
    index.abandon()


@pytest.fixture
def vectors() -> dict[str, Vector]:
    return {text_key(str(number)): direction(str(number)) for number in range(COUNT)}


def filled(vectors: dict[str, Vector]) -> Shelf:
    shelf = Shelf("tasks", vectors)
    for number in range(COUNT):
        shelf.put(Item(str(number), number, text_key(str(number))))
    return shelf


def nearest(count: int, before: int = COUNT) -> list[str]:
    """Return the ids that a search of everything finds."""
    scores = {
        str(n): round(float(direction(str(n)).astype("f8") @ QUERY.astype("f8")), 6) for n in range(before)
    }
    return sorted(scores, key=lambda id_: (-scores[id_], id_))[:count]


def test_flushed_or_not_the_answer_is_that_of_a_full_search(index: Index, vectors: dict[str, Vector]) -> None:
    shelf = filled(vectors)
    for _ in ("not flushed", "flushed"):
        assert [c.id for c in shelf.near(index, QUERY, wanted=32, before=None)] == nearest(32)
        shelf.flush(index)
    assert shelf.pending == 0


def test_what_was_committed_later_is_not_seen(index: Index, vectors: dict[str, Vector]) -> None:
    shelf = filled(vectors)
    shelf.flush(index)
    for before in (0, 5, 100, COUNT):
        assert [c.id for c in shelf.near(index, QUERY, wanted=32, before=before)] == nearest(32, before)


def test_an_index_that_falls_short_is_made_up_for(index: Index, vectors: dict[str, Vector]) -> None:
    shelf = filled(vectors)
    shelf.flush(index)
    index.delete("tasks", list({*nearest(5), *(str(n) for n in range(150))}))
    assert [c.id for c in shelf.near(index, QUERY, wanted=32, before=None)] == nearest(32)


def test_differences_are_counted_and_mended(index: Index, vectors: dict[str, Vector]) -> None:
    filled(vectors).flush(index)
    index.delete("tasks", ["0", "1"])
    index.upsert(
        "tasks", [("2", text_key("old"), direction("old")), ("ghost", text_key("g"), direction("g"))]
    )
    shelf = filled(vectors)
    assert shelf.reconcile(index) == "tasks: 2 missing, 1 changed, 1 unknown"
    shelf.flush(index)
    assert index.contents("tasks") == {str(n): text_key(str(n)) for n in range(COUNT)}
    assert shelf.reconcile(index) == ""
