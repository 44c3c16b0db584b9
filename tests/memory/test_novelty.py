"""What counts as the same task."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.card import TaskCard
from memory.minilm import MiniLM
from memory.novelty import duplicate_of, said_before, skeleton_of
from memory.record import Lesson
from sim.kinds import KINDS
from sim.signature import Clause, Link, Selection, Verb, signature, skeleton
from tests.memory.made_up import direction, record_of

BLOCKS = "on(block -> zone) by all"
BALLS = "within(ball -> zone) by all"
clauses = st.builds(
    Clause,
    verb=st.sampled_from(get_args(Verb)),
    mover=st.sampled_from(KINDS),
    target=st.sampled_from((*KINDS, "table")),
    selection=st.sampled_from(get_args(Selection)),
    ordered=st.booleans(),
    link=st.sampled_from(get_args(Link)),
)


def known(name: str, text: str, signed: str) -> TaskCard:
    return TaskCard.of(record_of(name, 0, description=text, signature=signed, skeleton=skeleton_of(signed)))


@given(st.lists(clauses, min_size=1, max_size=4))
def test_a_skeleton_read_off_a_signature_is_that_of_the_clauses(made: list[Clause]) -> None:
    assert skeleton_of(signature(made)) == skeleton(made)


def test_the_same_signature_is_the_same_task() -> None:
    records = [known("first", "One.", BLOCKS), known("second", "Two.", BLOCKS)]
    assert duplicate_of("new", "Three.", BLOCKS, records, direction) == "first"


def test_a_name_is_given_once() -> None:
    assert duplicate_of("first", "Else.", BALLS, [known("first", "One.", BLOCKS)], direction) == "first"


def test_nearly_the_same_words_for_the_same_skill_are_no_news(minilm: MiniLM) -> None:
    record = known("blocks-on-zone", "Put every red block onto the big green zone.", BLOCKS)
    cylinders = BLOCKS.replace("block", "cylinder")

    def repeats(text: str, signed: str) -> str:
        return duplicate_of("new", text, signed, [record], lambda text: minilm.embed([text])[0])

    assert repeats("Put every red block on the big green zone.", cylinders) == "blocks-on-zone"
    assert repeats("Lay all the cylinders down.", cylinders) == ""
    assert repeats("Put every red block on the big green zone.", BALLS) == ""


def test_without_a_signature_the_words_decide() -> None:
    assert duplicate_of("new", "One.", "", [known("first", "One.", BLOCKS)], direction) == "first"
    assert duplicate_of("new", "Two.", "", [known("first", "One.", BLOCKS)], direction) == ""


def test_in_an_empty_library_everything_is_new() -> None:
    assert duplicate_of("new", "One.", BLOCKS, [], direction) == ""


def lesson(number: int, **changes: object) -> Lesson:
    about = {"id": f"run-{number}", "sequence": number, "attempt": number, "signature": BLOCKS, "run": "run"}
    plain = {"task": "t", "cause": "why"}
    return Lesson.model_validate({**about, **plain, **changes})


KNOWN = lesson(3, symptom="full in phase build: only 4 of 20 things fit on 'pallet-1'")


@pytest.mark.parametrize(
    ("changes", "repeats"),
    [
        ({}, "run-3"),
        ({"symptom": "full in phase build: only 3 of 16 things fit on 'pallet-2'", "task": "other"}, "run-3"),
        ({"symptom": "full in phase settle: only 4 of 20 things fit on 'pallet-1'"}, ""),
        ({"signature": BALLS}, ""),
        ({"fix": "a larger pallet"}, ""),
        ({"attempt": 3}, ""),  # itself, written before a kill
        ({"sequence": 2}, ""),  # what came later does not count
        ({"run": "other"}, "run-3"),
    ],
)
def test_a_lesson_that_was_learned_before_is_no_news(changes: dict[str, object], repeats: str) -> None:
    assert said_before(lesson(9, **{"symptom": KNOWN.symptom, **changes}), [KNOWN]) == repeats
