"""What a run tells the people who started it: while it walks, and when it ends.

Times are allowed here. They never reach the ledger or the library.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from pydantic import Field

from agents.roles import RoleName
from agents.usage import RoleUsage
from graphs.costs import Costs
from graphs.ledger import Entry
from graphs.outside import Outside
from graphs.settings import ExploreSettings
from graphs.statistics import Funnel, Statistics
from memory.novelty import skeleton_of
from sim.spec import Data

Complete = Literal["attempts", "kept", "patience"]  # limits that give the same library every time
Ending = Complete | Literal["hours", "stopped", "disk", "failures", "halted"]

COMPLETE: Final[tuple[Complete, ...]] = get_args(Complete)


class KeptTask(Data):
    """A task that the run kept."""

    name: str
    signature: str
    skeleton: str
    steps: int = Field(description="Different goals of the scene; one over two kinds of things is one.")

    @classmethod
    def of(cls, entry: Entry) -> KeptTask:
        """Describe the task of an attempt that was kept."""
        found = entry.signature
        return cls(name=entry.name, signature=found, skeleton=skeleton_of(found), steps=steps_of(found))


def kept_tasks(entries: Iterable[Entry]) -> tuple[KeptTask, ...]:
    """Describe what a run kept, in the order of the attempts."""
    return tuple(KeptTask.of(entry) for entry in entries if entry.outcome == "kept")


def steps_of(signature: str) -> int:
    """Count the different goals of a signature; clauses that differ in what is moved only are one goal."""
    clauses = signature.split(" + ")
    return len({clause if ", same " in clause else re.sub(r"\(\w+ ->", "(", clause) for clause in clauses})


class RunSummary(Data):
    """The outcome of a run, as `simwright explore --json` prints it and `runs/R/summary.json` keeps it."""

    run: str
    attempts: int
    kept: tuple[KeptTask, ...]
    funnel: Funnel
    edges: dict[str, int]
    overhead_ms_per_attempt: float = Field(description="The graphs' own processor time, this session's.")
    seconds: float = Field(description="Over all sessions.")
    exhausted: bool = Field(default=False, description="Most of the latest attempts repeated what is known.")
    ended: Ending
    interrupted: bool
    message: str
    usage: dict[RoleName, RoleUsage] = Field(default={}, description="Of models, by role, over all sessions.")
    costs: Costs | None = Field(default=None, description="What that comes to; None if no model was called.")


@dataclass(frozen=True)
class Progress:
    """Where a run stands after a commit; `seconds` are those of this session, `committed` too.

    The latest `misses` attempts, all in a row, had nothing to keep.
    """

    run: str
    settings: ExploreSettings
    statistics: Statistics
    outcome: str
    name: str
    reason: str
    committed: int
    misses: int
    seconds: float


@dataclass(frozen=True)
class Watch:
    """How the caller follows a run and ends it early, and which services beyond the workspace it uses.

    `stop` may be set at any time (from a signal handler, say): nothing more is admitted, attempts in flight
    end at their next step, and the run can be resumed. `on_progress` is called after every commit and once
    at the beginning, from the event loop: it must be quick.
    """

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    on_progress: Callable[[Progress], None] = lambda progress: None
    outside: Outside = field(default_factory=Outside)
