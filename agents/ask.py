"""The one road by which a graph asks a role: look up, else ask, check, save, account.

Nothing else talks to a role. `answer` stands for whatever finds the reply: the built-in author, or a model
behind `agents.model`, which renders, reserves budget, calls and parses. What a model said on the way is
written into a transcript and lies beside the reply, also when there is none. Which question comes next is the
graph's business.

Two errors tell a graph what to do when there is no reply:

Halt
    nothing can go on: the key is wrong, the budget is spent; end the run, so that it can be resumed
Unanswered
    this question got no usable answer; the attempt ends, the run goes on
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic

from pydantic import ValidationError

from agents.exchange import Asked, ExchangeStore, Reply
from agents.roles import RoleName
from agents.transcript import IN_TRANSIT, Call, FaultKind, Listener, opened
from sim.errors import SimwrightError, UsageError


class BadReply(UsageError):
    """A role answered with something that is no valid reply to what it was asked."""


class Halt(UsageError):
    """No model can go on; the message says why, and what to do before the run is resumed."""


class Unanswered(SimwrightError):
    """A question got no usable answer within its calls and its time; `kind` is the last fault."""

    def __init__(self, message: str, kind: FaultKind) -> None:
        super().__init__(message)
        self.kind = kind

    @property
    def is_transport(self) -> bool:
        """Whether the endpoint failed and not the model: a few of these in a row, and it is down."""
        return self.kind in IN_TRANSIT or self.kind == "deadline"


@dataclass
class Tally:
    """How many questions each role got, and how many were already answered on disk."""

    asked: Counter[RoleName] = field(default_factory=Counter)
    found: Counter[RoleName] = field(default_factory=Counter)


@dataclass(frozen=True)
class Answered(Generic[Reply]):
    """A reply, and the calls to models that it took just now; none when it was found on disk."""

    reply: Reply
    calls: tuple[Call, ...]


async def ask(
    asked: Asked[Reply],
    answer: Callable[[], Awaitable[Reply]],
    store: ExchangeStore,
    tally: Tally | None = None,
) -> Reply:
    """Do what `ask_for` does, and return the reply alone."""
    return (await ask_for(asked, answer, store, tally)).reply


async def ask_for(
    asked: Asked[Reply],
    answer: Callable[[], Awaitable[Reply]],
    store: ExchangeStore,
    tally: Tally | None = None,
    listener: Listener | None = None,
) -> Answered[Reply]:
    """Return the saved answer to a question, or have it answered, checked and saved.

    Args:
        asked: the question and its key.
        answer: asks the role; called at most once, and not at all when the answer is known.
        store: where answers lie.
        tally: counts the question, when given.
        listener: follows the calls to models, when given.

    Raises:
        BadReply: if the role's answer is not of the type that the question calls for.
        Halt: if no model can go on; what was said until then is saved.
        NotRecorded: if this is a replay, and the recorded run has no such answer.
        Unanswered: if a model gave no usable answer; what it said is saved.
    """
    found = await asyncio.to_thread(store.find, asked)
    if tally is not None:
        (tally.asked if found is None else tally.found)[asked.role] += 1
    if found is not None:
        return Answered(found, ())
    notes = store.notes(asked)
    with opened(notes.keep, listener) as transcript:
        reply = _checked(asked, await answer())
    await asyncio.to_thread(store.save, asked, reply, transcript.calls)
    notes.withdraw()
    return Answered(reply, transcript.calls)


def _checked(asked: Asked[Reply], reply: object) -> Reply:
    if not isinstance(reply, asked.reply_type):
        raise BadReply(
            f"the {asked.role} ({asked.who}) answered with {type(reply).__name__}; "
            f"it owes a {asked.reply_type.__name__}"
        )
    try:  # a copy made with model_copy may hold what its type forbids
        return asked.reply_type.model_validate_json(reply.model_dump_json())
    except ValidationError as error:
        raise BadReply(f"the {asked.role} ({asked.who}) gave an invalid answer: {error}") from error
