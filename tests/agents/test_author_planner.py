"""The built-in planner takes a target apart into what can be built, and refuses what cannot."""

from __future__ import annotations

from typing import get_args

import pytest

from agents.author.constructions import CONSTRUCTIONS, Construction
from agents.author.drafting import draft
from agents.author.grammar import cells, parse_signature
from agents.author.ladder import CHOICES, LEADS, SKILLS, WHAT, goals_of, ladder
from agents.author.planner import plan, staged
from agents.author.rules import faults_of
from agents.author.sizes import Care
from agents.author.wishes import read_wish
from agents.roles import Plan, PlanRequest, Setback
from sim.kinds import KINDS
from sim.signature import Selection, Verb, signature

TARGETS = {
    "tower": "tower(block -> zone) by all",
    "pyramid": "pyramid(block -> zone) by all",
    "wall": "wall(block -> zone) by all",
    "bridge": "bridge(block -> pallet) by all + bridge(box -> pallet) by all",
    "build a car out of blocks and cylinders": "bridge(box -> zone) by all + bridge(cylinder -> zone) by all"
    " + on(block -> box) by all, same object",
    "sorted bowls": "inside(block -> bowl) by color",
    "packed box": "inside(box -> container) by all",
    "rope line": "spans(rope -> line) by all",
    "kit": "inserted(shape -> hole) by all",
    "the towers of Hanoi": "inserted(disk -> rods) by size, ordered",
    "stack three cylinders on a pallet": "tower(cylinder -> pallet) by all",
    "line up the boxes by size": "row(box -> zone) by size, ordered",
    "sort balls into bowls by colour": "inside(ball -> bowl) by color",
    "put the red block into the bowl": "inside(block -> bowl) by one",
    "a ring of cylinders around a bowl on the table": "circle(cylinder -> bowl) by all",
    "stand five cylinders in a ring around the box": "circle(cylinder -> box) by all",
    "I would like a beautiful tower of boxes for my cat": "tower(box -> zone) by all",
}

REFUSED = {
    "make me happy": "'happy' is nothing",
    "": "names nothing",
    "stack five balls": "a ball in a tower rolls away",
    "a snowman": "balls roll and never carry anything",
    "a house out of balls": "a house has no part for balls",
    "a house of five blocks": "takes two blocks, not 5",
    "a house with a row of boxes": "a house has no row",
    "a red house": "its colours are drawn",
    "a house and a car": "ask for one at a time",
    "stack twelve blocks": "too many",
    "a tower of six boxes in the bowl": "what could be",
    "blocks": "not said what shall become of the blocks",
    "a banana in a bowl": "'banana' is nothing",
}


def planned(target: str, **changes: object) -> Plan:
    request = {"draw": (1, 2), "target": target, "kinds": KINDS, "examples": (), **changes}
    return plan(PlanRequest.model_validate(request))


def aim_of(answer: Plan) -> str:
    return signature([step.clause for step in answer.stages[-1].task.steps])


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_becomes_what_it_says(target: str) -> None:
    answer = planned(target)
    assert aim_of(answer) == TARGETS[target], answer.refusal
    assert len(answer.stages) >= 3 or target == "put the red block into the bowl"


@pytest.mark.parametrize("target", REFUSED)
def test_what_cannot_be_is_refused_with_the_reason(target: str) -> None:
    answer = planned(target)
    assert answer.stages == ()
    assert REFUSED[target] in answer.refusal


@pytest.mark.parametrize("thing", CONSTRUCTIONS, ids=lambda thing: thing.names[0])
def test_every_construction_is_one_that_can_be_written(thing: Construction) -> None:
    answer = planned(thing.names[0])
    for stage in answer.stages:
        assert not faults_of(stage.task), stage.name
        assert len(draft(stage.task, Care()).goals) == len(
            goals_of(tuple(s.clause for s in stage.task.steps))
        )
    assert answer.stages[-1].name == f"build-{thing.names[0]}"


def test_every_cell_of_the_grammar_has_a_ladder_that_ends_with_it() -> None:
    for cell in cells()[::7]:
        rungs = ladder(cell)
        known: set[str] = set()
        for rung in rungs:
            assert known >= {*rung.needs}, rung.signature
            known.add(rung.signature)
        assert rungs[-1].signature == signature(list(cell))


def test_every_relation_and_choice_has_its_words() -> None:
    assert {*LEADS, *SKILLS} == {*get_args(Verb)}
    assert {*WHAT} == {*CHOICES} == {*get_args(Selection)}


def test_who_can_pick_up_one_kind_can_pick_up_another() -> None:
    (cell,) = (parse_signature(text) for text in ("on(box -> block) by all + on(ball -> box) by all",))
    grasps = [rung for rung in ladder(cell) if rung.cell[0].verb == "within"]
    assert len(grasps) == 1


def test_a_plan_depends_on_the_draw_alone() -> None:
    assert planned("castle") == planned("castle")


def test_a_stage_that_failed_becomes_easier_and_at_last_is_left_out() -> None:
    first = planned("pyramid")
    name, counts = "line-up-blocks-in-zone", []
    setbacks: list[Setback] = []
    for _ in range(8):
        answer = planned("pyramid", setbacks=tuple(setbacks))
        stage = next((stage for stage in answer.stages if stage.name == name), None)
        if stage is None:
            break
        counts.append([(step.clause.target, step.count) for step in stage.task.steps])
        setbacks.append(Setback(stage=stage, reason="it slips"))
    assert counts[0][0][0] == "zone"
    assert counts[-1][0][0] != "zone"
    assert len(counts) == len({str(count) for count in counts}) > 2
    assert stage is None
    assert aim_of(answer) == aim_of(first)
    assert "move-chosen-block-in-zone" in answer.stages[-1].needs  # what the lost stage needed


def test_a_target_keeps_the_place_that_was_asked_for() -> None:
    setbacks: list[Setback] = []
    for _ in range(4):
        answer = planned("stack three cylinders on a pallet", setbacks=tuple(setbacks))
        if answer.refusal:
            break
        assert aim_of(answer) == "tower(cylinder -> pallet) by all"
        setbacks.append(Setback(stage=answer.stages[-1], reason="it slips"))
    assert "no easier way to it; the last try: it slips" in answer.refusal


def test_a_stage_is_proposed_as_a_child_of_what_it_needs() -> None:
    stage = planned("tower").stages[-1].model_copy(update={"needs": ("put-block-on-block",)})
    assert staged(stage).parents == ("put-block-on-block",)
    assert staged(stage).steps == stage.task.steps


def test_a_line_is_drawn_for_ropes_and_made_of_other_things() -> None:
    assert read_wish("a line of blocks").verbs == ("row",)
    assert [noun.kinds[0] for noun in read_wish("a rope along the line").nouns] == ["rope", "line"]
