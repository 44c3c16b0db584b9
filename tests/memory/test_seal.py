"""A seal tells whether a folder is as it was left."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory.seal import broken_seal, seal, unseal


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "links.bin").write_bytes(b"12345")
    seal(tmp_path)
    return tmp_path


def test_an_untouched_folder_is_as_it_was_left(sealed: Path) -> None:
    assert broken_seal(sealed) == ""


def test_an_unsealed_folder_was_not_closed(sealed: Path) -> None:
    unseal(sealed)
    assert "was not closed" in broken_seal(sealed)


@pytest.mark.parametrize("content", [b"1234", b"12346"])
def test_a_changed_file_breaks_the_seal(sealed: Path, content: bytes) -> None:
    (sealed / "graph" / "links.bin").write_bytes(content)
    assert "not as they were left" in broken_seal(sealed)


def test_a_missing_file_breaks_the_seal(sealed: Path) -> None:
    (sealed / "graph" / "links.bin").unlink()
    assert "not as they were left" in broken_seal(sealed)


def test_a_damaged_seal_is_a_broken_one(sealed: Path) -> None:
    (sealed / "seal.json").write_bytes(b"{")
    assert "cannot be read" in broken_seal(sealed)
