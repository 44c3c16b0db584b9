"""The schema that is sent is one that strict endpoints take, for every reply there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any  # Any: a JSON schema, walked by the test

import pytest

from agents.model.methods import Mixture
from agents.model.schema import schema_of
from agents.roles import Critique, Plan, Program, Proposal, Reflection
from sim.errors import UsageError
from sim.spec import Data

REPLIES: tuple[type[Data], ...] = (Proposal, Plan, Critique, Program, Reflection, Mixture)
ALLOWED = {"type", "description", "enum", "items", "properties", "required", "additionalProperties", "anyOf"}


def nested(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:  # Any: see the import
    yield schema
    inside = [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    for part in [*inside, *([schema["items"]] if "items" in schema else [])]:
        yield from nested(part)


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.__name__)
def test_a_reply_has_required_fields_and_no_dictionary_default_bound_or_pattern(reply: type[Data]) -> None:
    for part in nested(schema_of(reply)):
        assert set(part) <= ALLOWED
        if part.get("type") == "object":
            assert part["required"] == list(part["properties"])
            assert part["properties"]
            assert part["additionalProperties"] is False


def test_fields_keep_their_order_so_that_reasons_come_before_verdicts() -> None:
    assert list(schema_of(Critique)["required"]) == list(Critique.model_fields)  # type: ignore[arg-type] # a list
    assert next(iter(Reflection.model_fields)) == "reasons"


def test_a_bound_that_is_not_sent_is_told_in_words() -> None:
    assert "From 1 to 8." in str(schema_of(Proposal))


class WithTable(Data):
    """Not a reply that any endpoint could be held to."""

    table: dict[str, int]


def test_a_dictionary_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(UsageError, match="cannot be part of a reply"):
        schema_of(WithTable)
