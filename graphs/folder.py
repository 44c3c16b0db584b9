"""The files of one attempt, in `runs/R/attempts/000123/`: exchanges with roles, reports, the picture.

The state of the graph holds names of these files only, because every checkpoint stores the whole state. A
file is there whole or not at all, and a node that runs again writes the same one again. Nothing waits for the
disk here: flushing each file would cost half as much as all the rest of an attempt's bookkeeping, and only a
power cut could lose what was renamed. What is kept is flushed when it is committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic_core import from_json

from memory.atomic import LEFTOVER
from sim.spec import Data

D = TypeVar("D", bound=Data)


class AttemptFolder:
    """Where one attempt puts what is too long for the state."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, data: Data) -> str:
        """Write data as JSON and return the file's name."""
        return self.write_bytes(name, data.model_dump_json(indent=1).encode())

    def write_bytes(self, name: str, content: bytes) -> str:
        """Write a file whole or not at all and return its name."""
        partial = self.path / f"{LEFTOVER}{name}"
        try:
            partial.write_bytes(content)
        except FileNotFoundError:  # the attempt's first file
            self.path.mkdir(parents=True)
            partial.write_bytes(content)
        partial.replace(self.path / name)
        return name

    def read(self, name: str, kind: type[D]) -> D:
        """Read a file back as what it was."""
        return kind.model_validate_json((self.path / name).read_bytes())

    def reply(self, name: str, kind: type[D]) -> D:
        """Read what a role answered out of the exchange that `agents.exchange` saved here.

        The question, much the longer part, was checked when it was asked.
        """
        return kind.model_validate(from_json(self.read_bytes(name))["reply"])

    def read_bytes(self, name: str) -> bytes:
        """Read a file as it lies there."""
        return (self.path / name).read_bytes()


def attempt_folder(run_folder: Path, attempt: int) -> AttemptFolder:
    """Return the folder of an attempt of a run."""
    return AttemptFolder(attempts_folder(run_folder) / f"{attempt:06d}")


def attempts_folder(run_folder: Path) -> Path:
    """Return where the folders of a run's attempts lie, and so its exchanges."""
    return run_folder / "attempts"
