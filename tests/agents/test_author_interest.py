"""A person's few words are read as verbs, ways of selecting and kinds."""

from __future__ import annotations

import pytest

from agents.author.interest import interest_in
from sim.kinds import Kind
from sim.signature import Clause, Verb


@pytest.mark.parametrize(
    ("text", "verb", "kind"),
    [
        ("stacking cylinders", "tower", "cylinder"), ("Line up the cubes!", "row", "block"),
        ("pack marbles into bins", "inside", "ball"), ("the towers of Hanoi", "inserted", "disk"),
        ("something BETWEEN two dishes", "between", "bowl"),
    ],
)  # fmt: skip
def test_words_and_their_synonyms_are_understood(text: str, verb: Verb, kind: Kind) -> None:
    interest = interest_in(text)
    assert verb in interest.verbs
    assert kind in interest.kinds


def test_sorting_is_by_colour_and_grading_by_size() -> None:
    assert interest_in("sort things").selections == {"color"}
    assert interest_in("graded towers").selections == {"size"}


def test_words_that_are_in_no_table_say_nothing() -> None:
    assert interest_in("candles in a cathedral").is_empty


def test_a_clause_matches_as_much_as_it_has() -> None:
    interest = interest_in("stack cylinders")
    tower = Clause(verb="tower", mover="cylinder", target="zone", selection="all")
    row = tower.model_copy(update={"verb": "row"})
    assert interest.match(tower) == 1
    assert interest.match(row) == 0.5
    assert interest.match(row.model_copy(update={"mover": "block"})) == 0
