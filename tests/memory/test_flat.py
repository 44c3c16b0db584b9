"""The flat vectors survive a kill, damage and other models, and can be read while they grow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from memory.flat import HEADER_BYTES, FlatModel, FlatWriter, compact, read_flat
from memory.texts import text_key
from tests.memory.made_up import direction

MODEL = FlatModel("hash:0", 384)
TEXTS = ("a", "b", "c")

APPEND = """
import sys
from pathlib import Path
from memory.flat import FlatModel, FlatWriter
from memory.texts import text_key
from tests.memory.made_up import direction
writer = FlatWriter(Path(sys.argv[1]), FlatModel("hash:0", 384))
print("open", flush=True)
for number in range(300):
    text = str(number)
    writer.append([text_key(text)], direction(text)[None])
writer.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "flat" / "vectors.bin"


@pytest.fixture
def filled(path: Path) -> Path:
    writer = FlatWriter(path, MODEL)
    writer.append([text_key(text) for text in TEXTS], np.stack([direction(text) for text in TEXTS]))
    writer.close()
    return path


def test_what_was_appended_is_read_bit_for_bit(filled: Path) -> None:
    contents = read_flat(filled, MODEL)
    assert contents.damage == ""
    for text in TEXTS:
        assert np.array_equal(contents.vectors[text_key(text)], direction(text))


def test_a_missing_file_has_nothing(path: Path) -> None:
    assert read_flat(path, MODEL).damage == "the flat vectors are missing"


def test_vectors_of_another_model_are_not_used(filled: Path) -> None:
    other = FlatModel("other:1", 384)
    assert "not of format 1 and other:1" in read_flat(filled, other).damage
    writer = FlatWriter(filled, other)
    writer.close()
    assert writer.vectors == {}
    assert read_flat(filled, other).damage == ""


@pytest.mark.parametrize("torn", [1, 100, MODEL.record.itemsize - 1])
def test_a_torn_tail_is_cut_off_and_the_rest_kept(filled: Path, torn: int) -> None:
    whole = filled.read_bytes()
    filled.write_bytes(whole[:-torn])
    assert read_flat(filled, MODEL).damage == "the last flat vector is torn"
    writer = FlatWriter(filled, MODEL)
    writer.append([text_key("c")], direction("c")[None])
    writer.close()
    assert filled.read_bytes() == whole


def test_a_flipped_bit_ends_what_is_believed(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[HEADER_BYTES + MODEL.record.itemsize + 50] ^= 1
    filled.write_bytes(content)
    contents = read_flat(filled, MODEL)
    assert contents.damage == "a flat vector is damaged"
    assert list(contents.vectors) == [text_key("a")]


@pytest.mark.parametrize("size", [0, 10, HEADER_BYTES - 1])
def test_a_torn_header_is_written_again(filled: Path, size: int) -> None:
    filled.write_bytes(filled.read_bytes()[:size])
    FlatWriter(filled, MODEL).close()
    assert read_flat(filled, MODEL).damage == ""


def test_compacting_keeps_what_is_wanted(filled: Path) -> None:
    compact(filled, MODEL, {text_key("b"), text_key("unknown")})
    assert list(read_flat(filled, MODEL).vectors) == [text_key("b")]


def test_a_reader_sees_whole_vectors_only_while_another_process_appends(path: Path) -> None:
    path.parent.mkdir()
    seen = 0
    with subprocess.Popen([sys.executable, "-c", APPEND, path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        while writer.poll() is None:
            found = read_flat(path, MODEL).vectors
            assert len(found) >= seen
            seen = len(found)
            for number, vector in enumerate(found.values()):
                assert np.array_equal(vector, direction(str(number)))
    assert len(read_flat(path, MODEL).vectors) == 300
