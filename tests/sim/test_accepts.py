"""Every relation of the language says which kinds it takes, and it is what its checks say."""

from __future__ import annotations

import pytest

from sim.accepts import PROBES, accepted_by
from sim.kinds import KINDS
from sim.reference import offered
from sim.spots import ANCHORS


def test_every_relation_is_asked_what_it_accepts() -> None:
    assert PROBES.keys() == {*offered("Relation"), *offered("Spot")}
    for name in PROBES:
        assert accepted_by(name).movers, name
        assert accepted_by(name).targets, name


def test_what_relations_accept_is_what_their_checks_say() -> None:
    assert accepted_by("inside").targets == ("bowl", "container")
    assert accepted_by("at").movers == ("block", "box")
    assert accepted_by("pyramid").movers == ("block",)
    assert (
        accepted_by("beside").targets
        == accepted_by("between").targets
        == tuple(sorted(ANCHORS, key=KINDS.index))
    )
    assert accepted_by("aligned").movers == ("block", "box", "cylinder", "ell", "shape", "disk")
    assert accepted_by("spans").targets == ("line", "square")
    assert "ball" not in accepted_by("on").targets
    assert "pile" in accepted_by("within").movers


def test_nobody_knows_how_to_ask_a_relation_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        accepted_by("beside_itself")
