"""What travels with a graph but never in its state: people to ask, the memory, files, meters.

LangGraph hands these to every node as `runtime.context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

from agents.exchange import ExchangeStore
from agents.roles import Rejection, RoleName, Stage, Team
from graphs.folder import AttemptFolder, AttemptFolders, attempts_folder
from graphs.ledger import Entry, Ledger
from graphs.meter import Meter
from graphs.recall import Recall
from graphs.settings import ExploreSettings, Part
from graphs.spans import Spans
from sim.report import Report
from sim.spec import SceneSpec

Drawer = RoleName | Literal["retrieval", "plan"]

# Part of what every draw is made of: to renumber them is to change every run.
DRAWERS: dict[Drawer, int] = {
    "proposer": 0,
    "critic": 1,
    "coder": 2,
    "reflection": 3,
    "retrieval": 4,
    "plan": 5,
}


class Prover(Protocol):
    """Finds out whether a program can be done; `sim.verify.Verifier` is one."""

    async def verify(self, source: str, *, episodes: int = 10, first_seed: int = 0) -> Report:
        """Answer with a report, whatever the program does."""

    async def preview(self, scene: SceneSpec) -> bytes:
        """Draw the start and the end of the oracle at work, as WebP."""


@dataclass(frozen=True)
class Crew:
    """Who does the work that is not the graphs': four roles and a prover."""

    team: Team
    prover: Prover


@dataclass(frozen=True)
class Recording:
    """A run that is replayed: where its attempts lie, what became of each, and what people decided."""

    folder: Path
    entries: tuple[Entry, ...]  # as committed
    rulings: tuple[Entry, ...]  # in the order in which they took effect


@dataclass(frozen=True)
class RunFacts:
    """What is fixed for the whole life of a run, resumes included; see `graphs.resume`.

    `start` is the memory's sequence number when the run began. It goes into every draw, so that a second run
    with the same seed does not repeat the first one's.
    """

    run: str
    folder: Path
    start: int
    settings: ExploreSettings
    recording: Recording | None = None  # of the run that this one replays


@dataclass(frozen=True)
class AttemptContext:
    """What every node of the attempt graph may use."""

    facts: RunFacts
    crew: Crew
    recall: Recall
    ledger: Ledger
    spans: Spans
    meter: Meter
    folders: AttemptFolders
    stage: Stage | None = None  # of a curriculum: what the attempt has to be

    @cached_property
    def exchanges(self) -> ExchangeStore:
        """Where the roles' answers lie: each in the folder of its attempt."""
        recording = self.facts.recording
        recorded = attempts_folder(recording.folder) if recording else None
        return ExchangeStore(attempts_folder(self.facts.folder), recorded)

    def has(self, part: Part) -> bool:
        """Whether a part of the graph is at work in this run."""
        return part not in self.facts.settings.without

    def draw(self, attempt: int, drawer: Drawer, turn: int = 0, vote: int = 0) -> tuple[int, ...]:
        """Return the entropy of one question: no two questions of a run share it."""
        facts = self.facts
        return facts.settings.seed, facts.start, attempt, DRAWERS[drawer], turn, vote

    def rejections(self, attempt: int) -> tuple[Rejection, ...]:
        """Return the latest rejections as of the commit that an attempt sees."""
        return self.ledger.rejections(through=attempt - self.facts.settings.lookahead)

    def before(self, attempt: int) -> int:
        """Return the sequence number below which an attempt sees the memory."""
        facts = self.facts
        return self.ledger.sequence_after(attempt - facts.settings.lookahead, facts.start)

    def files(self, attempt: int) -> AttemptFolder:
        """Return the folder of an attempt."""
        return self.folders.of(attempt)
