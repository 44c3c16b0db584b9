"""The runs of a workspace, read from their files: those that go on, that ended, and that were killed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from graphs.costs import Spending, spending_of
from graphs.ledger import Counts, Entry, read_ledger
from graphs.resume import limit_reached, read_run, run_names
from graphs.review import ReviewFolder
from graphs.sessions import Sessions, read_sessions
from graphs.settings import ExploreSettings
from graphs.summary import RunSummary
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.names import did_you_mean
from simwright.owner import writer_of

State = Literal["running", "drained", "killed", "done"]


@dataclass(frozen=True)
class Run:
    """One run: what was asked for, what was committed, and how it ended if it did."""

    name: str
    folder: Path
    team: str
    settings: ExploreSettings
    entries: tuple[Entry, ...]
    began: datetime
    command: str  # that began it, and goes on with it: explore or curriculum
    replays: str  # the run that it walks again from its record; empty for all others
    sessions: Sessions
    is_walking: bool  # the process that writes to the workspace now walks this run
    summary: RunSummary | None  # None until it ended, and again after a resume that was killed

    @property
    def kept(self) -> tuple[Entry, ...]:
        """The attempts that became tasks."""
        return tuple(entry for entry in self.entries if entry.outcome == "kept")

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """The attempts about which a person has to decide; in a replay, nobody has to."""
        return () if self.replays else tuple(entry for entry in self.entries if entry.outcome == "waiting")

    @property
    def spending(self) -> Spending:
        """What its models cost: by its answers, or, if they were pruned, by what it said when it ended."""
        found = spending_of(self.folder, self.team, self.entries)
        if found.costs is None and self.summary is not None:
            return Spending(self.summary.usage, self.summary.costs)
        return found

    @property
    def state(self) -> State:
        """One word: running; drained, which is ended cleanly before it was complete; killed; or done."""
        if self.is_walking:
            return "running"
        if self.summary is not None:
            return "drained" if self.summary.interrupted else "done"
        return "done" if self._is_complete else "killed"

    @property
    def resumable(self) -> bool:
        """Whether `--resume` would go on with it: it is not complete, or a person answered since."""
        if self.replays or self.is_walking:
            return False
        return self.state != "done" or self._is_answered

    @property
    def _is_complete(self) -> bool:
        """Whether it reached its limit and was killed on the last few metres."""
        return self.command == "explore" and bool(limit_reached(self.settings, Counts.of(self.entries)))

    @property
    def _is_answered(self) -> bool:
        answers = ReviewFolder(self.folder)
        return any(answers.answer_to(entry.attempt) for entry in self.waiting)

    @property
    def ending(self) -> str:
        """A sentence that says how it ended, or what to do when it did not."""
        if self.is_walking:
            return "It has not ended yet."
        if self.summary is not None:
            return self.summary.message.rstrip(".") + "."
        if self._is_complete:
            return "It reached its limit, and was killed before it could say so."
        if self.replays:
            return f"It was killed; `simwright explore --replay {self.replays}` begins the replay anew."
        return f"It was killed; `simwright {self.command} --resume {self.name}` goes on with it."


def find_run(workspace: Workspace, name: str) -> Run:
    """Read one run.

    Raises:
        UsageError: if there is none of that name, or one of its files is damaged.
    """
    names = run_names(workspace)
    if name not in names:
        otherwise = f"The runs are: {', '.join(names[-5:])}." if names else "Run `simwright explore` first."
        remedy = did_you_mean(name, names, otherwise=otherwise)
        raise UsageError(f"there is no run {name!r} in {workspace.runs}. {remedy}")
    folder, file = workspace.runs / name, read_run(workspace, name)
    entries = tuple(read_ledger(folder / "ledger.jsonl"))
    sessions, writer = read_sessions(folder), writer_of(workspace)
    began = sessions.began or datetime.fromtimestamp((folder / "run.json").stat().st_mtime).astimezone()
    return Run(
        name=name,
        folder=folder,
        team=file.team,
        settings=file.settings,
        entries=entries,
        began=began,
        command="curriculum" if file.aim else "explore",
        replays=file.replays,
        sessions=sessions,
        is_walking=writer is not None
        and writer.alive
        and sessions.is_of(writer.owner.pid, writer.owner.host),
        summary=_summary(folder / "summary.json", len(entries)),
    )


def all_runs(workspace: Workspace) -> list[Run]:
    """Read every run of a workspace, oldest first."""
    return [find_run(workspace, name) for name in run_names(workspace)]


def _summary(path: Path, committed: int) -> RunSummary | None:
    """Read how a run ended; a summary of fewer attempts than the ledger holds is of an earlier session."""
    if not path.is_file():
        return None
    try:
        summary = RunSummary.model_validate_json(path.read_bytes())
    except ValidationError as wrong:
        raise UsageError(
            f"{path} is damaged ({wrong.error_count()} faults); delete it: the ledger holds the truth"
        ) from wrong
    return summary if summary.attempts == committed else None
