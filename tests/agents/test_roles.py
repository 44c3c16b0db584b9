"""Requests and replies survive JSON, and replies have a schema that model endpoints can enforce."""

from __future__ import annotations

import pytest

from agents.roles import Critique, Plan, Program, Proposal, Reflection
from sim.spec import Data
from tests.agents.samples import composed, sample_of_cells

REPLIES: tuple[type[Data], ...] = (Proposal, Plan, Critique, Program, Reflection)


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.__name__)
def test_every_field_of_a_reply_is_required(reply: type[Data]) -> None:
    assert all(field.is_required() for field in reply.model_fields.values())


@pytest.mark.parametrize("reply", [Proposal, Plan, Program], ids=lambda reply: reply.__name__)
def test_reasons_come_first(reply: type[Data]) -> None:
    assert next(iter(reply.model_fields)) == "reasons"


def test_a_proposal_survives_json() -> None:
    proposal = composed(sample_of_cells(50)[0])
    assert Proposal.model_validate_json(proposal.model_dump_json()) == proposal
