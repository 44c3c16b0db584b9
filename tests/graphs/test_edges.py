"""The table of edges is the graph that is wired, whatever is left out."""

from __future__ import annotations

from typing import get_args

import pytest

from graphs.attempt import build_attempt_graph
from graphs.edges import edges, follows
from graphs.settings import Part

ALL: tuple[Part, ...] = get_args(Part)


@pytest.mark.parametrize("without", [(), *((part,) for part in ALL), ALL])
def test_the_wiring_is_that_of_the_table(without: tuple[Part, ...]) -> None:
    drawn = build_attempt_graph(revisions=2, repairs=3, without=without).get_graph()
    inner = {edge for edge in drawn.edges if not {edge.source, edge.target} & {"__start__", "__end__"}}
    assert {f"{edge.source} -> {edge.target}" for edge in inner} == set(edges(without))


def test_the_whole_graph_is_the_one_of_the_design() -> None:
    assert len(edges()) == 15
    assert follows()["verify"] == ("reflect", "repair", "drop")


@pytest.mark.parametrize(
    ("part", "gone", "instead"),
    [
        ("critic", "critique", "propose -> code"),
        ("reflection", "reflect", "verify -> keep"),
        ("repair", "repair", "verify -> drop"),
        ("novelty", "", "propose -> critique"),
        ("retrieval", "", "retrieve -> propose"),  # it shows nothing, but stands where it stood
    ],
)
def test_the_edge_goes_past_what_is_left_out(part: Part, gone: str, instead: str) -> None:
    assert gone not in follows((part,))
    assert instead in edges((part,))
    assert ("propose -> drop" in edges((part,))) == (part != "novelty")
