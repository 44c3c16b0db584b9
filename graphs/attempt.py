"""One attempt: a walk from nothing to a task that is kept, or dropped with a lesson.

    retrieve -> propose -> novel? -> critique -> (revise, at most r times)
             -> code -> verify -> (repair with the report, at most k times) -> reflect (n votes)
             -> keep | drop (lesson)

This is the loop of GenSim (Wang et al., ICLR 2024, section 3: task creator, critic, reflection and library),
with two of its steps made explicit: a failing program is repaired with the report of what went wrong, and a
task is kept by a majority of votes. An attempt reads the memory and never writes it; `graphs.commit` does.

Read the nodes, then the routers, then the wiring. What the nodes ask and how is in `graphs.questions`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graphs.context import AttemptContext
from graphs.ledger import Gate
from graphs.questions import Questions
from graphs.state import AttemptState, LessonDraft

Node = Callable[[AttemptState, Questions], Awaitable[AttemptState]]
AttemptGraph = CompiledStateGraph[AttemptState, AttemptContext, AttemptState, AttemptState]

# ---------------------------------------------------------------------------------------------- nodes


async def retrieve(state: AttemptState, ask: Questions) -> AttemptState:
    """Draw a verified task to grow from, with its neighbours."""
    return {"retrieved": await ask.examples_to_grow_from()}


async def propose(state: AttemptState, ask: Questions) -> AttemptState:
    """Invent a task."""
    return await ask.proposal(turn=0)


async def revise(state: AttemptState, ask: Questions) -> AttemptState:
    """Mend the proposal as the critic suggests."""
    turn = state["revisions"] + 1
    return {**await ask.proposal(turn=turn), "revisions": turn}


async def critique(state: AttemptState, ask: Questions) -> AttemptState:
    """Look for faults in the proposal, beside the tasks nearest to it."""
    return await ask.critique()


async def code(state: AttemptState, ask: Questions) -> AttemptState:
    """Write the program."""
    return await ask.program(turn=0)


async def repair(state: AttemptState, ask: Questions) -> AttemptState:
    """Write the program again, with the report of what went wrong."""
    turn = state["repairs"] + 1
    return {**await ask.program(turn=turn), "repairs": turn}


async def verify(state: AttemptState, ask: Questions) -> AttemptState:
    """Find out whether the task can be done."""
    return await ask.report()


async def reflect(state: AttemptState, ask: Questions) -> AttemptState:
    """Vote on whether the solved task is worth keeping."""
    return await ask.votes()


async def keep(state: AttemptState, ask: Questions) -> AttemptState:
    """Ask for the task to be kept; a program that had to be repaired leaves a lesson, too."""
    kept: AttemptState = {"outcome": "kept", "gate": "", "reason": "", "preview": await ask.preview()}
    if state["repairs"]:
        kept["lesson"] = {"symptom": state["symptom"], "cause": cause(state), "fix": state["fix"]}
    return kept


async def drop(state: AttemptState, ask: Questions) -> AttemptState:
    """Give up, and say at which gate, why, and what there is to learn."""
    gate = gate_of(state)
    dropped: AttemptState = {"outcome": "dropped", "gate": gate}
    if gate != "novelty" and state.get("verdict") != "crashed":  # nothing to learn from either
        dropped["lesson"] = lesson_of(state, gate)
    return dropped


# -------------------------------------------------------------------------------------------- routers


def is_novel(state: AttemptState) -> Literal["critique", "drop"]:
    """Drop a proposal that repeats what the memory holds."""
    return "drop" if state["duplicate_of"] else "critique"


def after_critique(state: AttemptState, limit: int) -> Literal["code", "revise", "drop"]:
    """Code what the critic accepts; revise the rest, at most `limit` times."""
    if state["accepted"]:
        return "code"
    return "revise" if state["revisions"] < limit else "drop"


def after_verify(state: AttemptState, limit: int) -> Literal["reflect", "repair", "drop"]:
    """Reflect on what is solved; repair the rest, until it has the same fault twice or `limit` is reached."""
    if state["verdict"] == "solved":
        return "reflect"
    *earlier, latest = state["fingerprints"]
    hopeless = latest in earlier or state["verdict"] == "crashed" or state["repairs"] >= limit
    return "drop" if hopeless else "repair"


def after_reflect(state: AttemptState) -> Literal["keep", "drop"]:
    """Keep what more than half of the votes want to keep."""
    return "keep" if 2 * sum(state["votes"]) > len(state["votes"]) else "drop"


# ------------------------------------------------------------------------------- what a drop has to say


def gate_of(state: AttemptState) -> Gate:
    """Name the gate that turned the attempt away, from the node it stood behind."""
    gates: dict[str, Gate] = {"critique": "critique", "verify": "verification", "reflect": "reflection"}
    return gates.get(state["path"][-1], "novelty")


def lesson_of(state: AttemptState, gate: Gate) -> LessonDraft:
    """Write down what went wrong, why, and what would have mended it."""
    if gate == "verification":
        return {"symptom": state["symptom"], "cause": cause(state), "fix": ""}
    symptom = "the critic rejected the proposal" if gate == "critique" else "solved, but voted down"
    return {"symptom": f"{symptom}: {state['reason']}", "cause": cause(state), "fix": state["advice"]}


def cause(state: AttemptState) -> str:
    """Say what was being tried."""
    return f"Tried: {state['description']} [{state['signature']}]"


# --------------------------------------------------------------------------------------------- wiring


def build_attempt_graph(
    *, revisions: int, repairs: int, checkpointer: BaseCheckpointSaver[str] | None = None
) -> AttemptGraph:
    """Wire nodes and routers, with at most so many revisions of a proposal and repairs of a program."""
    graph = StateGraph(AttemptState, context_schema=AttemptContext)
    for node in (retrieve, propose, critique, revise, code, verify, repair, reflect, keep, drop):
        graph.add_node(node.__name__, walked(node))

    def enough_critique(state: AttemptState) -> Literal["code", "revise", "drop"]:
        return after_critique(state, revisions)

    def enough_repair(state: AttemptState) -> Literal["reflect", "repair", "drop"]:
        return after_verify(state, repairs)

    graph.add_edge(START, "retrieve")
    graph.add_edge("retrieve", "propose")
    graph.add_conditional_edges("propose", is_novel)
    graph.add_conditional_edges("critique", enough_critique)
    graph.add_conditional_edges("revise", is_novel)
    graph.add_edge("code", "verify")
    graph.add_conditional_edges("verify", enough_repair)
    graph.add_edge("repair", "verify")
    graph.add_conditional_edges("reflect", after_reflect)
    graph.add_edge("keep", END)
    graph.add_edge("drop", END)
    return graph.compile(checkpointer=checkpointer)


class Step(Protocol):
    """What LangGraph calls: a node that gets the runtime by keyword."""

    async def __call__(self, state: AttemptState, *, runtime: Runtime[AttemptContext]) -> AttemptState:
        """Take one step."""


def walked(node: Node) -> Step:
    """Make of a node what LangGraph calls; each one leaves its name in the path."""
    name = node.__name__

    async def step(state: AttemptState, *, runtime: Runtime[AttemptContext]) -> AttemptState:
        return {**await node(state, Questions(runtime.context, state, name)), "path": [name]}

    return step
