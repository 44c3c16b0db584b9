"""One attempt: a walk from nothing to a task that is kept, or dropped with a lesson.

    retrieve -> propose -> novel? -> critique -> (revise, at most r times)
             -> code -> verify -> (repair with the report, at most k times) -> reflect (n votes)
             -> keep | drop (lesson)

This is the loop of GenSim (Wang et al., ICLR 2024, section 3: task creator, critic, reflection and library),
with two of its steps made explicit: a failing program is repaired with the report of what went wrong, and a
task is kept by votes, which `graphs.voting` counts. An attempt reads the memory and never writes it;
`graphs.commit` does.

Read the nodes, then the routers, then the wiring. What the nodes ask and how is in `graphs.questions`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final, Literal, Protocol

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graphs.context import AttemptContext
from graphs.edges import follows, past
from graphs.ledger import Gate
from graphs.questions import Questions
from graphs.routing import Router
from graphs.settings import Part
from graphs.spans import NODE, NODE_BEFORE, NODE_ID, Attribute, Kind, shorten
from graphs.state import AttemptState, LessonDraft

Node = Callable[[AttemptState, Questions], Awaitable[AttemptState]]
Route = Callable[[AttemptState], str]
AttemptGraph = CompiledStateGraph[AttemptState, AttemptContext, AttemptState, AttemptState]

# ---------------------------------------------------------------------------------------------- nodes


async def retrieve(state: AttemptState, ask: Questions) -> AttemptState:
    """Draw a verified task to grow from, with its neighbours."""
    return await ask.examples_to_grow_from()


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


WORK: Final[tuple[Node, ...]] = (retrieve, propose, critique, revise, code, verify, repair, reflect)
ENDS: Final[tuple[Node, ...]] = (keep, drop)

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
    """Keep what the votes decided to keep, and what they leave to a person: it will wait."""
    return "keep" if state.get("doubt") else state["decision"]


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
    *,
    revisions: int,
    repairs: int,
    without: Collection[Part] = (),
    checkpointer: BaseCheckpointSaver[str] | None = None,
) -> AttemptGraph:
    """Wire nodes and routers by `graphs.edges`.

    Args:
        revisions: of a proposal, at most.
        repairs: of a program, at most.
        without: parts that are passed by.
        checkpointer: where the steps of an attempt are stored.
    """
    graph = StateGraph(AttemptState, context_schema=AttemptContext)
    nodes = {node.__name__: node for node in (*WORK, *ENDS)}
    routes: dict[str, Route] = {
        "propose": is_novel,
        "critique": lambda state: after_critique(state, revisions),
        "revise": is_novel,
        "verify": lambda state: after_verify(state, 0 if "repair" in without else repairs),
        "reflect": after_reflect,
    }
    instead = past(without)
    graph.add_edge(START, "retrieve")
    for name, targets in follows(without).items():
        graph.add_node(name, walked(nodes[name]))
        if len(targets) > 1:
            graph.add_conditional_edges(name, Router(detour(routes[name], instead)), list(targets))
        else:
            graph.add_edge(name, *targets or (END,))
    return graph.compile(checkpointer=checkpointer)


def detour(route: Route, instead: Mapping[str, str]) -> Route:
    """Make a router go past the nodes that are left out."""

    def lead(state: AttemptState) -> str:
        target = route(state)
        return instead.get(target, target)

    return lead


class Step(Protocol):
    """What LangGraph calls: a node that gets the runtime by keyword."""

    async def __call__(self, state: AttemptState, *, runtime: Runtime[AttemptContext]) -> AttemptState:
        """Take one step."""


def walked(node: Node) -> Step:
    """Make of a node what LangGraph calls: a step that is a span, and leaves its name in the path."""
    name = node.__name__

    async def step(state: AttemptState, *, runtime: Runtime[AttemptContext]) -> AttemptState:
        with runtime.context.spans.span(name, Kind.CHAIN, where(state, name)) as span:
            found = await node(state, Questions(runtime.context, state, name))
            span.note(found_by(found))
        return {**found, "path": [name]}

    return step


def where(state: AttemptState, name: str) -> dict[str, Attribute]:
    """Say in a span which node it is, after which, and why an attempt had to come here again, or ends."""
    before = state.get("path", [])[-1:]
    place: dict[str, Attribute] = {NODE: name, NODE_ID: name}
    if before:
        place[NODE_BEFORE] = before[0]
    if name in ("revise", "repair", "drop"):
        place["because"] = shorten(state.get("reason", ""))
    return place


def found_by(found: AttemptState) -> dict[str, Attribute]:
    """Say in a span what a node found out that decides where the attempt goes."""
    told: dict[str, Attribute] = {}
    if "name" in found:
        told["task"] = found["name"]
    if duplicate_of := found.get("duplicate_of"):
        told["duplicate_of"] = duplicate_of
    if verdict := found.get("verdict"):
        told["verdict"] = f"{verdict} in phase {found['phase']}"
    if "accepted" in found:
        told["accepted"] = found["accepted"]
    if "decision" in found:
        told["decision"] = found["decision"]
    if fix := found.get("fix"):
        told["fix"] = fix
    if reason := found.get("reason"):
        told["reason"] = reason
    return told
