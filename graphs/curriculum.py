"""A curriculum: from a target in plain words to verified tasks that lead to it, one stage after the other.

    plan -> stage -> ... -> target -> report
              |               |
              +-> (replan) <--+    (at most so many times, with what went wrong)

The proposer, in its second mode, takes the target apart into stages with prerequisites. Each stage, and then
the target itself, walks through the attempt graph as an attempt of a run, and sees those that it builds on as
examples. This is GenSim's goal-directed mode (Wang et al., ICLR 2024, section 3.2), with stages that are
verified instead of a prompt that lists them, and with a second plan where the first one fails.

Read the nodes, then the routers, then the wiring. What the nodes do is in `graphs.teaching`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graphs.spans import NODE, NODE_ID, Kind
from graphs.stages import CurriculumState
from graphs.teaching import Teaching, TeachingContext

REPLANS = 2  # then what failed stays out, or the target has failed

Node = Callable[[CurriculumState, Teaching], Awaitable[CurriculumState]]
CurriculumGraph = CompiledStateGraph[CurriculumState, TeachingContext, CurriculumState, CurriculumState]
Onward = Literal["stage", "target", "replan", "report"]

# ---------------------------------------------------------------------------------------------- nodes


async def plan(state: CurriculumState, teach: Teaching) -> CurriculumState:
    """Take the target apart into stages, or say why it cannot be built."""
    return await teach.plan()


async def replan(state: CurriculumState, teach: Teaching) -> CurriculumState:
    """Find another way to the target, knowing what went wrong."""
    return {**await teach.plan(), "replans": state["replans"] + 1}


async def stage(state: CurriculumState, teach: Teaching) -> CurriculumState:
    """Walk the next stage through the attempt graph."""
    name, *waiting = state["waiting"]
    return {**await teach.stage(name), "waiting": waiting}


async def target(state: CurriculumState, teach: Teaching) -> CurriculumState:
    """Walk the target itself through the attempt graph."""
    return await teach.stage(state["target"])


async def report(state: CurriculumState, teach: Teaching) -> CurriculumState:
    """Write down how it ended."""
    return await teach.report()


# -------------------------------------------------------------------------------------------- routers


def after_plan(state: CurriculumState) -> Onward:
    """Follow a plan; without one there is nothing to do."""
    return "report" if state["refusal"] or state["stopped"] else onward(state)


def after_stage(state: CurriculumState, limit: int) -> Onward:
    """Go on; after a failure with another plan, at most `limit` times."""
    if state["stopped"]:
        return "report"
    return "replan" if state["failed"] and state["replans"] < limit else onward(state)


def after_target(state: CurriculumState, limit: int) -> Onward:
    """Be done, unless the target failed and there may be another way."""
    again = state["failed"] and not state["stopped"] and state["replans"] < limit
    return "replan" if again else "report"


def onward(state: CurriculumState) -> Onward:
    """Take the stages first, then the target."""
    return "stage" if state["waiting"] else "target"


# --------------------------------------------------------------------------------------------- wiring


def build_curriculum_graph(*, replans: int = REPLANS) -> CurriculumGraph:
    """Wire nodes and routers, with at most so many other plans."""
    graph = StateGraph(CurriculumState, context_schema=TeachingContext)
    for node in (plan, replan, stage, target, report):
        graph.add_node(node.__name__, taught(node))

    def enough_stages(state: CurriculumState) -> Onward:
        return after_stage(state, replans)

    def enough_targets(state: CurriculumState) -> Onward:
        return after_target(state, replans)

    graph.add_edge(START, "plan")
    graph.add_conditional_edges("plan", after_plan)
    graph.add_conditional_edges("replan", after_plan)
    graph.add_conditional_edges("stage", enough_stages)
    graph.add_conditional_edges("target", enough_targets)
    graph.add_edge("report", END)
    return graph.compile()


class Step(Protocol):
    """What LangGraph calls: a node that gets the runtime by keyword."""

    async def __call__(self, state: CurriculumState, *, runtime: Runtime[TeachingContext]) -> CurriculumState:
        """Take one step."""


def taught(node: Node) -> Step:
    """Make of a node what LangGraph calls: a step that is a span."""
    name = node.__name__

    async def step(state: CurriculumState, *, runtime: Runtime[TeachingContext]) -> CurriculumState:
        with runtime.context.attempts.spans.span(name, Kind.CHAIN, {NODE: name, NODE_ID: name}):
            return await node(state, Teaching(runtime.context, state))

    return step
