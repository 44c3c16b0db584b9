"""What a run tells the people who started it: while it walks, and when it ends.

Times are allowed here. They never reach the ledger or the library.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from graphs.settings import ExploreSettings
from graphs.statistics import Funnel, Statistics
from sim.spec import Data

Ending = Literal["attempts", "kept", "hours", "stopped", "failures"]


class KeptTask(Data):
    """A task that the run kept."""

    name: str
    signature: str


class RunSummary(Data):
    """The outcome of a run, as `simwright explore --json` prints it and `runs/R/summary.json` keeps it."""

    run: str
    attempts: int
    kept: tuple[KeptTask, ...]
    funnel: Funnel
    edges: dict[str, int]
    overhead_ms_per_attempt: float
    seconds: float
    ended: Ending
    interrupted: bool
    message: str


@dataclass(frozen=True)
class Progress:
    """Where a run stands after a commit; `seconds` are those of this session, `committed` too."""

    run: str
    settings: ExploreSettings
    statistics: Statistics
    outcome: str
    name: str
    reason: str
    committed: int
    seconds: float


@dataclass(frozen=True)
class Watch:
    """How the caller follows a run and ends it early.

    `stop` may be set at any time (from a signal handler, say): nothing more is admitted, attempts in flight
    end at their next step, and the run can be resumed. `on_progress` is called after every commit and once
    at the beginning, from the event loop: it must be quick.
    """

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    on_progress: Callable[[Progress], None] = lambda progress: None
