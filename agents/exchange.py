"""Answered questions on disk: one JSON file each, so that nothing is asked, or paid for, twice.

A run that is resumed, or replayed, meets the same questions; an answer that is found here is taken as given.
The key of a question is the attempt, the role, the turn, the vote and the hash of what was asked: change one
word of a request and it is another question. The prompt for a model is a pure function of the request, and
its own hash is kept with every call, so that a change of a prompt file shows and invalidates nothing.

Beside the answer lie the calls to models that it took. A question that got no usable answer leaves a file of
its own, `...unanswered.json`: it will be asked again, and what it cost is not forgotten. A replay reads the
exchanges of another run, and refuses what that run never asked. Nothing here talks to a role; that is
`agents.ask`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Generic, Literal, TypeVar, get_args

from pydantic import Field, JsonValue, ValidationError

from agents.known import KnownFile
from agents.roles import Critique, Plan, Program, Proposal, ProposeRequest, Question, Reflection, RoleName
from agents.transcript import Call
from sim.atomic import LEFTOVER, make_folder, write_file
from sim.errors import UsageError
from sim.spec import Data

logger = logging.getLogger(__name__)

FORMAT: Literal[1] = 1
UNANSWERED = ".unanswered.json"
HASH_DIGITS = 16  # of the 64 in a file's name; the whole hash is inside and is compared

Reply = TypeVar("Reply", Proposal, Critique, Program, Reflection, Plan)


@dataclass(frozen=True)
class Asked(Generic[Reply]):
    """One question to one role, with what identifies it; `who` is the name of the team that answers."""

    attempt: int
    role: RoleName
    turn: int
    vote: int
    request: Question
    reply_type: type[Reply]
    who: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a key.

        Raises:
            UsageError: if a number is negative or the role is unknown.
        """
        if min(self.attempt, self.turn, self.vote) < 0:
            raise UsageError(
                f"attempt {self.attempt}, turn {self.turn}, vote {self.vote}: none of them may be negative"
            )
        if self.role not in get_args(RoleName):
            raise UsageError(f"role {self.role!r} does not exist; it is one of {get_args(RoleName)}")

    @cached_property
    def sha256(self) -> str:
        """Hash of the canonical JSON of the request: keys sorted, no spaces."""
        return hashlib.sha256(canonical(self.request).encode()).hexdigest()

    @property
    def file_name(self) -> str:
        """Where the answer lies, relative to the store's folder."""
        short = self.sha256[:HASH_DIGITS]
        return f"{self.attempt:06d}/{self.role}-{self.turn:02d}-{self.vote}-{short}.json"

    @property
    def unanswered_name(self) -> str:
        """Where the calls lie that led to no answer, relative to the store's folder."""
        return self.file_name.removesuffix(".json") + UNANSWERED


class Exchange(Data):
    """One question with its answer, as it lies on disk; holds no time, so equal runs write equal bytes."""

    format: Literal[1] = FORMAT
    attempt: int
    role: RoleName
    turn: int
    vote: int
    sha256: str = Field(description="Of the canonical JSON of the request.")
    who: str
    request: JsonValue = Field(description="What was asked; `known` is a number of lines: `agents.known`.")
    reply: JsonValue = Field(description="None when there was no usable answer.")
    calls: tuple[Call, ...] = Field(default=(), description="To models, in order; the author makes none.")


class NotRecorded(UsageError):
    """A replay met a question that the recorded run never asked, or never got an answer to."""


class Notes:
    """The calls of a question that is being asked, on disk from the moment that they begin.

    While there is no answer they lie where those of an unanswered question do, so a process that is killed
    leaves behind what it may have to pay. Nothing waits for the disk: only a power cut could lose them.
    """

    def __init__(self, path: Path, exchange: Callable[[tuple[Call, ...]], Exchange]) -> None:
        self._path = path
        self._exchange = exchange
        self._earlier: tuple[Call, ...] | None = None  # unknown until a model is called

    def keep(self, calls: tuple[Call, ...]) -> None:
        """Write down all calls so far, after those that led to no answer before."""
        if self._earlier is None:
            self._earlier = self._found()
        self._put(self._earlier + calls)

    def withdraw(self) -> None:
        """Take the calls out again: they led to an answer, and lie beside it."""
        if self._earlier:
            self._put(self._earlier)
        elif self._earlier is not None:
            self._path.unlink(missing_ok=True)

    def _found(self) -> tuple[Call, ...]:
        try:
            return Exchange.model_validate_json(self._path.read_bytes()).calls
        except (FileNotFoundError, ValidationError):
            return ()

    def _put(self, calls: tuple[Call, ...]) -> None:
        unfinished = self._path.with_name(f"{LEFTOVER}{self._path.name}")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(self._exchange(calls).model_dump_json(indent=1) + "\n", encoding="utf-8")
        unfinished.replace(self._path)


class ExchangeStore:
    """A folder of answered questions; safe to use from several threads, for one run.

    With `recorded`, the folder of another run's exchanges, nothing is asked: that run's answers are taken.
    """

    def __init__(self, folder: Path, recorded: Path | None = None) -> None:
        self._folder = folder
        self._recorded = recorded
        self._known = KnownFile(folder)

    def find(self, asked: Asked[Reply]) -> Reply | None:
        """Return the answer to a question that was answered before, else None.

        A file that cannot be read, or that answers another question, is reported and counts as not there.

        Raises:
            NotRecorded: if this is a replay, and the recorded run has no such answer either.
        """
        found = self._found(self._folder, asked)
        if found is not None or self._recorded is None:
            return None if found is None else found[1]
        replayed = self._found(self._recorded, asked)
        if replayed is None:
            raise NotRecorded(
                f"the recorded run has no answer of the {asked.role} for attempt {asked.attempt}, turn "
                f"{asked.turn}, vote {asked.vote}: it was asked something else, or nothing. Replay it with "
                "the settings and the library that it began with."
            )
        exchange, reply = replayed
        asked_again = self._request(asked)
        free = exchange.model_copy(update={"calls": (), "request": asked_again})  # the recorded run paid them
        self._write(asked.file_name, free)
        return reply

    def save(self, asked: Asked[Reply], reply: Reply, calls: tuple[Call, ...] = ()) -> Path:
        """Write an answer and the calls that it took, whole or not at all, and return where it lies."""
        exchange = self._exchange(asked, reply.model_dump(mode="json"), calls)
        return self._write(asked.file_name, exchange)

    def notes(self, asked: Asked[Reply]) -> Notes:
        """Return where to note the calls to models while a question is being answered."""
        return Notes(self._folder / asked.unanswered_name, partial(self._exchange, asked, None))

    def exchanges(self) -> Iterator[Exchange]:
        """Read every exchange of the run, answered or not, by attempt; damaged ones are left out."""
        for path in sorted(self._folder.glob("*/[!.]*-*-*-*.json")):
            try:
                yield self._read(path)
            except ValidationError as error:
                logger.warning("exchange %s is damaged and is left out: %s", path, error)

    def question(self, exchange: Exchange) -> JsonValue:
        """Return what was asked, in full."""
        asked = exchange.request
        if isinstance(asked, dict) and isinstance(count := asked.get("known"), int):
            return asked | {"known": [*self._known.first(count)]}
        return asked

    def _exchange(self, asked: Asked[Reply], reply: JsonValue, calls: tuple[Call, ...]) -> Exchange:
        return Exchange(
            attempt=asked.attempt,
            role=asked.role,
            turn=asked.turn,
            vote=asked.vote,
            sha256=asked.sha256,
            who=asked.who,
            request=self._request(asked),
            reply=reply,
            calls=calls,
        )

    def _request(self, asked: Asked[Reply]) -> JsonValue:
        """Return what was asked, as it is written down: what every question repeats stands elsewhere."""
        request = asked.request.model_dump(mode="json")
        if isinstance(asked.request, ProposeRequest):
            count = self._known.count_of(asked.request.known)
            return request if count is None else {**request, "known": count}
        return request

    def _found(self, folder: Path, asked: Asked[Reply]) -> tuple[Exchange, Reply] | None:
        path = folder / asked.file_name
        try:
            exchange = self._read(path)
            reply = asked.reply_type.model_validate_json(json.dumps(exchange.reply))
        except FileNotFoundError:
            return None
        except ValidationError as error:
            logger.warning("exchange %s is damaged and will be asked again: %s", path, error)
            return None
        if exchange.sha256 != asked.sha256:
            logger.warning("exchange %s answers another question and will be asked again", path)
            return None
        return exchange, reply

    def _read(self, path: Path) -> Exchange:
        return Exchange.model_validate_json(path.read_bytes())

    def _write(self, name: str, exchange: Exchange) -> Path:
        path = self._folder / name
        make_folder(path.parent)
        write_file(path, (exchange.model_dump_json(indent=1) + "\n").encode())
        return path


def canonical(request: Question) -> str:
    """Write a request as JSON that is the same for equal requests."""
    data = request.model_dump(mode="json")
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
