"""Answered questions on disk: one JSON file each, so that nothing is asked, or paid for, twice.

A run that is resumed, or replayed, meets the same questions; an answer that is found here is taken as given.
The key of a question is the attempt, the role, the turn, the vote and the hash of what was asked: change one
word of a request and it is another question. Nothing here talks to a role; that is `agents.ask`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, Literal, TypeVar, get_args

from pydantic import Field, JsonValue, ValidationError

from agents.roles import Critique, Plan, Program, Proposal, Question, Reflection, RoleName
from sim.errors import UsageError
from sim.spec import Data

logger = logging.getLogger(__name__)

FORMAT: Literal[1] = 1
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


class Exchange(Data):
    """One question with its answer, as it lies on disk; holds no time, so equal runs write equal bytes."""

    format: Literal[1] = FORMAT
    attempt: int
    role: RoleName
    turn: int
    vote: int
    sha256: str = Field(description="Of the canonical JSON of the request.")
    who: str
    request: JsonValue
    reply: JsonValue


class ExchangeStore:
    """A folder of answered questions; safe to use from several threads, for one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, asked: Asked[Reply]) -> Reply | None:
        """Return the answer to a question that was answered before, else None.

        A file that cannot be read, or that answers another question, is reported and counts as not there.
        """
        path = self._folder / asked.file_name
        try:
            exchange = Exchange.model_validate_json(path.read_bytes())
            reply = asked.reply_type.model_validate_json(json.dumps(exchange.reply))
        except FileNotFoundError:
            return None
        except ValidationError as error:
            logger.warning("exchange %s is damaged and will be asked again: %s", path, error)
            return None
        if exchange.sha256 != asked.sha256:
            logger.warning("exchange %s answers another question and will be asked again", path)
            return None
        return reply

    def save(self, asked: Asked[Reply], reply: Reply) -> Path:
        """Write an answer, whole or not at all, and return where it lies."""
        exchange = Exchange(
            attempt=asked.attempt,
            role=asked.role,
            turn=asked.turn,
            vote=asked.vote,
            sha256=asked.sha256,
            who=asked.who,
            request=asked.request.model_dump(mode="json"),
            reply=reply.model_dump(mode="json"),
        )
        path = self._folder / asked.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_atomically(path, exchange.model_dump_json(indent=1) + "\n")
        return path


def canonical(request: Question) -> str:
    """Write a request as JSON that is the same for equal requests."""
    data = request.model_dump(mode="json")
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _write_atomically(path: Path, text: str) -> None:
    """Write under a temporary name, force it to disk, rename, and force the folder to disk."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
