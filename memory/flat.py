"""The flat vectors: one file that maps a text's hash to its vector, appended to, never changed.

It makes a rebuild cheap (no text is embedded twice), gives exact scores, and is all that a reader needs.

    index/flat/vectors.bin    512 bytes of JSON: format, model, dimensions; then records of one size:
                              32 bytes sha256 of the text, D float32 (little endian), 4 bytes CRC-32 of both

A reader takes whole, intact records only, so it may read while a writer appends. The writer cuts off what a
killed one left half written. A record is addressed by the hash of the text, so it is never stale: at worst it
is not asked for.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from memory.embedding import Embedder, Vector, Vectors
from memory.workspace import Workspace
from sim.atomic import write_file

FORMAT = 1
HEADER_BYTES = 512
KEY_BYTES = 32
FILE = "vectors.bin"


@dataclass(frozen=True)
class FlatModel:
    """Which model the vectors of a file come from."""

    identity: str
    dimensions: int

    @property
    def header(self) -> bytes:
        """The first bytes of the file."""
        tag = {"dimensions": self.dimensions, "format": FORMAT, "model": self.identity}
        return json.dumps(tag, sort_keys=True).encode().ljust(HEADER_BYTES - 1) + b"\n"

    @property
    def record(self) -> np.dtype[np.void]:
        """The layout of one record."""
        return np.dtype([("key", "u1", (KEY_BYTES,)), ("vector", "<f4", (self.dimensions,)), ("crc", "<u4")])


@dataclass(frozen=True)
class FlatContents:
    """What could be read: vectors by hash of their text, what was wrong, and how many bytes are good."""

    vectors: dict[str, Vector]
    damage: str
    good_bytes: int


def flat_file(workspace: Workspace) -> Path:
    """Return where the flat vectors of a workspace lie."""
    return workspace.index / "flat" / FILE


def flat_model(embedder: Embedder) -> FlatModel:
    """Return the tag of an embedder's vectors."""
    return FlatModel(embedder.identity, embedder.dimensions)


def read_flat(path: Path, model: FlatModel) -> FlatContents:
    """Read every intact record up to the first damaged one; a foreign or missing file has none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return FlatContents({}, "the flat vectors are missing", 0)
    if content[:HEADER_BYTES] != model.header:
        return FlatContents({}, f"the flat vectors are not of format {FORMAT} and {model.identity[:40]}", 0)
    records, torn = divmod(len(content) - HEADER_BYTES, model.record.itemsize)
    rows = np.frombuffer(content, model.record, count=records, offset=HEADER_BYTES)
    good = _count_intact(content, rows)
    damage = "a flat vector is damaged" if good < records else "the last flat vector is torn" if torn else ""
    keys = [row.tobytes().hex() for row in rows["key"][:good]]
    vectors = dict(zip(keys, rows["vector"][:good], strict=True))
    return FlatContents(vectors, damage, HEADER_BYTES + good * model.record.itemsize)


class FlatWriter:
    """The one process that appends; `vectors` is what the file holds."""

    def __init__(self, path: Path, model: FlatModel) -> None:
        """Open the file, cut off what is damaged and say so in `damage` (empty when it was whole)."""
        self.model = model
        path.parent.mkdir(parents=True, exist_ok=True)
        contents = read_flat(path, model)
        self.vectors = contents.vectors
        self.damage = contents.damage
        if contents.good_bytes == 0:
            write_file(path, model.header)
        elif contents.damage:
            os.truncate(path, contents.good_bytes)
        self._file: BinaryIO = path.open("ab")

    def append(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Append vectors under the hashes of their texts; readers see them at once."""
        self._file.write(_records(dict(zip(keys, vectors, strict=True)), self.model))
        self._file.flush()
        self.vectors.update(zip(keys, vectors, strict=True))

    def sync(self) -> None:
        """Flush to the disk what was appended."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Flush and close the file."""
        self.sync()
        self._file.close()


def compact(path: Path, model: FlatModel, wanted: set[str]) -> None:
    """Write the file anew with only the wanted vectors, in one step; for a rebuild, with no writer open."""
    vectors = read_flat(path, model).vectors
    kept = {key: vector for key, vector in vectors.items() if key in wanted}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, model.header + _records(kept, model))


def _records(vectors: Mapping[str, Vector], model: FlatModel) -> bytes:
    rows = np.zeros(len(vectors), model.record)
    for row, (key, vector) in zip(rows, vectors.items(), strict=True):
        row["key"] = np.frombuffer(bytes.fromhex(key), np.uint8)
        row["vector"] = vector
        row["crc"] = zlib.crc32(row.tobytes()[:-4])
    return rows.tobytes()


def _count_intact(content: bytes, rows: NDArray[np.void]) -> int:
    """Count the records before the first one whose check sum is wrong."""
    size = rows.dtype.itemsize
    view = memoryview(content)
    for number, crc in enumerate(rows["crc"]):
        start = HEADER_BYTES + number * size
        if zlib.crc32(view[start : start + size - 4]) != crc:
            return number
    return len(rows)
