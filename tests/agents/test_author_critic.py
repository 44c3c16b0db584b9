"""The critic refuses what is impossible, ambiguous, trivial, glued or known, and lets good ideas pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agents.author import BuiltInAuthor
from agents.author.words import name_of
from agents.roles import Critique, CritiqueRequest, Example, Proposal
from tests.agents.planted import planted
from tests.agents.samples import composed, promised, proposal, sample_of_cells, step

CRITIC = BuiltInAuthor().critic


async def judged(subject: Proposal, nearest: tuple[Example, ...] = ()) -> Critique:
    return await CRITIC.critique(CritiqueRequest(draw=(0,), proposal=subject, nearest=nearest))


PLANTED: dict[str, tuple[Proposal, str]] = {
    "on a ball": (proposal(step("on block ball one", 1), distractors=("block",)), "never carries"),
    "tower on a ball": (proposal(step("tower block ball all", 3)), "never carries"),
    "a row of balls": (proposal(step("row ball zone all", 3)), "rolls away"),
    "a ball on a block": (proposal(step("on ball block one", 1), distractors=("ball",)), "rolls away"),
    "eight boxes in a container": (proposal(step("inside box container all", 8)), "too many"),
    "two balls in a bowl": (proposal(step("inside ball bowl one", 2), distractors=("ball",)), "too many"),
    "a tower of eight": (proposal(step("tower block pallet all", 8)), "too many"),
    "a row of eight boxes": (proposal(step("row box pallet all", 8)), "too many"),
    "a pyramid of four": (proposal(step("pyramid block zone all", 4)), "three or six"),
    "a bowl that moves": (proposal(step("within bowl zone all", 2)), "suction"),
    "into a block": (proposal(step("inside ball block all", 1)), "cannot"),
    "a cylinder in a corner": (proposal(step("at cylinder corner all", 1)), "cannot"),
    "a tower in a bowl": (proposal(step("tower block bowl all", 3)), "cannot"),
    "one colour": (proposal(step("inside block bowl color", 1)), "two colours"),
    "nothing to choose": (proposal(step("inside block bowl one", 1)), "only one"),
    "a spare one": (proposal(step("inside block container all", 4), distractors=("block",)), "too"),
    "a useless one": (proposal(step("inside block container all", 4), distractors=("ball",)), "no part"),
    "one move": (proposal(step("inside block bowl all", 1)), "single move"),
    "glue": (proposal(step("inside ball bowl all", 2), step("tower block zone all", 3)), "glued"),
    "undone": (
        proposal(step("within block zone all", 3), step("tower block pallet all", 3, "object")), "away from"
    ),
    "open top": (
        proposal(step("tower block zone all", 3), step("on cylinder block all", 1, "object")), "on top"
    ),
    "open carrier": (
        proposal(step("within box zone all", 2), step("tower block box all", 3, "object")), "which of the"
    ),
    "full bowl": (
        proposal(step("inside ball bowl all", 1), step("inside block bowl all", 1, "place")), "shared"
    ),
    "a chore": (
        proposal(step("within block zone all", 5), step("within ball zone all", 5, "place")), "chore"
    ),
    "a pile on a pallet": (proposal(step("on pile pallet all", 1)), "suction"),
    "two tools": (
        proposal(step("within block zone all", 2), step("within pile zone all", 1, "place")), "blade"
    ),
    "two piles in one zone": (proposal(step("within pile zone all", 2)), "too many"),
    "a wall of five": (proposal(step("wall block zone all", 5)), "four or six"),
    "a layer of five": (proposal(step("layer box pallet all", 5)), "four or eight"),
    "a bridge of blocks": (proposal(step("bridge block zone all", 3)), "two posts and a box"),
    "a circle of eight": (proposal(step("circle block bowl all", 8)), "too many"),
    "seven disks": (proposal(step("inserted disk rods size ordered", 7)), "too many"),
    "three ells": (proposal(step("inserted ell fixture all", 3)), "too many"),
    "two ropes on a line": (proposal(step("spans rope line all", 2)), "too many"),
    "an ell in a bowl": (proposal(step("inside ell bowl all", 2)), "cannot"),
    "a rope on a pallet": (proposal(step("on rope pallet all", 1)), "cannot"),
    "a block in a corner of a square": (proposal(step("at block square all", 1)), "cannot"),
    "a shape in a fixture": (proposal(step("inserted shape fixture all", 1)), "cannot"),
    "no goal": (proposal(), "no goal"),
}  # fmt: skip


MISSED = 5  # of thirty bad proposals, at most
WRONGED = 2  # of thirty good ones, at most


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("impossible", lambda critique: not critique.feasible),
        ("duplicate", lambda critique: critique.duplicate_of),
        ("unknown", lambda critique: not critique.feasible and critique.suggestion),
    ],
)
async def test_planted_proposals_are_rejected_for_what_is_planted(
    name: str, found: Callable[[Critique], object]
) -> None:
    answers = {what: await CRITIC.critique(request) for what, request in planted(name).items()}
    passed = {what: answer.problems for what, answer in answers.items() if answer.accept or not found(answer)}
    assert len(answers) == 30
    assert len(passed) <= MISSED, passed


async def test_good_proposals_pass() -> None:
    answers = {what: await CRITIC.critique(request) for what, request in planted("good").items()}
    refused = {what: answer.problems for what, answer in answers.items() if not answer.accept}
    assert len(answers) == 30
    assert len(refused) <= WRONGED, refused


@pytest.mark.parametrize(
    ("description", "instead"),
    [
        ("Put the block into the mug.", "bowl"),
        ("Put the blocks into the drawer.", "container"),
        ("Put the maroon block into the bowl.", "red"),
        ("Put the red cilinder into the bowl.", "cylinder"),  # misspelt
        ("Put the block of 30 cm into the bowl.", "0.06 m"),
    ],
)
async def test_what_does_not_exist_is_told_with_the_nearest_that_does(description: str, instead: str) -> None:
    subject = proposal(step("inside block bowl color", 2)).model_copy(update={"description": description})
    assert instead in (await judged(subject)).suggestion


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_fault_is_found_and_named(name: str) -> None:
    subject, words = PLANTED[name]
    critique = await judged(subject)
    assert not critique.accept
    assert any(words in problem for problem in critique.problems), critique.problems
    assert critique.suggestion


async def test_every_kind_of_good_idea_passes() -> None:
    refused = {}
    for cell in sample_of_cells(3):
        critique = await judged(composed(cell, seed=7))
        if not critique.accept:
            refused[name_of(cell)] = critique.problems
    assert not refused


async def test_a_duplicate_is_named() -> None:
    subject = composed(sample_of_cells(100)[0])
    twin = Example(name="the-twin", description="", signature=promised(subject), score=0.9)
    critique = await judged(subject, (twin,))
    assert critique.duplicate_of == "the-twin"
    assert critique.feasible
    assert not critique.accept


@pytest.mark.parametrize(
    "text", ["inserted ell fixture all", "spans rope square all", "within pile zone all"]
)
async def test_one_precise_move_is_task_enough(text: str) -> None:
    assert (await judged(proposal(step(text, 1)))).accept


async def test_what_is_only_silly_is_called_feasible() -> None:
    assert (await judged(PLANTED["one move"][0])).feasible
    assert not (await judged(PLANTED["a row of balls"][0])).feasible
