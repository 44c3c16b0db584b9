"""Free the space of runs: what can be made again, or is needed by nobody who was not named.

Things are needed of a run later: `--resume` needs its answers, checkpoints and whatever waits for a person;
`--replay` needs its answers; `simwright trace` needs spans and answers. Without being told otherwise, pruning
takes what none of them needs. It never touches the library, and never a run that is running.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from graphs.disk import used_bytes
from graphs.folder import attempts_folder
from simwright.films import FOLDER as FILMS
from simwright.runs import Run

Kind = Literal["films", "pictures", "checkpoints", "leftovers", "traces", "answers"]

SAID: Final[dict[Kind, str]] = {
    "films": "films of the report, which `simwright runs report` draws again",
    "pictures": "pictures of attempts that were committed; those of kept tasks are in the library",
    "checkpoints": "checkpoints of runs that are done, and damaged ones",
    "leftovers": "what a killed process left half written, and copies of libraries that replays walked on",
    "traces": "spans: `simwright trace` has nothing to show afterwards",
    "answers": "questions and answers: no replay and no trace afterwards",
}


@dataclass(frozen=True)
class Part:
    """Something that can go."""

    kind: Kind
    path: Path
    size: int  # bytes


@dataclass(frozen=True)
class Wish:
    """What else may go, beside what nobody needs."""

    traces: bool = False
    answers: bool = False


def prunable(run: Run, wish: Wish) -> tuple[Part, ...]:
    """List what can go of a run; nothing of one that is running."""
    if run.is_walking:
        return ()
    found = {path: kind for kind, path in _paths(run, wish)}
    whole = [path for kind, path in _paths(run, wish) if path.is_dir()]
    parts = (
        Part(kind, path, _size(path))
        for path, kind in found.items()
        if not any(path != folder and path.is_relative_to(folder) for folder in whole)
    )
    return tuple(part for part in parts if os.path.lexists(part.path))


def prune(parts: Iterable[Part]) -> int:
    """Remove the parts, and return how many bytes that freed."""
    freed = 0
    for part in parts:
        if part.path.is_dir():
            shutil.rmtree(part.path)
        else:
            part.path.unlink(missing_ok=True)
        freed += part.size
    return freed


def _paths(run: Run, wish: Wish) -> Iterator[tuple[Kind, Path]]:
    folder, attempts = run.folder, attempts_folder(run.folder)
    waiting = {entry.attempt for entry in run.waiting}
    is_over = run.state == "done" and not run.resumable
    if wish.answers and is_over and not waiting and attempts.is_dir():
        yield "answers", attempts
    if (folder / FILMS).is_dir():
        yield "films", folder / FILMS
    for entry in run.entries:
        if entry.attempt not in waiting:
            yield from (("pictures", path) for path in (attempts / f"{entry.attempt:06d}").glob("*.webp"))
    yield from (("checkpoints", path) for path in folder.glob("checkpoints.sqlite.damaged-*"))
    if is_over and not waiting:
        yield from (("checkpoints", path) for path in folder.glob("checkpoints.sqlite*"))
        yield from (("leftovers", path) for path in folder.rglob(".tmp-*"))
        if (folder / "scratch").is_dir():
            yield "leftovers", folder / "scratch"
    if wish.traces:
        yield from (("traces", path) for path in folder.glob("spans.jsonl"))


def _size(path: Path) -> int:
    return used_bytes(path) if path.is_dir() else path.lstat().st_size
