"""Training, by Lightning Fabric: the same few lines on a processor, a GPU, or several.

Which examples a step sees, and how fast it learns, follow from the seed and the number of the step, so
training that was killed ends with the same weights as training that was not (on a processor).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from policy.card import PolicyCard
from policy.checkpoint import check_same, load_training, save_policy
from policy.kinds import KINDS
from policy.learning import Deck, batch_of
from policy.words import Vocabulary

DECAY: Final = 1e-3
CLIP: Final = 1.0  # norm of the gradient


@dataclass(frozen=True)
class Plan:
    """How long and how: fixed for the whole of a training, resumes included."""

    steps: int
    batch: int = 16
    seed: int = 0
    save_every: int = 200
    rate: float = 1.0  # share of the kind's learning rate


@dataclass(frozen=True)
class Lesson:
    """What to learn from: demonstrations, who reads their sentences, and weights to begin with, if any."""

    deck: Deck
    vocabulary: Vocabulary
    start: Mapping[str, Tensor] | None = None


@dataclass(frozen=True)
class Learned:
    """Where training stands: the step, what it cost lately, and how many samples a second it takes."""

    step: int
    steps: int
    costs: dict[str, float]
    samples_per_s: float


def train(
    lesson: Lesson, folder: Path, card: PolicyCard, plan: Plan, show: Callable[[Learned], None]
) -> PolicyCard:
    """Train a policy into a folder, from its checkpoint if there is one.

    Args:
        lesson: what to learn from.
        folder: where the policy is written, now and then and at the end.
        card: what it will be, apart from its steps.
        plan: how long and how.
        show: is told after every checkpoint.

    Raises:
        UsageError: if the folder holds a policy that was begun in another way.
    """
    check_same(folder, card)
    fabric = Fabric(accelerator="auto", devices=1)
    torch.manual_seed(plan.seed)
    kind = KINDS[card.kind]
    net = kind.make(card, lesson.vocabulary)
    if lesson.start is not None:
        net.load_state_dict(lesson.start)
    optimizer = torch.optim.AdamW(net.parameters(), kind.rate(0, plan.steps), weight_decay=DECAY)
    first = _go_on(folder, net, optimizer)
    model, optimizer = fabric.setup(net, optimizer)
    begun, seen = time.monotonic(), 0
    for step in range(first, plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = kind.rate(step, plan.steps) * plan.rate
        batch = batch_of(kind, lesson.deck, (plan.seed, step), plan.batch).to(fabric.device)
        costs = model.module.losses(batch)
        optimizer.zero_grad()
        fabric.backward(torch.stack(list(costs.values())).sum())
        fabric.clip_gradients(model, optimizer, max_norm=CLIP)
        optimizer.step()
        seen += plan.batch
        done = step + 1
        if done % plan.save_every == 0 or done == plan.steps:
            card = card.model_copy(update={"steps": done})
            save_policy(folder, card, net, {"optimizer": optimizer.state_dict()})
            show(Learned(done, plan.steps, _numbers(costs), seen / (time.monotonic() - begun)))
    return card


def _go_on(folder: Path, net: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Take up the checkpoint of a folder and return the step that comes next."""
    found = load_training(folder)
    if found is None:
        return 0
    net.load_state_dict(found["weights"])
    optimizer.load_state_dict(found["optimizer"])
    return int(found["steps"])


def _numbers(costs: dict[str, Tensor]) -> dict[str, float]:
    return {name: round(float(cost.detach()), 4) for name, cost in costs.items()}
