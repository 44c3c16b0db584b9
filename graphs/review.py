"""A person in the loop: tasks that wait, and the answers that somebody gives about them.

An attempt that would be kept is committed as waiting when the run was started so, or when its votes leave it
to a person. What a decision needs is then in the attempt's folder. Who answers writes one file,
`runs/R/review/000012.json`, at any time, also beside a run that writes; the run, or its next session, takes
the file and commits the decision as a later line of its ledger.

An answer may be replaced until it is taken. Taking renames the file, so that a kill between the taking and
the ledger's line changes nothing: what was taken is what will be committed.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal, Protocol

from pydantic import Field, ValidationError

from graphs.folder import AttemptFolder
from graphs.ledger import Entry, Ledger
from graphs.settings import ExploreSettings
from graphs.state import AttemptState
from sim.atomic import sync_folder, write_file
from sim.errors import UsageError
from sim.spec import Data

logger = logging.getLogger(__name__)

FORMAT: Literal[1] = 1
WAITING_FILE = "waiting.json"  # in the attempt's folder
TAKEN = ".taken.json"
COMMENT_CHARS = 2000  # it goes into prompts, as the reason of a rejection


class Draft(Data):
    """The lesson of an attempt that waits."""

    symptom: str
    cause: str
    fix: str


class Waiting(Data):
    """What is left of the state of an attempt that waits: enough to keep its task later."""

    format: Literal[1] = FORMAT
    name: str
    description: str
    signature: str
    proposal: str = Field(description="This and the next three are files in the attempt's folder.")
    program: str
    report: str
    preview: str
    lesson: Draft | None

    @classmethod
    def of(cls, state: AttemptState) -> Waiting:
        """Take from a state what a decision will need."""
        return cls(
            name=state["name"],
            description=state["description"],
            signature=state["signature"],
            proposal=state["proposal"],
            program=state["program"],
            report=state["report"],
            preview=state["preview"],
            lesson=Draft(**draft) if (draft := state.get("lesson")) else None,
        )

    def state(self) -> AttemptState:
        """Return the part of the state that this was made of."""
        state: AttemptState = {
            "name": self.name,
            "description": self.description,
            "signature": self.signature,
            "proposal": self.proposal,
            "program": self.program,
            "report": self.report,
            "preview": self.preview,
        }
        if self.lesson is not None:
            draft = self.lesson
            state["lesson"] = {"symptom": draft.symptom, "cause": draft.cause, "fix": draft.fix}
        return state


class Answer(Data):
    """What a person says about an attempt that waits."""

    format: Literal[1] = FORMAT
    attempt: int = Field(ge=0)
    keep: bool
    comment: str = Field(default="", max_length=COMMENT_CHARS)


class Answers(Protocol):
    """Where a run gets its answers from: from people, or from the run that it replays."""

    def due(self, ledger: Ledger) -> list[Answer]:
        """Return the answers that take effect now, in order."""


class ReviewFolder:
    """The answers of people about one run."""

    def __init__(self, run_folder: Path) -> None:
        self._folder = run_folder / "review"

    def due(self, ledger: Ledger) -> list[Answer]:
        """Take and return what was said about attempts that wait, in the order of the attempts."""
        if not self._folder.is_dir():
            return []
        return [answer for attempt in ledger.waiting if (answer := self._take(attempt))]

    def answer_to(self, attempt: int) -> Answer | None:
        """Return what was said about an attempt, taken or not; None if nothing was."""
        return self._read(self._taken(attempt)) or self._read(self._open(attempt))

    def is_taken(self, attempt: int) -> bool:
        """Whether the run has begun to act on an answer, which can then not be replaced."""
        return self._taken(attempt).is_file()

    def give(self, answer: Answer) -> Path:
        """Write an answer, in place of an earlier one.

        Raises:
            UsageError: if an earlier one was taken already.
        """
        if self.is_taken(answer.attempt):
            raise UsageError(
                f"the answer about attempt {answer.attempt} was taken already, and `simwright runs show` "
                "tells what came of it; a task that should go can be removed from the library, as a folder"
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._open(answer.attempt)
        write_file(path, answer.model_dump_json(indent=1).encode() + b"\n")
        return path

    def _take(self, attempt: int) -> Answer | None:
        taken, unread = self._taken(attempt), self._open(attempt)
        if not taken.is_file() and self._read(unread) is not None:
            unread.replace(taken)
            sync_folder(self._folder)
        return self._read(taken)

    def _read(self, path: Path) -> Answer | None:
        try:
            return Answer.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as wrong:
            logger.warning("%s is no answer (%d faults) and counts as none", path, wrong.error_count())
            return None

    def _open(self, attempt: int) -> Path:
        return self._folder / f"{attempt:06d}.json"

    def _taken(self, attempt: int) -> Path:
        return self._folder / f"{attempt:06d}{TAKEN}"


def needs_person(state: AttemptState, settings: ExploreSettings) -> str:
    """Say why a person has to decide about a task that would be kept; empty if nobody has to."""
    if doubt := state.get("doubt"):
        return doubt
    return "every task of this run is shown to a person" if settings.review else ""


def put_aside(files: AttemptFolder, state: AttemptState) -> None:
    """Leave on the disk, for sure, what a decision about an attempt will need."""
    for name in (state["report"], state["preview"]):
        write_file(files.path / name, files.read_bytes(name))
    write_file(files.path / WAITING_FILE, Waiting.of(state).model_dump_json(indent=1).encode() + b"\n")


def answer_about(entry: Entry) -> Answer:
    """Return the answer that a ruling followed."""
    if entry.ruling is None:
        raise ValueError(f"nobody ruled about attempt {entry.attempt}")
    return Answer(attempt=entry.attempt, keep=entry.ruling.keep, comment=entry.ruling.comment)
