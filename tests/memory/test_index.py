"""The Chroma index: what it finds, and that all damage has one name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from memory.embedding import Vector
from memory.index import EF_SEARCH, Index, IndexDamaged
from memory.texts import text_key
from tests.memory.made_up import direction


def items(*names: str) -> list[tuple[str, str, Vector]]:
    return [(name, text_key(name), direction(name)) for name in names]


def truncate_database(place: Path) -> None:
    os.truncate(place / "chroma.sqlite3", 5000)


def scramble_database(place: Path) -> None:
    path = place / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:8192] + bytes(range(256)) * 300)


def remove_database(place: Path) -> None:
    (place / "chroma.sqlite3").unlink()


def truncate_graph(place: Path) -> None:
    for path in place.glob("*/data_level0.bin"):
        os.truncate(path, 1000)


def lose_the_seal(place: Path) -> None:
    (place / "seal.json").unlink()


def test_the_nearest_come_first(tmp_path: Path) -> None:
    index = Index.create(tmp_path, "hash:0")
    index.upsert("tasks", items("a", "b", "c"))
    assert index.near("tasks", direction("b"), 3)[0] == "b"
    assert index.near("programs", direction("b"), 3) == []
    index.close()


def test_putting_in_again_replaces(tmp_path: Path) -> None:
    index = Index.create(tmp_path, "hash:0")
    index.upsert("lessons", items("a", "b"))
    index.upsert("lessons", [("a", text_key("z"), direction("z"))])
    assert index.contents("lessons") == {"a": text_key("z"), "b": text_key("b")}
    assert index.near("lessons", direction("z"), 1) == ["a"]
    index.delete("lessons", ["a"])
    assert list(index.contents("lessons")) == ["b"]
    index.close()


def test_a_closed_index_opens_as_it_was(tmp_path: Path) -> None:
    for count in range(3):
        index = Index.open(tmp_path, "hash:0") if count else Index.create(tmp_path, "hash:0")
        index.upsert("tasks", items(str(count)))
        index.close()
    index = Index.open(tmp_path, "hash:0")
    assert sorted(index.contents("tasks")) == ["0", "1", "2"]
    index.close()


def test_distances_are_cosine_and_searched_widely(tmp_path: Path) -> None:
    Index.create(tmp_path, "hash:0").close()
    index = Index.open(tmp_path, "hash:0")
    for collection in index._collections.values():
        hnsw = collection.configuration_json["hnsw"]
        assert (hnsw["space"], hnsw["ef_search"]) == ("cosine", EF_SEARCH)
    index.close()


def test_a_missing_index_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="missing"):
        Index.open(tmp_path, "hash:0")


def test_an_index_of_another_model_is_damage(tmp_path: Path) -> None:
    Index.create(tmp_path, "hash:0").close()
    with pytest.raises(IndexDamaged, match=r"was made for .*hash:0.* not .*other:1"):
        Index.open(tmp_path, "other:1")


@pytest.mark.parametrize(
    "damage", [truncate_database, scramble_database, remove_database, truncate_graph, lose_the_seal]
)
def test_a_damaged_index_is_not_opened_and_can_be_made_again(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    index = Index.create(tmp_path, "hash:0")
    index.upsert("tasks", items("a", "b"))
    index.close()
    damage(next(tmp_path.glob("chroma-*")))
    with pytest.raises(IndexDamaged):
        Index.open(tmp_path, "hash:0")
    index = Index.create(tmp_path, "hash:0")
    index.upsert("tasks", items("c"))
    assert list(index.contents("tasks")) == ["c"]
    index.close()
    assert len(list(tmp_path.glob("chroma-*"))) == 1


def test_damage_inside_chroma_has_the_same_name(tmp_path: Path) -> None:
    index = Index.create(tmp_path, "hash:0")
    index.upsert("tasks", items("a"))
    with pytest.raises(IndexDamaged, match="tasks cannot be written"):
        index.upsert("tasks", [("b", text_key("b"), np.ones(3, np.float32))])
    index.abandon()
