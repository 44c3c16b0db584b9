"""The proposer looks for what is new, says why, sometimes wants too much, and mends what it is told."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import get_args

import pytest

from agents.author import BuiltInAuthor
from agents.author.census import MOST_OF_A_SKELETON
from agents.author.grammar import Cell, cells
from agents.author.rules import faults_of
from agents.author.table import steps_of
from agents.roles import Critique, CritiqueRequest, Example, Proposal, ProposeRequest
from sim.kinds import KINDS
from sim.signature import Verb, signature, skeleton
from tests.agents.samples import composed, promised, propose_request

TEAM = BuiltInAuthor()
LOOKAHEAD = 16


def proposed(request: ProposeRequest) -> Proposal:
    return asyncio.run(TEAM.proposer.propose(request))


async def propose(draw: int, known: tuple[str, ...] = (), rejected: tuple[str, ...] = ()) -> Proposal:
    return await TEAM.proposer.propose(propose_request(draw, known, rejected))


def example_of(idea: Proposal) -> Example:
    return Example(name=idea.name, description=idea.description, signature=promised(idea), score=0.5)


def cell_of(idea: Proposal) -> Cell:
    return tuple(step.clause for step in idea.steps)


async def test_the_same_request_gets_the_same_answer() -> None:
    assert [await propose(i) for i in range(20)] == [await propose(i) for i in range(20)]


async def test_other_draws_get_other_ideas() -> None:
    assert len({promised(await propose(i)) for i in range(16)}) >= 14


async def test_nothing_known_or_rejected_is_proposed() -> None:
    every = [signature(list(cell)) for cell in cells(KINDS)]
    known, rejected = tuple(every[::2]), tuple(every[1::4])
    for draw in range(12):
        assert promised(await propose(draw, known=known, rejected=rejected)) not in {*known, *rejected}


async def test_a_full_library_makes_it_say_that_it_is_exhausted() -> None:
    every = tuple(signature(list(cell)) for cell in cells(KINDS))
    assert "new kinds or relations" in (await propose(0, known=every)).reasons


@pytest.fixture(scope="module")
def grown() -> list[Proposal]:
    """What two hundred attempts propose that see the library as it was sixteen attempts ago."""
    ideas: list[Proposal] = []
    for attempt in range(200):
        known = {promised(idea): idea for idea in ideas[: max(0, attempt - LOOKAHEAD + 1)]}
        recent = [example_of(idea) for idea in list(known.values())[-5:]]
        request = propose_request(0, tuple(sorted(known)), examples=tuple(recent))
        ideas.append(proposed(request.model_copy(update={"draw": (1, 0, attempt, 0)})))
    return [idea for idea in ideas if not faults_of(idea)]


def test_no_kind_moves_in_more_than_two_fifths_of_a_grown_library(grown: list[Proposal]) -> None:
    movers = Counter(kind for idea in grown for kind in {step.clause.mover for step in idea.steps})
    assert max(movers.values()) <= 0.4 * len(grown), movers
    assert min(movers[kind] for kind in ("ball", "ell", "shape", "disk", "rope", "pile")) >= 1


def test_at_most_half_of_a_grown_library_has_several_steps_and_some_tasks_have_three(
    grown: list[Proposal],
) -> None:
    steps = Counter(steps_of(cell_of(idea)) for idea in grown)
    assert steps[2] + steps[3] <= 0.5 * len(grown)
    assert steps[3] >= 0.05 * len(grown)


def test_a_grown_library_has_many_skeletons_and_none_too_often(grown: list[Proposal]) -> None:
    skeletons = Counter(skeleton(list(cell_of(idea))) for idea in {promised(i): i for i in grown}.values())
    assert len(skeletons) >= 100
    assert max(skeletons.values()) <= MOST_OF_A_SKELETON


def test_reasons_name_the_task_that_is_made_harder(grown: list[Proposal]) -> None:
    harder = [idea for idea in grown if re.search(r"It makes [\w-]+ harder: ", idea.reasons)]
    assert len(harder) >= 10


async def test_attempts_in_flight_do_not_think_of_the_same() -> None:
    requests = [propose_request(0).model_copy(update={"draw": (7, 0, attempt, 0)}) for attempt in range(16)]
    ideas = [promised(await TEAM.proposer.propose(request)) for request in requests]
    assert len(set(ideas)) == len(ideas)


def test_two_hundred_ideas_reach_every_family(grown: list[Proposal]) -> None:
    held = [step.clause for idea in grown for step in idea.steps]
    assert {"ell", "shape", "disk", "rope", "pile", "ball"} <= {clause.mover for clause in held}
    assert set(get_args(Verb)) <= {clause.verb for clause in held}


def test_some_first_ideas_want_too_much_and_most_do_not(grown: list[Proposal]) -> None:
    assert 160 <= len(grown) <= 195


async def test_what_the_critic_refuses_is_mended_or_replaced() -> None:
    for draw in range(60):
        request = propose_request(draw)
        first = await TEAM.proposer.propose(request)
        critique = await TEAM.critic.critique(CritiqueRequest(draw=(0,), proposal=first, nearest=()))
        if critique.accept:
            continue
        better = await TEAM.proposer.propose(
            request.model_copy(update={"previous": first, "critique": critique, "draw": (0, draw, 1)})
        )
        assert better != first
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


def test_a_wish_draws_half_of_the_ideas_and_taste_stays() -> None:
    ideas: list[Proposal] = []
    for attempt in range(40):
        known = tuple(sorted({promised(idea) for idea in ideas}))
        request = propose_request(0, known).model_copy(
            update={"draw": (1, 0, attempt, 0), "about": "stacking cylinders"}
        )
        ideas.append(proposed(request))
    stacked = [idea for idea in ideas if _stacks_cylinders(idea)]
    moved = [idea for idea in ideas if any(step.clause.mover == "cylinder" for step in idea.steps)]
    assert len(stacked) >= 15
    assert len(moved) >= 25
    assert sum(bool(faults_of(idea)) for idea in ideas) <= 8
    assert max(Counter(skeleton(list(cell_of(idea))) for idea in ideas).values()) <= MOST_OF_A_SKELETON
    assert any('"stacking cylinders"' in idea.reasons for idea in stacked)


def _stacks_cylinders(idea: Proposal) -> bool:
    verbs = ("tower", "pyramid", "wall", "layer")
    return any(step.clause.verb in verbs and step.clause.mover == "cylinder" for step in idea.steps)


@pytest.mark.parametrize("about", ["", "quantum gravity"])
def test_a_wish_that_says_nothing_changes_nothing(about: str) -> None:
    request = propose_request(5)
    assert proposed(request.model_copy(update={"about": about})) == proposed(request)
