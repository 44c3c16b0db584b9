"""The author's bolder ideas are of every sort, are written like any other, and are not all bad."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from agents.author import BuiltInAuthor
from agents.author.grammar import cells
from agents.author.rules import faults_of
from agents.author.temptations import BOLD_IDEAS, EXCESSES, tempted
from agents.roles import Example, Proposal
from sim.program import parse_program
from sim.signature import signature
from tests.agents.samples import code_request, composed, propose_request, sample_of_cells

EXAMPLES = tuple(
    Example(name=f"known-{number}", description="", signature=signature(list(cell)), score=0.5)
    for number, cell in enumerate(cells()[:200:50])
)


@pytest.fixture(scope="module")
def ideas() -> list[tuple[Proposal, str]]:
    """What the author is tempted to want instead of plain ideas of all sorts."""
    request = propose_request(0, examples=EXAMPLES)
    found = [
        tempted(composed(cell, number), request, np.random.default_rng(number))
        for number, cell in enumerate(sample_of_cells(2) * 2)
    ]
    return [idea for idea in found if idea is not None]


def test_a_quarter_of_plain_ideas_tempts_at_most(ideas: list[tuple[Proposal, str]]) -> None:
    share = sum(share for share, _ in BOLD_IDEAS)
    plain = 2 * len(sample_of_cells(2))
    assert 0.5 * share <= len(ideas) / plain <= 0.3


def test_every_sort_of_excess_and_of_boldness_occurs(ideas: list[tuple[Proposal, str]]) -> None:
    reasons = {why for _, why in ideas}
    told = "".join(reasons)
    assert len(reasons & {excess.why for excess in EXCESSES}) >= 5
    for words in ("harder", "crowd", "tidying up", "packs well", "around them", "can follow it"):
        assert words in told


def test_the_critic_foresees_some_temptations_and_not_others(ideas: list[tuple[Proposal, str]]) -> None:
    foreseen = [bool(faults_of(idea)) for idea, _ in ideas]
    assert 0.2 <= sum(foreseen) / len(foreseen) <= 0.9


def test_whatever_tempts_is_written_as_a_program(ideas: list[tuple[Proposal, str]]) -> None:
    coder = BuiltInAuthor().coder
    for idea, _ in ideas:
        if not faults_of(idea):
            program = asyncio.run(coder.code(code_request(idea)))
            assert parse_program(program.source).task_name == idea.name


def test_a_ring_of_each_colour_has_three_things() -> None:
    ring = next(idea for _, idea in BOLD_IDEAS if idea.__name__ == "_ringed_by_color")
    wanted = ring(composed(cells()[0]), propose_request(0), np.random.default_rng(0))
    assert wanted is not None
    source = asyncio.run(BuiltInAuthor().coder.code(code_request(wanted[0]))).source
    assert "for _ in range(3)]" in source
    assert "in_circle(" in source
