"""What was said to models while one question was answered, call by call, whatever came of it.

`agents.ask` opens a transcript around a question, and whoever calls a model writes into the one that is open.
It travels in the context, as a tracer's current span does, because a role's own method returns its reply and
nothing else. The built-in author writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Literal, Protocol

from pydantic import Field

from sim.spec import Data

Method = Literal["schema", "tools", "text"]

FaultKind = Literal[
    "rate_limit",  # 429, for a while
    "server_error",  # 5xx, or an error inside of a 200
    "timeout",  # nothing within the time for one call
    "unreachable",  # no connection
    "dropped",  # the connection ended before the answer did
    "endless",  # more than any answer may have
    "empty",  # no text, or thoughts only
    "truncated",  # ended by the limit of tokens
    "refused",  # the model, or a filter before it, declined
    "malformed",  # no JSON, or no program, where one had to be
    "schema",  # JSON, and not what was asked for
    "rule",  # of the right shape, and against a rule that no schema can say
    "unsupported",  # the endpoint does not know this way of asking
    "bad_request",  # 400 for another reason; a prompt that is too long, say
    "bad_key",  # 401, 403
    "unknown_model",  # 404
    "quota",  # paid up, or blocked
    "not_openai",  # HTML, or JSON of another protocol
    "deadline",  # the time for the whole question is over
    "cancelled",  # given up while it was under way: the run ends or is killed, or another vote broke
]


IN_TRANSIT: Final[frozenset[FaultKind]] = frozenset(
    {"rate_limit", "server_error", "timeout", "unreachable", "dropped"}
)  # the endpoint's or the way's doing, not the model's: asking again in the same words may help


class Call(Data):
    """One request to a model: what it said, raw, what it cost, and what was wrong with it."""

    model: str
    method: Method
    prompt_sha256: str = Field(description="Of everything that was sent, the unchanging part included.")
    question: str = Field(description="What was sent after the unchanging part.")
    text: str = Field(description="The answer as it came, thoughts included.")
    fault: FaultKind | Literal[""] = Field(description="Empty when the answer was used.")
    detail: str = Field(description="What was wrong, in a sentence.")
    input_tokens: int = Field(ge=0)
    cached_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)
    estimated: bool = Field(description="The endpoint did not say how many tokens; counted from characters.")
    usd: float = Field(ge=0)
    most_tokens: int = Field(
        default=0, ge=0, description="What it may have taken; 0 unless its answer was lost on the way."
    )
    most_usd: float = Field(default=0.0, ge=0, description="What that may have cost.")


Keep = Callable[[tuple[Call, ...]], None]


def _keep_nothing(calls: tuple[Call, ...]) -> None:
    """Have nothing kept while a question is being answered."""


class Listener(Protocol):
    """Whoever follows calls while they are made; they come one after the other."""

    def began(self, call: Call) -> None:
        """Hear of a call that begins, as what it is if nothing more is ever heard of it."""

    def ended(self, call: Call) -> None:
        """Hear of the same call, as what it was."""


class Transcript:
    """The calls of one question, in order.

    `kept` is told of every change, with the call that is under way as the last one: a process that is killed
    must not forget what may have to be paid. `listener` is told of what changes alone.
    """

    def __init__(self, kept: Keep = _keep_nothing, listener: Listener | None = None) -> None:
        self._calls: list[Call] = []
        self._kept = kept
        self._listener = listener

    @property
    def calls(self) -> tuple[Call, ...]:
        """Everything that was written so far."""
        return tuple(self._calls)

    def begin(self, lost: Call) -> None:
        """Note a call that begins, as what it is if nothing more is ever heard of it."""
        self._kept((*self._calls, lost))
        if self._listener:
            self._listener.began(lost)

    def write(self, call: Call) -> None:
        """Add a call that ended."""
        self._calls.append(call)
        self._kept(self.calls)
        if self._listener:
            self._listener.ended(call)


_OPEN: Final[ContextVar[Transcript | None]] = ContextVar("simwright_transcript", default=None)


@contextmanager
def opened(kept: Keep = _keep_nothing, listener: Listener | None = None) -> Iterator[Transcript]:
    """Open a transcript for what is asked inside."""
    transcript = Transcript(kept, listener)
    token = _OPEN.set(transcript)
    try:
        yield transcript
    finally:
        _OPEN.reset(token)


def begin(lost: Call) -> None:
    """Note in the transcript that is open a call that begins; see `write`."""
    transcript = _OPEN.get()
    if transcript is not None:
        transcript.begin(lost)


def write(call: Call) -> None:
    """Write into the transcript that is open; outside of any question there is none, and nothing is kept."""
    transcript = _OPEN.get()
    if transcript is not None:
        transcript.write(call)
