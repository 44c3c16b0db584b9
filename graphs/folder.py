"""The files of one attempt, in `runs/R/attempts/000123/`: exchanges with roles, reports, the picture.

The state of the graph holds names of these files only, because every checkpoint stores the whole state. A
file is there whole or not at all, and a node that runs again writes the same one again. Each is on the disk
before the checkpoint that names it, or a power cut could leave a checkpoint that leads to nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic_core import from_json

from sim.atomic import make_folder, write_file
from sim.spec import Data

PLANS = "plans"  # folder of a run: what the planner was asked and answered

D = TypeVar("D", bound=Data)


class AttemptFolder:
    """Where one attempt puts what is too long for the state; what was written or read once is remembered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, Data] = {}

    def write(self, name: str, data: Data) -> str:
        """Write data as JSON and return the file's name."""
        self._known[name] = data
        return self.write_bytes(name, data.model_dump_json(indent=1).encode())

    def remember(self, name: str, data: Data) -> str:
        """Take note of what a file holds that somebody else wrote here, and return its name."""
        self._known[name] = data
        return name

    def write_bytes(self, name: str, content: bytes) -> str:
        """Write a file whole or not at all and return its name."""
        make_folder(self.path)
        write_file(self.path / name, content)
        return name

    def read(self, name: str, kind: type[D]) -> D:
        """Read a file back as what it was."""
        return self._remembered(name, kind) or self._noted(
            name, kind.model_validate_json(self.read_bytes(name))
        )

    def reply(self, name: str, kind: type[D]) -> D:
        """Read what a role answered out of the exchange that `agents.exchange` saved here.

        The question, much the longer part, was checked when it was asked.
        """
        return self._remembered(name, kind) or self._noted(
            name, kind.model_validate(from_json(self.read_bytes(name))["reply"])
        )

    def read_bytes(self, name: str) -> bytes:
        """Read a file as it lies there."""
        return (self.path / name).read_bytes()

    def _remembered(self, name: str, kind: type[D]) -> D | None:
        found = self._known.get(name)
        return found if isinstance(found, kind) else None

    def _noted(self, name: str, data: D) -> D:
        self._known[name] = data
        return data


class AttemptFolders:
    """The folders of the attempts on their way: each is opened once and let go of when it is committed."""

    def __init__(self, run_folder: Path) -> None:
        self._run_folder = run_folder
        self._open: dict[int, AttemptFolder] = {}

    def of(self, attempt: int) -> AttemptFolder:
        """Return the folder of an attempt."""
        if attempt not in self._open:
            self._open[attempt] = attempt_folder(self._run_folder, attempt)
        return self._open[attempt]

    def release(self, attempt: int) -> None:
        """Forget what an attempt wrote; its files stay."""
        self._open.pop(attempt, None)


def attempt_folder(run_folder: Path, attempt: int) -> AttemptFolder:
    """Return the folder of an attempt of a run."""
    return AttemptFolder(attempts_folder(run_folder) / f"{attempt:06d}")


def plans_folder(run_folder: Path) -> Path:
    """Return where the exchanges with the planner lie, in a run that builds a curriculum."""
    return run_folder / PLANS


def attempts_folder(run_folder: Path) -> Path:
    """Return where the folders of a run's attempts lie, and so its exchanges."""
    return run_folder / "attempts"
