"""Files and folders that are there whole or not at all, even after a kill or a power cut.

Everything is made under a temporary name beside its place, flushed to the disk, renamed, and the renaming is
flushed too. What a killed writer leaves behind starts with `LEFTOVER`; readers skip it, and the next writer
removes it. Nothing here locks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

LEFTOVER = ".tmp-"


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step; an older one is replaced."""
    temporary = path.with_name(f"{LEFTOVER}{path.name}")
    _write_and_sync(temporary, content)
    temporary.replace(path)
    sync_folder(path.parent)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with its files in one step.

    Raises:
        OSError: if the folder is there already and not empty.
    """
    temporary = path.with_name(f"{LEFTOVER}{path.name}")
    if temporary.exists():
        shutil.rmtree(temporary)
    temporary.mkdir()
    for name, content in files.items():
        _write_and_sync(temporary / name, content)
    sync_folder(temporary)
    temporary.rename(path)
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, so that a power cut cannot take them away again."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def remove_folder(path: Path) -> None:
    """Remove a folder in one step: whoever looks sees all of it, or nothing."""
    temporary = path.with_name(f"{LEFTOVER}{path.name}")
    if temporary.exists():
        shutil.rmtree(temporary)
    path.rename(temporary)
    sync_folder(path.parent)
    shutil.rmtree(temporary)


def remove_leftovers(folder: Path) -> list[Path]:
    """Remove what a killed writer left in a folder, and return it; only the one writer may call this."""
    leftovers = sorted(folder.glob(f"{LEFTOVER}*"))
    for leftover in leftovers:
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()
    return leftovers


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_and_sync(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
