"""The graphs for LangGraph Studio, to look at: `langgraph dev` finds them by `langgraph.json`.

Nodes need a run around them (memory, prover, ledger), which Studio does not make: `simwright explore` and
`simwright curriculum` walk the graphs, Studio draws them.
"""

from __future__ import annotations

from graphs.attempt import AttemptGraph, build_attempt_graph
from graphs.curriculum import CurriculumGraph, build_curriculum_graph
from graphs.run import RunGraph, build_run_graph
from graphs.settings import ExploreSettings


def attempt() -> AttemptGraph:
    """Return the attempt graph with the default limits."""
    settings = ExploreSettings()
    return build_attempt_graph(revisions=settings.revisions, repairs=settings.repairs)


def run() -> RunGraph:
    """Return the run graph."""
    return build_run_graph()


def curriculum() -> CurriculumGraph:
    """Return the curriculum graph with the default limit."""
    return build_curriculum_graph()
