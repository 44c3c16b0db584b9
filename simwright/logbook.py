"""The log of a run, `runs/R/log.txt`: plain lines for whoever wants to know what happened, without secrets.

Our modules log through Python's own `logging` and know no file. A command that walks a run opens a logbook:
what is said before the run has a name is held back until it has one. Warnings go to standard error as well.
What looks like a key, and every key that is in use, is hidden.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from logging.handlers import MemoryHandler
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from graphs.outside import Veil
from graphs.summary import Progress
from memory.workspace import Workspace
from simwright.console import note

FILE: Final = "log.txt"
OURS: Final = ("sim", "memory", "agents", "graphs", "policy", "eval", "simwright")
HELD_BACK: Final = 10_000  # records before the run has a name; nothing says so much


class _Hiding(logging.Formatter):
    """Writes a line in UTC, and hides keys, also those in tracebacks."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)sZ %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime
        self._veil = Veil(tuple(secrets))

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record, fit to be shown to anybody."""
        return self._veil(super().format(record))


class _Book(logging.FileHandler):
    """A file that a full disk may end: the run itself says so, and goes on or halts by its own rules."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say once that nothing more is logged, instead of a traceback for every line."""
        if self in logging.getLogger().handlers:
            logging.getLogger().removeHandler(self)
            note(f"{self.baseFilename} cannot be written to: {sys.exception()}; the log ends here")

    def close(self) -> None:
        """Let go of the file; what it could not take was said when it happened."""
        with suppress(OSError):
            super().close()


class Logbook:
    """Collects what our modules log; a context manager. `open` gives it its file."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._format = _Hiding(secrets)
        self._root = logging.getLogger()
        self._held = MemoryHandler(HELD_BACK, flushLevel=logging.CRITICAL + 1)
        self._loud = logging.StreamHandler(sys.stderr)
        self._loud.setLevel(logging.WARNING)
        self._loud.setFormatter(self._format)
        self._book: _Book | None = None
        self._levels: dict[str, int] = {}

    def __enter__(self) -> Self:
        for name in OURS:
            self._levels[name] = logging.getLogger(name).level
            logging.getLogger(name).setLevel(logging.INFO)
        for handler in (self._held, self._loud):
            self._root.addHandler(handler)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for handler in (self._held, self._loud, self._book):
            if handler is not None:
                self._root.removeHandler(handler)
                handler.close()
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def following(self, workspace: Workspace, show: Callable[[Progress], None]) -> Callable[[Progress], None]:
        """Return what shows how a run goes and, as soon as the run has a name, opens its log."""

        def follow(progress: Progress) -> None:
            self.open(workspace.runs / progress.run)
            show(progress)

        return follow

    def open(self, folder: Path) -> None:
        """Write to the log of a run's folder from now on, beginning with what was held back."""
        if self._book is not None:
            return
        self._book = _Book(folder / FILE, encoding="utf-8")
        self._book.setFormatter(self._format)
        self._root.removeHandler(self._held)
        self._held.setTarget(self._book)
        self._held.flush()
        self._root.addHandler(self._book)
