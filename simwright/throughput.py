"""How much quicker a run is with more workers, and what keeps it from being quicker still.

The same attempts are walked with one worker and with several, in copies of one workspace, in turns, so that
whatever else the machine does meets all alike. What counts is the ratio. The results are compared, too: the
number of workers must change the time and nothing else.
"""

from __future__ import annotations

import asyncio
import hashlib
import resource
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from pydantic import Field

from graphs.settings import ExploreSettings
from memory.workspace import Workspace
from sim.spec import Data
from simwright.trials import Walk, copied

WANTED = 1.7  # times the throughput of one worker, with two


class Pace(Data):
    """One run, with so many workers."""

    workers: int
    attempts: int
    seconds: float
    parent_s: float = Field(description="Processor time of the parent, where all attempts take turns.")
    children_s: float = Field(description="Of builders and simulators, which work side by side.")
    library: str = Field(description="Hash of all that the library then held.")

    @property
    def a_minute(self) -> float:
        """Attempts a minute."""
        return 60 * self.attempts / self.seconds


class Throughput(Data):
    """One worker beside several."""

    workers: int
    attempts: int
    paces: tuple[Pace, ...]
    ratio: float = Field(description="Of the medians: the throughput of several workers by that of one.")
    bound: float = Field(
        description="All processor time by the parent's own: no number of workers gives a higher ratio."
    )
    same: bool = Field(description="Whether every run left the same library, byte for byte.")

    @classmethod
    def of(cls, workers: int, paces: Sequence[Pace]) -> Throughput:
        """Sum up."""
        alone, several = (
            median(pace.a_minute for pace in paces if pace.workers == count) for count in (1, workers)
        )
        parent, all_of_it = (
            sum(pace.parent_s for pace in paces),
            sum(pace.parent_s + pace.children_s for pace in paces),
        )
        return cls(
            workers=workers,
            attempts=paces[0].attempts,
            paces=tuple(paces),
            ratio=round(several / alone, 3),
            bound=round(all_of_it / parent, 2),
            same=len({pace.library for pace in paces}) == 1,
        )


def paces(
    walk: Walk, settings: ExploreSettings, seeded: Workspace, workers: int, turns: int
) -> Iterator[Pace]:
    """Walk the same attempts with one worker and with several, in turns."""
    for _ in range(turns):
        for count in (1, workers):
            with copied(seeded) as workspace:
                yield _pace(walk, settings.model_copy(update={"workers": count}), workspace)


def _pace(walk: Walk, settings: ExploreSettings, workspace: Workspace) -> Pace:
    before = _spent_s(resource.RUSAGE_SELF), _spent_s(resource.RUSAGE_CHILDREN)
    summary = asyncio.run(walk(settings, workspace))
    after = _spent_s(resource.RUSAGE_SELF), _spent_s(resource.RUSAGE_CHILDREN)
    return Pace(
        workers=settings.workers,
        attempts=summary.attempts,
        seconds=summary.seconds,
        parent_s=round(after[0] - before[0], 3),
        children_s=round(after[1] - before[1], 3),
        library=_hash(workspace.library),
    )


def _spent_s(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _hash(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]
