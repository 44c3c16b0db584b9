"""How each model can be made to answer in a form: by schema, by function call, or by asking for it in words.

What an endpoint says that it supports is not believed, nor is a status of 200: it is asked one small question
in each way, with a field whose name the question does not mention, and only the right field in the answer
counts. What was found is remembered on disk for a month, or until the client libraries change. A model that
spoils three answers in one way is asked in the next.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, JsonValue, ValidationError

from agents.model.chat import Chat, Options
from agents.model.faults import Fault
from agents.model.prompts import Prompt
from agents.model.schema import Schema
from agents.transcript import IN_TRANSIT, Method
from sim.atomic import write_file
from sim.spec import Data

logger = logging.getLogger(__name__)

FORMAT: Literal[1] = 1
ORDER: Final[tuple[Method, ...]] = ("schema", "tools", "text")
SPOILT: Final = 3  # answers, and the next way is taken
VALID_FOR: Final = timedelta(days=30)
LIBRARIES: Final = ("langchain-openai", "openai")
FUNCTION: Final = "answer"
PROBE: Final = Prompt(
    "You answer in the form that you are given.", "What do you get from blue and yellow paint?"
)
PROBE_TRIES: Final = 2  # a server may fail once for reasons of its own; twice is an answer

Key = tuple[str, str]  # base URL and name of the model


class Mixture(Data):
    """The reply to the probe."""

    pigment_name: str = Field(description="One word.")


class Capability(Data):
    """What was found about one model at one URL, when, and with which libraries."""

    base_url: str
    model: str
    method: Method
    found: date
    libraries: str


class Remembered(Data):
    """The file of what was found."""

    format: Literal[1] = FORMAT
    models: tuple[Capability, ...]


Trial = Callable[[Method], Awaitable[None]]


class Capabilities:
    """What the models of all endpoints can do; with a path, also next time."""

    def __init__(self, path: Path | None, today: date) -> None:
        self._path = path
        self._today = today
        self._libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
        self._known = {(one.base_url, one.model): one for one in _read(path) if self._holds(one)}
        self._spoilt: Counter[Key] = Counter()
        self._locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def method(self, chat: Chat, trial: Trial) -> Method:
        """Return how a model is to be asked; of many who want to know at once, one tries it out.

        Raises:
            Fault: if the trial says nothing about the model, because no answer came.
        """
        key = _key(chat)
        async with self._locks[key]:
            if key not in self._known:
                self._learn(key, await _tried_out(trial))
        return self._known[key].method

    def spoilt(self, chat: Chat, method: Method, kind: str) -> None:
        """Count an answer that had not the form it was asked in; take the next way when it is enough."""
        key = _key(chat)
        if key not in self._known or self._known[key].method != method or method == "text":
            return
        self._spoilt[key] += SPOILT if kind == "unsupported" else 1
        if self._spoilt[key] >= SPOILT:
            following = ORDER[ORDER.index(method) + 1]
            logger.warning("%s spoilt %d answers by %s and is asked by %s", key[1], SPOILT, method, following)
            self._learn(key, following)

    def _learn(self, key: Key, method: Method) -> None:
        self._spoilt[key] = 0
        self._known[key] = Capability(
            base_url=key[0], model=key[1], method=method, found=self._today, libraries=self._libraries
        )
        if self._path is not None:
            known = Remembered(models=tuple(self._known[key] for key in sorted(self._known)))
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._path, known.model_dump_json(indent=1).encode() + b"\n")

    def _holds(self, one: Capability) -> bool:
        return one.libraries == self._libraries and self._today - one.found <= VALID_FOR


def options_of(method: Method, schema: Schema) -> Options:
    """Return what a call needs for an answer of a schema.

    The schema goes past the client as it is: what the client would make of it raises where the answer was cut
    off, and loses text and usage with it.
    """
    if method == "schema":
        shape: JsonValue = {"name": FUNCTION, "strict": True, "schema": schema}
        return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": shape}}}
    if method == "tools":
        function: JsonValue = {"name": FUNCTION, "description": "Give the answer.", "parameters": schema}
        choice: JsonValue = {"type": "function", "function": {"name": FUNCTION}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
    return {}


async def _tried_out(trial: Trial) -> Method:
    """Return the first way in which the right field came back."""
    for method in ORDER[:-1]:
        if await _works(trial, method):
            return method
    return ORDER[-1]


async def _works(trial: Trial, method: Method) -> bool:
    for last in range(PROBE_TRIES):
        try:
            await trial(method)
        except Fault as fault:
            if fault.is_fatal or (fault.kind in IN_TRANSIT and fault.kind != "server_error"):
                raise
            if fault.kind == "server_error" and last < PROBE_TRIES - 1:
                continue
            return False
        return True
    return False


def _key(chat: Chat) -> Key:
    return chat.line.access.base_url, chat.facts.name


def _read(path: Path | None) -> tuple[Capability, ...]:
    try:
        return Remembered.model_validate_json(path.read_bytes()).models if path else ()
    except FileNotFoundError:
        return ()
    except ValidationError as error:
        logger.warning("%s is damaged, and every model is tried out anew: %s", path, error)
        return ()
