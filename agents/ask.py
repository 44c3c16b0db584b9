"""The one road by which a graph asks a role: look up, else ask, check, save, account.

Nothing else talks to a role. A chat model's rendering, budget and parsing will join here: `answer` stands for
whatever finds the reply. Which question comes next is the graph's business.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pydantic import ValidationError

from agents.exchange import Asked, ExchangeStore, Reply
from agents.roles import RoleName
from sim.errors import UsageError


class BadReply(UsageError):
    """A role answered with something that is no valid reply to what it was asked."""


@dataclass
class Tally:
    """How many questions each role got, and how many were already answered on disk."""

    asked: Counter[RoleName] = field(default_factory=Counter)
    found: Counter[RoleName] = field(default_factory=Counter)


async def ask(
    asked: Asked[Reply],
    answer: Callable[[], Awaitable[Reply]],
    store: ExchangeStore,
    tally: Tally | None = None,
) -> Reply:
    """Return the saved answer to a question, or have it answered, checked and saved.

    Args:
        asked: the question and its key.
        answer: asks the role; called at most once, and not at all when the answer is known.
        store: where answers lie.
        tally: counts the question, when given.

    Raises:
        BadReply: if the role's answer is not of the type that the question calls for.
    """
    found = await asyncio.to_thread(store.find, asked)
    if tally is not None:
        (tally.asked if found is None else tally.found)[asked.role] += 1
    if found is not None:
        return found
    reply = _checked(asked, await answer())
    await asyncio.to_thread(store.save, asked, reply)
    return reply


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
