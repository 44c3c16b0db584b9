"""A seal on a folder: whether it is still as its owner left it.

Chroma's vector graph is read by native code that trusts it: a torn file ends the process instead of raising
(seen with Chroma 1.5.9 and a truncated `data_level0.bin`). So the index is sealed when it is closed, unsealed
when it is opened, and not opened at all when the seal is missing or broken.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from sim.atomic import write_file

SEAL_FILE = "seal.json"
CHUNK_BYTES = 1 << 20


def seal(folder: Path) -> None:
    """Write down what a folder holds, as the last thing done to it."""
    write_file(folder / SEAL_FILE, json.dumps(_sums(folder), indent=2, sort_keys=True).encode() + b"\n")


def unseal(folder: Path) -> None:
    """Take the seal off, before anything is changed."""
    (folder / SEAL_FILE).unlink(missing_ok=True)


def broken_seal(folder: Path) -> str:
    """Say what is wrong with a sealed folder; "" if it is as it was left."""
    path = folder / SEAL_FILE
    if not path.exists():
        return "it was not closed, so it may be half written"
    try:
        written = json.loads(path.read_bytes())
    except ValueError:
        return "its seal cannot be read"
    return "" if written == _sums(folder) else "its files are not as they were left"


def _sums(folder: Path) -> dict[str, str]:
    """Return the CRC-32 of every file by its path."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SEAL_FILE]
    return {path.relative_to(folder).as_posix(): f"{_crc(path):08x}" for path in files}


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            crc = zlib.crc32(chunk, crc)
    return crc
