"""What `langgraph.json` promises to LangGraph Studio is there."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GRAPHS = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"]


@pytest.mark.parametrize(
    ("name", "node"),
    [("attempt", "propose"), ("run", "walk"), ("curriculum", "replan")],
    ids=["attempt graph", "run graph", "curriculum graph"],
)
def test_a_graph_can_be_drawn(name: str, node: str) -> None:
    file, _, factory = GRAPHS[name].partition(":")
    module = importlib.import_module(file.removeprefix("./").removesuffix(".py").replace("/", "."))
    assert node in getattr(module, factory)().get_graph().nodes
