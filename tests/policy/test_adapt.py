"""A policy that goes on from another one begins with its weights, and says whose they were."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from policy.card import PolicyCard
from policy.checkpoint import load_card, load_policy, load_start
from policy.demos.rows import Row
from policy.learning import Deck
from policy.plan import Lesson, Plan
from policy.train import train
from policy.words import Vocabulary
from sim.errors import UsageError
from tests.policy.stage import HashEncoder, bowl_rows

CARD = PolicyCard(
    encoder=HashEncoder.identity, tasks=("bowls",), episodes=1, steps=0, planned=1, batch=1, seed=0
)
STILL = 1e-6  # a share of the learning rate that moves no weight by more than a rounding


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return bowl_rows(1)


def learned(folder: Path, lesson: Lesson, card: PolicyCard, rate: float = 1.0) -> Path:
    plan = Plan(steps=1, batch=1, seed=card.seed, rate=rate)
    train(lesson, folder, card, plan, lambda learned: None)
    return folder


def test_an_adaptation_begins_with_the_weights_of_its_parent(tmp_path: Path, rows: list[Row]) -> None:
    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    parent = learned(tmp_path / "parent", lesson, CARD)
    start = load_start(parent, HashEncoder())
    assert start.identity.startswith("parent:")
    card = CARD.model_copy(update={"start": start.identity, "rate": STILL, "seed": 5})
    child = learned(tmp_path / "child", Lesson(lesson.deck, lesson.vocabulary, start.weights), card, STILL)
    assert load_card(child).start == start.identity
    mine = load_policy(child, HashEncoder())
    assert isinstance(mine, torch.nn.Module)
    for name, weight in mine.state_dict().items():
        assert torch.allclose(weight, start.weights[name], atol=1e-6), name


def test_an_adaptation_is_not_gone_on_with_from_another_policy(tmp_path: Path, rows: list[Row]) -> None:
    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    child = learned(tmp_path / "child", lesson, CARD.model_copy(update={"start": "one:1"}))
    with pytest.raises(UsageError, match="begun with start one:1, now it is other:2"):
        learned(child, lesson, CARD.model_copy(update={"start": "other:2"}))


def test_who_reads_with_another_encoder_cannot_go_on(tmp_path: Path, rows: list[Row]) -> None:
    class Other(HashEncoder):
        identity = "other:1"

    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    parent = learned(tmp_path / "parent", lesson, CARD)
    with pytest.raises(UsageError, match="other:1"):
        load_start(parent, Other())
