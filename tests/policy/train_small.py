"""Train a small policy in a process of its own, for a test that kills it; the argument is its folder."""

from __future__ import annotations

import sys
from pathlib import Path

from policy.card import PolicyCard
from policy.learning import Deck
from policy.plan import Lesson, Plan
from policy.train import train
from policy.words import Vocabulary
from tests.policy.stage import HashEncoder, bowl_rows

PLAN = Plan(steps=8, batch=2, save_every=1)
CARD = PolicyCard(
    encoder=HashEncoder.identity, tasks=("bowls",), episodes=2, steps=0, planned=8, batch=2, seed=0
)


def train_small(folder: Path) -> None:
    """Learn blocks and bowls from two scenes."""
    lesson = Lesson(Deck({"bowls": bowl_rows(2)}), Vocabulary(HashEncoder()))
    train(lesson, folder, CARD, PLAN, lambda learned: None)


if __name__ == "__main__":
    train_small(Path(sys.argv[1]))
