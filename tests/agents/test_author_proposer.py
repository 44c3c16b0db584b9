"""The proposer looks for what is new, says why, sometimes wants too much, and mends what it is told."""

from __future__ import annotations

from typing import get_args

import pytest

from agents.author import BuiltInAuthor
from agents.author.grammar import cells
from agents.author.rules import faults_of
from agents.author.table import is_chain
from agents.roles import Critique, CritiqueRequest, Example, Proposal
from sim.kinds import KINDS
from sim.signature import Verb, signature, skeleton
from tests.agents.samples import composed, promised, propose_request

TEAM = BuiltInAuthor()


async def propose(draw: int, known: tuple[str, ...] = (), rejected: tuple[str, ...] = ()) -> Proposal:
    return await TEAM.proposer.propose(propose_request(draw, known, rejected))


async def test_the_same_request_gets_the_same_answer() -> None:
    assert [await propose(i) for i in range(20)] == [await propose(i) for i in range(20)]


async def test_other_draws_get_other_ideas() -> None:
    assert len({promised(await propose(i)) for i in range(16)}) >= 14


async def test_nothing_known_or_rejected_is_proposed() -> None:
    every = [signature(list(cell)) for cell in cells(KINDS)]
    known, rejected = tuple(every[::2]), tuple(every[1::4])
    for draw in range(40):
        assert promised(await propose(draw, known=known, rejected=rejected)) not in {*known, *rejected}


async def test_a_full_library_makes_it_say_that_it_is_exhausted() -> None:
    every = tuple(signature(list(cell)) for cell in cells(KINDS))
    assert "new kinds or relations" in (await propose(0, known=every)).reasons


async def test_a_growing_library_spreads_over_skeletons_and_kinds() -> None:
    known: list[str] = []
    for draw in range(120):
        known.append(promised(await propose(draw, known=tuple(sorted(known)))))
    held = [cell for cell in cells() if signature(list(cell)) in known]
    assert len({skeleton(list(cell)) for cell in held}) >= 60
    assert sum(is_chain(cell) for cell in held) <= 0.55 * len(held)
    assert sum(any(c.mover == "ball" for c in cell) for cell in held) >= 8


async def test_attempts_in_flight_do_not_think_of_the_same() -> None:
    requests = [propose_request(0).model_copy(update={"draw": (7, 0, attempt, 0)}) for attempt in range(16)]
    ideas = [promised(await TEAM.proposer.propose(request)) for request in requests]
    assert len(set(ideas)) == len(ideas)


@pytest.mark.parametrize("start", [0, 1000])
async def test_a_hundred_ideas_reach_every_family(start: int) -> None:
    known: list[str] = []
    for draw in range(start, start + 100):
        known.append(promised(await propose(draw, known=tuple(sorted(known)))))
    held = [clause for cell in cells() if signature(list(cell)) in known for clause in cell]
    assert {"ell", "shape", "disk", "rope", "pile"} <= {clause.mover for clause in held}
    assert set(get_args(Verb)) <= {clause.verb for clause in held}


async def test_a_tenth_of_the_first_ideas_wants_too_much() -> None:
    ideas = [await propose(draw) for draw in range(150)]
    assert 0.05 <= sum(bool(faults_of(idea)) for idea in ideas) / 150 <= 0.20


async def test_what_the_critic_refuses_is_mended_or_replaced() -> None:
    for draw in range(100):
        request = propose_request(draw)
        first = await TEAM.proposer.propose(request)
        critique = await TEAM.critic.critique(CritiqueRequest(draw=(0,), proposal=first, nearest=()))
        if critique.accept:
            continue
        better = await TEAM.proposer.propose(
            request.model_copy(update={"previous": first, "critique": critique, "draw": (0, draw, 1)})
        )
        assert not faults_of(better)
        assert critique.problems[0] in better.reasons


async def test_a_duplicate_is_replaced_by_something_else() -> None:
    first = composed(cells()[0])
    critique = Critique(
        problems=("pack asks for exactly the same",),
        suggestion="",
        duplicate_of="pack",
        feasible=True,
        accept=False,
    )
    request = propose_request(1).model_copy(update={"previous": first, "critique": critique})
    assert promised(await TEAM.proposer.propose(request)) != promised(first)


async def test_parents_are_examples_and_a_taken_name_is_not_used_again() -> None:
    first = await propose(3)
    example = Example(
        name=first.name, description="", signature="inside(ball -> bowl) by all", score=0.9, program=""
    )
    again = await TEAM.proposer.propose(propose_request(3, examples=(example,)))
    assert set(again.parents) <= {example.name}
    assert again.name != example.name


@pytest.mark.parametrize("draw", range(12))
async def test_reasons_description_and_name_are_there(draw: int) -> None:
    proposal = await propose(draw, known=("inside(block -> bowl) by color",))
    assert proposal.reasons
    assert proposal.description[0].isupper()
    assert proposal.description.endswith(".")
    assert len(proposal.name.split("-")) <= 6
