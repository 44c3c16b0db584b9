"""Kill runs at any moment, resume them, and compare what they found with a run that nobody killed.

Every run is a `simwright explore` of its own in a workspace of its own. Once it has begun to walk, a SIGKILL
hits it after a time drawn from an exponential distribution: kills are then a Poisson process, and that is
as many moments, each uniform over the run's time. Then it is resumed, killed again, and so on until it ends.
What each kill hit is read from the spans that it left open. Nothing of a run is touched; only its files are
read.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from graphs.ledger import read_ledger
from graphs.lines import Growing
from graphs.spans import NODE
from graphs.times import elapsed_s
from memory.library import Library
from memory.workspace import Workspace
from sim.errors import SimwrightError
from sim.spec import Data
from simwright.spans import REMEDY, Span, SpanLine, folded

RUN: Final = "run-0001"
EPISODES: Final = 2  # of a verification: this measures what a kill does, not what a task is worth
KILLS_A_RUN: Final = 8  # on average, while it walks
BEGIN_S: Final = 600.0  # for a session to begin to walk, on a machine however busy
LOOK_EVERY_S: Final = 0.02
ORPHAN_S: Final = 20.0  # for children to follow their parent


class SessionFailed(SimwrightError):
    """A session ended with an error, or did not begin; the message has the end of what it said."""


class Kill(Data):
    """One kill: of a run with so many workers, so long after its session began to walk, and what it hit."""

    workers: int
    after_s: float
    in_flight: int
    nodes: tuple[str, ...]
    committed: int
    orphans: int


class CrashFigures(Data):
    """What came of all kills."""

    kills: int
    lost: int
    doubled: int
    equal_to_uninterrupted: bool
    statistics_right: bool
    orphans: int
    in_flight: int
    nodes: dict[str, int]
    workers: dict[str, int]
    runs: int
    attempts: int
    seconds: float


@dataclass(frozen=True)
class Truth:
    """What a seed decides about a run: every byte of library and ledger, and its numbers."""

    files: dict[str, bytes]
    statistics: str

    @classmethod
    def of(cls, workspace: Workspace) -> Truth:
        """Read it off a workspace."""
        from graphs.statistics import statistics  # noqa: PLC0415 - only who measures pays for the import

        ledger = workspace.runs / RUN / "ledger.jsonl"
        files = [ledger, *(path for path in workspace.library.rglob("*") if path.is_file())]
        return cls(
            {str(path.relative_to(workspace.root)): path.read_bytes() for path in sorted(files)},
            statistics(read_ledger(ledger)).model_dump_json(),
        )


@dataclass(frozen=True)
class Trial:
    """What is measured: runs of so many attempts, each in a copy of a workspace that holds the base tasks."""

    seeded: Workspace
    scratch: Path
    attempts: int
    seed: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(0))

    def new(self, name: str) -> Workspace:
        """Copy the seeded workspace."""
        copy = self.scratch / name
        shutil.copytree(self.seeded.root, copy)
        return Workspace(copy)


class Session:
    """One process that walks a run, or goes on with it."""

    def __init__(self, trial: Trial, workspace: Workspace, workers: int) -> None:
        self._workspace = workspace
        self._spans = workspace.runs / RUN / "spans.jsonl"
        self._offset = self._spans.stat().st_size if self._spans.exists() else 0
        goal = ["--resume", RUN] if self._spans.exists() else ["--attempts", str(trial.attempts)]
        goal += [] if self._spans.exists() else ["--seed", str(trial.seed)]
        self._errors = (workspace.root / "stderr.txt").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "simwright", "explore", *goal, "--json", "--workers", str(workers)],
            cwd=trial.scratch,
            env={
                **os.environ,
                "SIMWRIGHT_WORKSPACE": str(workspace.root),
                "SIMWRIGHT_EXPLORE_EPISODES": str(EPISODES),
            },
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )
        self._workers = workers
        self._began = 0.0

    def await_walk(self) -> None:
        """Wait until the first span of this session is there.

        Raises:
            SessionFailed: if it ends before.
        """
        limit = time.monotonic() + BEGIN_S
        while not (self._spans.exists() and self._spans.stat().st_size > self._offset):
            if self._process.poll() is not None or time.monotonic() > limit:
                self.end()
                raise SessionFailed(f"a session did not begin to walk: {self._said()}")
            time.sleep(LOOK_EVERY_S)
        self._began = time.monotonic()

    def ends_within(self, seconds: float | None) -> bool:
        """Wait for the process to end; say whether it did.

        Raises:
            SessionFailed: if it ended with an error.
        """
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._errors.close()
        if code != 0:
            raise SessionFailed(f"a session ended with {code}: {self._said()}")
        return True

    @property
    def walked_s(self) -> float:
        """Seconds since it began to walk."""
        return time.monotonic() - self._began

    def kill(self) -> Kill:
        """Kill the process, wait for its children to follow, and say what it was doing."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        after_s = self.walked_s
        self.end()
        _, orphans = psutil.wait_procs(children, timeout=ORPHAN_S)
        spans = read_open(self._spans, self._offset)
        return Kill(
            workers=self._workers,
            after_s=round(after_s, 3),
            in_flight=sum(span.name.startswith("attempt ") for span in spans),
            nodes=nodes_of(spans),
            committed=len(read_ledger(self._workspace.runs / RUN / "ledger.jsonl")),
            orphans=len(orphans),
        )

    def end(self) -> None:
        """Kill the process."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._errors.close()

    def _said(self) -> str:
        return (
            (self._workspace.root / "stderr.txt")
            .read_text(encoding="utf-8", errors="replace")[-1500:]
            .strip()
        )


def read_open(path: Path, offset: int) -> list[Span]:
    """Return the spans that began behind a place of a file of spans, and never ended there."""
    lines = Growing(path, SpanLine, REMEDY, offset).read()
    return [span for span in folded(lines) if span.status == "open"]


def nodes_of(spans: list[Span]) -> tuple[str, ...]:
    """Name what was under way: the node of each attempt, commits, and steps between two nodes."""
    found: list[str] = []
    walking = {span.trace for span in spans if span.name.startswith("attempt ")}
    for trace in walking:
        nodes = [span.attributes[NODE] for span in spans if span.trace == trace and NODE in span.attributes]
        found.append(str(nodes[0]) if nodes else "between nodes")
    found += ["commit" for span in spans if span.name.startswith("commit ")]
    return tuple(sorted(found)) or ("between attempts",)


@dataclass
class Tally:
    """Adds up what came of the kills of many runs."""

    kills: list[Kill] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    unequal: int = 0
    miscounted: int = 0
    runs: int = 0

    def add(self, workspace: Workspace, kept: set[str], reference: Truth) -> None:
        """Compare a run that ended with one that nobody killed; `kept` are tasks that it had when killed."""
        found = Truth.of(workspace)
        entries = read_ledger(workspace.runs / RUN / "ledger.jsonl")
        have = {entry.name for entry in entries if entry.outcome == "kept"} & set(names_in(workspace))
        should = {name for name in reference.files if name.endswith("/record.json")}
        self.runs += 1
        self.lost += len(kept - have) + len(should - found.files.keys())
        self.doubled += doubles_in(workspace)
        self.unequal += found.files != reference.files
        self.miscounted += found.statistics != reference.statistics

    def figures(self, attempts: int, seconds: float) -> CrashFigures:
        """Sum up."""
        nodes = Counter(node for kill in self.kills for node in kill.nodes)
        return CrashFigures(
            kills=len(self.kills),
            lost=self.lost,
            doubled=self.doubled,
            equal_to_uninterrupted=self.runs > 0 and not self.unequal,
            statistics_right=self.runs > 0 and not self.miscounted,
            orphans=sum(kill.orphans for kill in self.kills),
            in_flight=sum(kill.in_flight >= 2 for kill in self.kills),
            nodes=dict(nodes.most_common()),
            workers={str(w): n for w, n in sorted(Counter(kill.workers for kill in self.kills).items())},
            runs=self.runs,
            attempts=attempts,
            seconds=round(seconds, 1),
        )


def names_in(workspace: Workspace) -> list[str]:
    """List the tasks that a library holds."""
    return [record.name for record in Library(workspace.library).records()]


def doubles_in(workspace: Workspace) -> int:
    """Count tasks and lines of the ledger that one attempt left more than once."""
    records = Library(workspace.library).records()
    tasks = Counter((record.run, record.attempt) for record in records if record.origin == "explored")
    text = (workspace.runs / RUN / "ledger.jsonl").read_bytes().splitlines()
    return sum(count - 1 for count in tasks.values()) + len(text) - len(set(text))


def uninterrupted(trial: Trial, workers: int) -> tuple[Truth, float]:
    """Walk a run that nobody kills; return what it found and how long it walked, its report not counted."""
    workspace = trial.new(f"whole-{workers}")
    session = Session(trial, workspace, workers)
    session.await_walk()
    session.ends_within(None)
    return Truth.of(workspace), elapsed_s(workspace.runs / RUN / "times.jsonl")[-1]


@dataclass(frozen=True)
class Hunt:
    """One run that is killed again and again: after so long on average, and so often at most."""

    workspace: Workspace
    workers: int
    mean_s: float
    most: int


def hunted(trial: Trial, hunt: Hunt) -> Iterator[tuple[Kill, set[str]]]:
    """Kill and resume one run until it ends; yield each kill, and the tasks that were kept by then."""
    for _ in range(hunt.most):
        session = Session(trial, hunt.workspace, hunt.workers)
        session.await_walk()
        if session.ends_within(trial.chance.expovariate(1 / hunt.mean_s)):
            return
        kill = session.kill()
        entries = read_ledger(hunt.workspace.runs / RUN / "ledger.jsonl")
        yield kill, {entry.name for entry in entries if entry.outcome == "kept"}
        if len(entries) == trial.attempts:  # killed when all was done but the report
            return
    last = Session(trial, hunt.workspace, hunt.workers)
    last.ends_within(None)


def shares(kills: int) -> dict[int, int]:
    """Share kills out over 1, 2 and 8 workers: a tenth for one, which cannot have two attempts in flight."""
    alone = kills // 10
    two = (kills - alone) // 2
    return {1: alone, 2: two, 8: kills - alone - two}


def crash(trial: Trial, kills: dict[int, int], told: Callable[[Kill, int], None]) -> CrashFigures:
    """Do so many kills for each number of workers, and compare.

    Raises:
        SessionFailed: if a session ended with an error, which no kill may bring about.
    """
    began, tally = time.monotonic(), Tally()
    reference, walked_s = uninterrupted(trial, 2)
    for workers, wanted in kills.items():
        goal = len(tally.kills) + wanted
        while len(tally.kills) < goal:
            workspace = trial.new(f"killed-{tally.runs}")
            hunt = Hunt(workspace, workers, walked_s / KILLS_A_RUN, goal - len(tally.kills))
            kept: set[str] = set()
            for kill, had in hunted(trial, hunt):
                tally.kills.append(kill)
                kept |= had
                told(kill, len(tally.kills))
            tally.add(workspace, kept, reference)
            shutil.rmtree(workspace.root)
    return tally.figures(trial.attempts, time.monotonic() - began)
