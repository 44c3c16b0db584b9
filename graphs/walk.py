"""Attempts on their way: each walks its graph in a task of its own, as many at once as there are workers.

Tasks begin in an empty context. Otherwise LangGraph would take an attempt for a subgraph of the run, because
it is started from one of the run's nodes, and put its checkpoints into the run's thread.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextvars import Context
from dataclasses import dataclass
from typing import Protocol

from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphDrained
from langgraph.runtime import RunControl

from agents.ask import Halt, Unanswered
from agents.exchange import NotRecorded
from graphs.attempt import build_attempt_graph
from graphs.checkpoints import Checkpoints
from graphs.context import AttemptContext
from graphs.disk import refusal
from graphs.ledger import Gate
from graphs.spans import Noted, shorten
from graphs.state import AttemptState

DRAIN_S = 6.0  # for attempts to reach the end of a node; then they are cancelled: the rest needs time, too

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Landing:
    """How an attempt's walk ended: with an outcome in its state, or with somebody's error."""

    attempt: int
    state: AttemptState
    error: str
    seconds: float
    gate: Gate = "error"  # of the error, if there is one


class Walker:
    """Takes one attempt through its graph, from wherever it stands."""

    def __init__(self, context: AttemptContext, saver: Checkpoints, begun: set[int]) -> None:
        settings = context.facts.settings
        self._context = context
        self._saver = saver
        self._begun = begun  # attempts that an earlier session left behind
        self._graph = build_attempt_graph(
            revisions=settings.revisions,
            repairs=settings.repairs,
            without=settings.without,
            checkpointer=saver,
        )

    async def walk(self, attempt: int, control: RunControl) -> Landing:
        """Walk an attempt to its end; an error of a role or of ours ends it, too, and is noted.

        Raises:
            GraphDrained: if `control` asked for it; the attempt can go on later.
            Halt: if no model can go on, or the disk is full; the attempt can go on later, too.
        """
        began = time.monotonic()
        error: str = ""
        gate: Gate = "error"
        with self._context.spans.attempt(attempt) as span:
            try:
                state = await self._to_the_end(attempt, control)
            except GraphDrained:
                raise
            except Exception as broken:  # whatever a role, an endpoint or we did wrong: it ends one attempt
                first = _first(broken)
                if isinstance(first, Halt):
                    raise first from None
                if reason := refusal(first, self._context.facts.folder):
                    raise Halt(reason) from first
                gate, error = self._ending(attempt, first)
                if gate == "error" and not isinstance(first, NotRecorded):
                    logger.exception("attempt %d of %s broke", attempt, self._context.facts.run)
                state = await self._stored(attempt)
            _note_end(span, state, error)
        return Landing(attempt, state, error, time.monotonic() - began, gate)

    def _ending(self, attempt: int, error: BaseException) -> tuple[Gate, str]:
        """Say at which gate an error ends an attempt, and why.

        A replay asks nobody: where the recorded attempt broke on a question, this one ends as it did.
        """
        if isinstance(error, NotRecorded) and (recording := self._context.facts.recording):
            recorded = recording.entries[attempt]
            broke = recorded.gate in ("answer", "error")
            return (recorded.gate, recorded.reason) if broke else ("answer", _message(error))
        if isinstance(error, Unanswered) and not error.is_transport:
            return "answer", _message(error)  # the model's doing: no accident
        return "error", _message(error)

    async def _to_the_end(self, attempt: int, control: RunControl) -> AttemptState:
        start: AttemptState | None = {"attempt": attempt, "before": self._context.before(attempt)}
        config = self._config(attempt)
        if attempt in self._begun:
            snapshot = await self._graph.aget_state(config)
            if snapshot.values.get("outcome"):
                return _state(snapshot.values)
            if snapshot.next:
                start = None  # go on from the last checkpoint
            else:  # after a kill, the next node can be lost although the walk has no outcome: walk anew
                await self._saver.forget(attempt)
        end = await self._graph.ainvoke(
            start, config, context=self._context, durability="sync", control=control, version="v2"
        )
        return _state(end.value)

    async def _stored(self, attempt: int) -> AttemptState:
        return _state((await self._graph.aget_state(self._config(attempt))).values)

    def _config(self, attempt: int) -> RunnableConfig:
        return {"configurable": {"thread_id": self._saver.thread_of(attempt)}}


class Walks(Protocol):
    """Whoever takes attempts through their graph; `Walker` does."""

    async def walk(self, attempt: int, control: RunControl) -> Landing:
        """Walk one attempt to its end."""


class Pool:
    """The attempts that were admitted and not yet committed."""

    def __init__(self, walker: Walks, workers: int) -> None:
        self._walker = walker
        self._places = asyncio.Semaphore(workers)
        self._tasks: dict[int, asyncio.Task[Landing]] = {}
        self._controls: dict[int, RunControl] = {}

    def admit(self, attempt: int) -> None:
        """Let an attempt begin as soon as there is a place; one that is in already stays as it is."""
        if attempt in self._tasks:
            return
        control = RunControl()
        walk = self._walk(attempt, control)
        self._controls[attempt] = control
        self._tasks[attempt] = asyncio.create_task(walk, name=f"attempt {attempt}", context=Context())

    async def wait(self, attempt: int, stop: asyncio.Event, seconds: float | None) -> bool:
        """Wait until an attempt has landed, `stop` is set or the time is over; say whether it landed."""
        walking = self._tasks.get(attempt)
        if walking is None or not (walking.done() or stop.is_set()):
            stopped = asyncio.create_task(stop.wait())
            both = {stopped} if walking is None else {stopped, walking}
            try:
                await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopped.cancel()
        return self.has_landed(attempt)

    def has_landed(self, attempt: int) -> bool:
        """Say whether an attempt walked to its end."""
        task = self._tasks.get(attempt)
        return task is not None and task.done() and not task.cancelled() and task.exception() is None

    def halt_of(self, attempt: int) -> str:
        """Say why no model can go on, if that is what ended an attempt; else nothing."""
        task = self._tasks.get(attempt)
        error = task.exception() if task and task.done() and not task.cancelled() else None
        return str(error) if isinstance(error, Halt) else ""

    def take(self, attempt: int) -> Landing:
        """Hand over an attempt that has landed."""
        del self._controls[attempt]
        return self._tasks.pop(attempt).result()

    async def drain(self, seconds: float = DRAIN_S) -> None:
        """Have every attempt end after the node it is in, and cancel those that take longer."""
        for control in self._controls.values():
            control.request_drain()
        tasks = set(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            if late and seconds:
                logger.info("%d attempts did not end their step in %g s: cancelled", len(late), seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _walk(self, attempt: int, control: RunControl) -> Landing:
        async with self._places:
            if control.drain_requested:
                raise GraphDrained("asked to end before it began")
            return await self._walker.walk(attempt, control)


def _note_end(span: Noted, state: AttemptState, error: str) -> None:
    outcome = "failed" if error else state.get("outcome", "")
    span.note(outcome=outcome, gate=state.get("gate", ""), reason=error or state.get("reason", ""))
    span.note(task=state.get("name", ""), signature=state.get("signature", ""))


def _first(error: BaseException) -> BaseException:
    """Return what broke; of errors that came in a group, the first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _message(error: BaseException) -> str:
    """Say what broke."""
    return shorten(f"{type(error).__name__}: {error}")


def _state(values: object) -> AttemptState:
    """Take what LangGraph returns, a plain dictionary, for what the attempt graph made it."""
    return values  # type: ignore[return-value] # LangGraph types the values of a state as Any
