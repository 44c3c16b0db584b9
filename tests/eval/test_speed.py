"""Each kind is given its time, and what it did in it is counted."""

from __future__ import annotations

import pytest
import torch

from eval.speed import ROUNDS, Learning, paces
from policy.kinds import KINDS
from policy.learning import Deck
from tests.policy.cliport.small import SMALL_KIND
from tests.policy.stage import HashEncoder, bowl_rows


@pytest.fixture
def deck(monkeypatch: pytest.MonkeyPatch) -> Deck:
    monkeypatch.setitem(KINDS, "cliport", SMALL_KIND)
    return Deck({"bowls": bowl_rows(1)})


@pytest.mark.slow
def test_kinds_take_turns_on_one_thread_and_threads_are_given_back(deck: Deck) -> None:
    threads = torch.get_num_threads()
    fast, cliport = paces(("fast", "cliport"), deck, HashEncoder(), seconds=0.01)
    assert (fast.samples, cliport.samples) == (ROUNDS * 16, ROUNDS)
    assert fast.samples_per_cpu_s == fast.samples / fast.cpu_s > 0
    assert fast.parameters > 1e5
    assert torch.get_num_threads() == threads


def test_what_is_counted_is_learning(deck: Deck) -> None:
    learning = Learning("cliport", deck, HashEncoder())
    before = [weight.clone() for weight in learning.weights()]
    learning.work(0.001)
    assert any(not torch.equal(old, new) for old, new in zip(before, learning.weights(), strict=True))
    assert learning.pace().samples == 1
