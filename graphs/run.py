"""One run: attempts are admitted, walk side by side, and are committed in order until it is enough.

    admit -> walk -> commit -> enough? -> report

A long run is walked in stretches, each of them an invocation of this graph, since LangGraph remembers the id
of every task of an invocation. Attempts in flight take no notice: they are in the pool.

Parallel and yet deterministic. Attempt i draws from entropy of its own and sees the memory exactly as it was
after commit i - lookahead, so no more than `lookahead` attempts are ever in flight, and how many of them walk
at once changes the time, never the result. The pool of attempts travels in the context, not in the state.

What a person decides about an attempt that waits takes effect between two commits, and the ledger says which.
A decision is an input like the seed: the same decisions at the same places give the same result.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graphs.commit import Committer
from graphs.context import RunFacts
from graphs.disk import DiskMeter, refusal
from graphs.ledger import Entry, Ledger
from graphs.resume import limit_reached
from graphs.review import Answers
from graphs.routing import Router
from graphs.state import RunState
from graphs.summary import Ending, Watch
from graphs.walk import Pool

STRETCH = 500  # attempts of one invocation
FAILURES_IN_A_ROW = 3  # then it is no accident: the endpoint, the disk or our code is broken


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunContext:
    """What the nodes of the run graph may use; `began` and `deadline` are of `time.monotonic`."""

    facts: RunFacts
    ledger: Ledger
    pool: Pool
    committer: Committer
    answers: Answers
    watch: Watch
    disk: DiskMeter
    deadline: float | None
    first: int  # the first attempt that this session commits
    on_commit: Callable[[Entry], None]
    on_halt: Callable[[str], None]

    @property
    def seconds_left(self) -> float | None:
        """Time until the deadline; None if there is none."""
        return None if self.deadline is None else max(self.deadline - time.monotonic(), 0.0)

    @property
    def is_ending(self) -> bool:
        """Whether nothing more may be admitted."""
        return self.watch.stop.is_set() or self.seconds_left == 0.0 or bool(self.disk.reached)

    @property
    def ending(self) -> Ending:
        """Why nothing more may be admitted."""
        if self.watch.stop.is_set():
            return "stopped"
        return "hours" if self.seconds_left == 0.0 else "disk"


RunGraph = CompiledStateGraph[RunState, RunContext, RunState, RunState]


async def follow_answers(context: RunContext) -> None:
    """Commit what people decided about attempts that wait."""
    for answer in context.answers.due(context.ledger):
        context.on_commit(await context.committer.rule(answer))


# ---------------------------------------------------------------------------------------------- nodes


async def admit(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Fill the window: every attempt whose view of the memory is committed may walk."""
    context = runtime.context
    settings = context.facts.settings
    end = state["next"] + settings.lookahead
    if settings.attempts is not None:
        end = min(end, settings.attempts)
    if not context.is_ending:
        for attempt in range(state["next"], end):
            context.pool.admit(attempt)
    return {"landed": False}


async def walk(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Wait for the oldest attempt; when the run is to end, have all of them stop at their next step."""
    context = runtime.context
    full = context.disk.reached
    landed = not full and await context.pool.wait(state["next"], context.watch.stop, context.seconds_left)
    if not landed and context.is_ending:
        await context.pool.drain()
        landed = context.pool.has_landed(state["next"])
    elif not landed and (reason := context.pool.halt_of(state["next"])):
        context.on_halt(reason)
        await context.pool.drain()
        return {"landed": False, "ended": "halted"}
    elif not landed:
        context.pool.take(state["next"])  # raises what broke the machinery, which is not the attempt's
    if landed:
        return {"landed": True}
    if context.ending == "disk":
        context.on_halt(f"{context.facts.run} {full or context.disk.reached}")
    return {"landed": False, "ended": context.ending}


async def commit(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Make the oldest attempt true, and what people decided meanwhile."""
    context = runtime.context
    try:
        entry = await context.committer.commit(context.pool.take(state["next"]))
    except Exception as error:
        if not (reason := refusal(error, context.facts.folder)):
            raise
        logger.exception("%s cannot commit attempt %d", context.facts.run, state["next"])
        context.on_halt(reason)  # the attempt has its checkpoint still, and is committed by the next session
        return {"ended": "halted"}
    context.disk.note(entry)
    context.on_commit(entry)
    await follow_answers(context)
    ended: Ending | Literal[""] = limit_reached(context.facts.settings, context.ledger.counts)
    if (
        not ended
        and not context.facts.recording
        and context.ledger.failures_in_a_row(context.first) >= FAILURES_IN_A_ROW
    ):
        ended = "failures"
    return {"next": state["next"] + 1, "ended": ended}


async def report(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Let go of the attempts that nobody waits for."""
    await runtime.context.pool.drain(seconds=0.0)
    return {"landed": False}


# -------------------------------------------------------------------------------------------- routers


def has_landed(state: RunState) -> Literal["commit", "report"]:
    """Commit an attempt that walked to its end; without one, the run is over."""
    return "commit" if state["landed"] else "report"


def is_enough(state: RunState) -> Literal["admit", "report", "__end__"]:
    """Go on until a limit is reached, or the stretch is over."""
    if state["ended"]:
        return "report"
    return "__end__" if state["next"] >= state["until"] else "admit"


# --------------------------------------------------------------------------------------------- wiring


def build_run_graph() -> RunGraph:
    """Wire nodes and routers."""
    graph = StateGraph(RunState, context_schema=RunContext)
    graph.add_node("admit", admit)
    graph.add_node("walk", walk)
    graph.add_node("commit", commit)
    graph.add_node("report", report)
    graph.add_conditional_edges(START, Router(is_enough), ["admit", "report", END])
    graph.add_edge("admit", "walk")
    graph.add_conditional_edges("walk", Router(has_landed), ["commit", "report"])
    graph.add_conditional_edges("commit", Router(is_enough), ["admit", "report", END])
    graph.add_edge("report", END)
    return graph.compile()
