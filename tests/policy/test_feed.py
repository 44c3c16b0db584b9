"""Batches are the same, whoever prepares them and however many devices share them."""

from __future__ import annotations

import pytest
import torch

from policy.demos.rows import Row
from policy.feed import Share, Steps, batch_of, batches
from policy.kinds import KINDS
from policy.learning import Deck
from tests.policy.stage import bowl_rows

FAST = KINDS["fast"]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return bowl_rows(1)


def test_devices_that_share_a_batch_see_all_of_it(rows: list[Row]) -> None:
    deck = Deck({"bowls": rows})
    whole = batch_of(FAST, deck, (0, 3), Share(0, 2))
    parts = [batch_of(FAST, deck, (0, 3), Share(first, 1)) for first in (0, 1)]
    assert torch.equal(whole.pictures, torch.cat([part.pictures for part in parts]))


def test_another_process_prepares_the_same(rows: list[Row]) -> None:
    steps = Steps(Deck({"bowls": rows}), FAST, 0, Share(0, 1), range(4, 6))
    here, there = list(batches(steps, 0)), list(batches(steps, 1))
    assert len(here) == len(there) == 2
    for one, other in zip(here, there, strict=True):
        assert torch.equal(one.pictures, other.pictures)  # type: ignore[attr-defined]  # both are of the kind
        assert torch.equal(one.places, other.places)  # type: ignore[attr-defined]  # as above
