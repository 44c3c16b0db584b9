"""Walk a recorded run again: every answer comes from its exchanges, and nobody is asked.

What is done anew is everything but the answers: retrieval, the gates, verification in the simulator, the
commits. So a replay shows whether a run's verdicts still hold, after a change of the code or on another
machine, and it costs no call to a model.

A replay is a run of its own. It walks on a copy of the library as it was when the recorded run began, which
the memory's sequence number tells, and the copy is deleted at the end: the library itself stays as it is.
What a person decided in the recorded run is decided again at the same places. Where a recorded attempt broke
on a question, for want of an answer, its replay breaks with it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from pydantic import Field

from agents.exchange import NotRecorded
from agents.roles import (
    CodeRequest,
    Critique,
    CritiqueRequest,
    Program,
    Proposal,
    ProposeRequest,
    Reflection,
    ReflectRequest,
)
from graphs.context import Crew, Prover, Recording, RunFacts
from graphs.explore import Session
from graphs.folder import attempt_folder, attempts_folder
from graphs.ledger import Entry, Ledger, read_ledger
from graphs.resume import RunFile, begin_replay, read_run, run_names
from graphs.review import Answer, answer_about
from graphs.summary import Watch
from memory.copying import copy_memory
from memory.formats import bring_up_to_date
from memory.lock import WriterLock
from memory.memory import Memory
from memory.workspace import Workspace
from sim.atomic import write_file
from sim.errors import UsageError
from sim.report import Report
from sim.spec import Data
from sim.verify import Verifier

RESULT_FILE: Final = "replay.json"  # in the replay's folder
SCRATCH: Final = "scratch"  # likewise, while it walks

# What a replay has to repeat. The rest of an entry names the run itself, or follows from these.
COMPARED: Final = (
    "outcome", "gate", "reason", "name", "description", "signature", "duplicate_of", "verdict", "phase",
    "revisions", "repairs", "votes", "retrieved", "path", "ruling",
)  # fmt: skip


class Change(Data):
    """One thing about an attempt that did not come out as recorded."""

    what: str = Field(description="A field of the ledger's entry, or `fingerprint` of the last report.")
    recorded: str
    replayed: str


class Difference(Data):
    """An attempt that did not come out as recorded."""

    attempt: int
    name: str
    changes: tuple[Change, ...]


class Replayed(Data):
    """How a replay compares with what it replays."""

    run: str
    replays: str
    recorded: int = Field(description="Attempts that the recorded run committed.")
    replayed: int
    same: int
    different: tuple[Difference, ...]
    missing: int = Field(
        description="Places below the recorded run's first one where the library holds nothing: removed, "
        "before that run or since."
    )
    message: str

    @property
    def is_same(self) -> bool:
        """Whether every recorded attempt came out as it did."""
        return self.same == self.recorded


@dataclass(frozen=True)
class ReplayOrder:
    """Which run to replay, with how many attempts at once, and how to follow it."""

    run: str
    workspace: Workspace
    workers: int = 2
    watch: Watch = field(default_factory=Watch)


async def replay(order: ReplayOrder) -> Replayed:
    """Walk a run again from its record, and compare attempt by attempt.

    Raises:
        UsageError: if somebody writes to the workspace, or the run is unknown, empty, or none that can be
            replayed; the message says why.
    """
    async with Verifier(order.workers) as prover:
        return await replay_with(prover, order)


async def replay_with(prover: Prover, order: ReplayOrder) -> Replayed:
    """Do what `replay` does, with whoever proves the programs."""
    workspace, stored = order.workspace, read_run(order.workspace, order.run)
    with WriterLock(workspace.root, "explore --replay"):
        bring_up_to_date(workspace)
        recording = recording_of(workspace, stored)
        facts = _begin(workspace, stored, recording, order.workers)
        scratch = Workspace(facts.folder / SCRATCH)
        try:
            held = await asyncio.to_thread(copied, workspace, scratch, stored)
            with closing(await asyncio.to_thread(Memory.open, scratch, purpose="replay")) as memory:
                crew = Crew(Absent(stored.team), prover)
                await Session(facts, crew, memory, order.watch, RecordedAnswers(recording)).run()
        finally:
            shutil.rmtree(scratch.root, ignore_errors=True)
        result = compared(facts, recording, missing=stored.start - held)
        write_file(facts.folder / RESULT_FILE, result.model_dump_json(indent=1).encode() + b"\n")
    return result


def recording_of(workspace: Workspace, stored: RunFile) -> Recording:
    """Read what there is to replay; for whoever holds the lock.

    Raises:
        UsageError: if the run is empty, builds a curriculum, is a replay itself, or shared the library with
            another run.
    """
    run = stored.run
    if stored.aim:
        raise UsageError(
            f"{run} builds a curriculum, and only runs that explore can be replayed; "
            "`simwright runs list` shows them"
        )
    if stored.replays:
        raise UsageError(f"{run} is a replay itself; replay what it replays: {stored.replays}")
    ledger = Ledger(workspace.runs / run / "ledger.jsonl")
    recording = Recording(workspace.runs / run, ledger.committed, ledger.rulings)
    if recording.entries and not attempts_folder(recording.folder).is_dir():
        raise UsageError(f"the answers of {run} were pruned, so it cannot be replayed any more")
    if not recording.entries:
        raise UsageError(f"{run} has committed no attempt, so there is nothing to replay")
    _check_alone(stored, recording)
    return recording


def copied(workspace: Workspace, scratch: Workspace, recorded: RunFile) -> int:
    """Copy the memory as it was when a run began, and return of how many tasks and lessons that was."""
    names = run_names(workspace)
    later = names[names.index(recorded.run) :]
    return copy_memory(workspace, scratch, before=recorded.start, without=later)


def compared(facts: RunFacts, recording: Recording, missing: int) -> Replayed:
    """Compare a replay with its record, attempt by attempt."""
    replayed = read_ledger(facts.folder / "ledger.jsonl")
    recorded = {entry.attempt: entry for entry in (*recording.entries, *recording.rulings)}
    folders = recording.folder, facts.folder
    found = [
        Difference(attempt=now.attempt, name=recorded[now.attempt].name, changes=changes)
        for now in replayed
        if (changes := tuple(_changes(recorded[now.attempt], now, folders)))
    ]
    total, same = len(recording.entries), len(replayed) - len(found)
    return Replayed(
        run=facts.run,
        replays=recording.folder.name,
        recorded=total,
        replayed=len(replayed),
        same=same,
        different=tuple(found),
        missing=missing,
        message=_message(facts.run, recording.folder.name, (same, len(replayed), total), missing),
    )


class RecordedAnswers:
    """What people decided in a run, given again at the same places."""

    def __init__(self, recording: Recording) -> None:
        self._rulings = recording.rulings

    def due(self, ledger: Ledger) -> list[Answer]:
        """Return the answers that took effect after as many commits as there are now."""
        now = [entry for entry in self._rulings if entry.ruling and entry.ruling.after == len(ledger)]
        return [answer_about(entry) for entry in now if entry.attempt in ledger.waiting]


@dataclass(frozen=True)
class Absent:
    """A team of which nobody is there: a replay finds every answer, or does without."""

    name: str

    @property
    def proposer(self) -> Absent:
        """Nobody."""
        return self

    @property
    def critic(self) -> Absent:
        """Nobody."""
        return self

    @property
    def coder(self) -> Absent:
        """Nobody."""
        return self

    @property
    def reflection(self) -> Absent:
        """Nobody."""
        return self

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Refuse."""
        self._refuse()

    async def critique(self, request: CritiqueRequest) -> Critique:
        """Refuse."""
        self._refuse()

    async def code(self, request: CodeRequest) -> Program:
        """Refuse."""
        self._refuse()

    async def reflect(self, request: ReflectRequest) -> Reflection:
        """Refuse."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise NotRecorded(f"a replay asks nobody, and {self.name} was asked")


def _begin(workspace: Workspace, stored: RunFile, recording: Recording, workers: int) -> RunFacts:
    settings = stored.settings.of(len(recording.entries)).model_copy(update={"workers": workers})
    facts = begin_replay(workspace, stored, settings)
    return RunFacts(facts.run, facts.folder, facts.start, facts.settings, recording)


def _check_alone(stored: RunFile, recording: Recording) -> None:
    """Refuse a run between two sessions of which something else wrote to the library."""
    sequence = stored.start
    for entry in _lines(recording):
        wrote = (entry.outcome == "kept") + bool(entry.lesson)
        if entry.sequence != sequence + wrote:
            raise UsageError(
                f"{stored.run} was interrupted, and something else wrote to the library before it went on "
                f"with attempt {entry.attempt}; a replay cannot see the library as the run did"
            )
        sequence = entry.sequence


def _lines(recording: Recording) -> Iterator[Entry]:
    """Yield the lines of the recorded ledger in the order in which they were written."""
    for entry in recording.entries:
        yield entry
        after = entry.attempt + 1
        yield from (e for e in recording.rulings if e.ruling and e.ruling.after == after)


def _changes(recorded: Entry, replayed: Entry, folders: tuple[Path, Path]) -> Iterator[Change]:
    for what in COMPARED:
        was, now = getattr(recorded, what), getattr(replayed, what)
        if was != now:
            yield Change(what=what, recorded=str(was), replayed=str(now))
    was, now = _fingerprint(folders[0], recorded), _fingerprint(folders[1], replayed)
    if was != now:
        yield Change(what="fingerprint", recorded=was, replayed=now)


def _fingerprint(run_folder: Path, entry: Entry) -> str:
    """Return the fingerprint of an attempt's last report; empty where nothing was verified."""
    if not entry.verdict:
        return ""
    return attempt_folder(run_folder, entry.attempt).read(f"report-{entry.repairs}.json", Report).fingerprint


def _message(run: str, replays: str, counts: tuple[int, int, int], missing: int) -> str:
    """Say in a sentence how a replay went."""
    same, replayed, recorded = counts
    if same == recorded:
        return f"{run} replayed {replays}: all {recorded} attempts came out as recorded"
    told = f"{run} replayed {replayed} of the {recorded} attempts of {replays}: {same} came out as recorded"
    if missing:
        gaps = "1 place is empty" if missing == 1 else f"{missing} places are empty"
        told += (
            f"; {gaps} in the library that {replays} began with: if a task or a lesson was removed since, "
            "put it back and replay again"
        )
    return told
