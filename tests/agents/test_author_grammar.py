"""The grammar is wide, every cell has a name of its own, and signatures can be read back."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from agents.author.grammar import (
    Cell,
    cells,
    chains,
    form_of,
    is_mixture,
    mixtures,
    parse_signature,
    singles,
    source_of,
    triples,
)
from agents.author.rules import faults_of
from agents.author.words import name_of
from sim.kinds import FACTS, KINDS
from sim.signature import Selection, Verb, signature, skeleton
from tests.agents.samples import composed, sample_of_cells


def test_there_are_eight_thousand_signatures_of_a_thousand_skeletons() -> None:
    assert len({signature(list(cell)) for cell in cells()}) == len(cells()) >= 8000
    assert len({skeleton(list(cell)) for cell in cells()}) >= 1000


def test_cells_are_singles_mixtures_chains_and_triples() -> None:
    listed = {*singles(), *mixtures(), *chains(), *triples()}
    assert {*cells()} <= listed
    assert len({signature(list(cell)) for cell in listed}) == len(cells())


def test_a_third_goal_builds_on_the_first_two_and_something_carries_something() -> None:
    for cell in triples():
        assert source_of(cell, 1) == 0
        assert source_of(cell, 2) in (0, 1)
        assert "object" in {clause.link for clause in cell}
        assert len({clause.mover for clause in cell}) == 3


def test_every_verb_selection_and_graspable_kind_occurs() -> None:
    clauses = [clause for cell in cells() for clause in cell]
    assert {c.verb for c in clauses} == set(get_args(Verb))
    assert {c.selection for c in clauses} == set(get_args(Selection))
    movable = {kind for kind in KINDS if not FACTS[kind].fixed}
    assert {c.mover for c in clauses} == movable


def test_fewer_kinds_give_fewer_cells_and_only_of_those_kinds() -> None:
    few = cells(("block", "zone"))
    assert {clause.target for cell in few for clause in cell} <= {"block", "zone"}
    assert 0 < len(few) < len(cells())


def test_different_signatures_have_different_names_of_at_most_six_words() -> None:
    names = Counter(name_of(cell) for cell in cells() if len(cell) < 3)
    assert not [name for name, count in names.items() if count > 1]
    assert max(len(name_of(cell).split("-")) for cell in cells()) <= 6


def test_every_signature_reads_back() -> None:
    for cell in cells():
        text = signature(list(cell))
        assert signature(list(parse_signature(text))) == text


@pytest.mark.parametrize("text", ["", "nonsense", "fly(block -> moon) by all", "on(box -> box) by luck"])
def test_what_is_no_signature_reads_as_nothing(text: str) -> None:
    assert parse_signature(text) == ()


def test_linked_steps_share_what_they_say() -> None:
    for first, second in chains():
        assert second.link in ("object", "place")
        assert second.target == (first.mover if second.link == "object" else first.target)


@pytest.mark.parametrize("cell", mixtures(), ids=name_of)
def test_mixtures_differ_in_the_mover_alone(cell: Cell) -> None:
    assert is_mixture(cell[0], cell[1])


def test_a_pile_is_never_mixed_with_what_a_blade_cannot_move() -> None:
    movers = [{clause.mover for clause in cell} for cell in cells()]
    assert {"pile"} in movers
    assert not [kinds for kinds in movers if "pile" in kinds and len(kinds) > 1]


def test_kinds_of_one_role_do_not_stand_in_for_each_other() -> None:
    pairs = {(c.verb, c.mover, c.target) for cell in cells() for c in cell}
    assert {target for verb, _, target in pairs if verb == "at"} == {"corner"}
    assert {target for verb, _, target in pairs if verb == "on"} <= {"pallet", "block", "box", "cylinder"}
    assert {(mover, target) for verb, mover, target in pairs if verb == "inserted"} == {
        ("ell", "fixture"), ("shape", "hole"), ("disk", "rods"),
    }  # fmt: skip
    assert {mover for verb, mover, _ in pairs if verb == "spans"} == {"rope"}


def test_every_bridge_has_a_box_across_it() -> None:
    bridges = [cell for cell in cells() if cell[0].verb == "bridge"]
    assert bridges
    assert all("box" in {clause.mover for clause in cell} for cell in bridges)


def test_every_clause_has_its_row() -> None:
    assert all(form_of(clause) is not None for cell in cells(KINDS) for clause in cell)


def test_what_the_grammar_composes_has_no_fault() -> None:
    faulty = {
        name_of(cell): faults_of(composed(cell)) for cell in sample_of_cells(1) if faults_of(composed(cell))
    }
    assert not faulty
