"""Training, by Lightning Fabric: the same few lines on a processor, a GPU, or several.

Which examples a step sees, and how fast it learns, follow from the seed and the number of the step, so
training that was killed ends with the same weights as training that was not (on a processor).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from lightning_fabric import Fabric
from torch import Tensor

from policy.checkpoint import PolicyCard, check_same, load_training, save_policy
from policy.learning import Batch, Deck, losses
from policy.nets import FastNet
from policy.words import Vocabulary

RATE: Final = 2e-3
WARM_UP: Final = 100  # steps
DECAY: Final = 1e-3
CLIP: Final = 1.0  # norm of the gradient


@dataclass(frozen=True)
class Plan:
    """How long and how: fixed for the whole of a training, resumes included."""

    steps: int
    batch: int = 16
    seed: int = 0
    save_every: int = 200


@dataclass(frozen=True)
class Lesson:
    """What to learn from: demonstrations, and who reads their sentences."""

    deck: Deck
    vocabulary: Vocabulary


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
    net = FastNet()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    first = _go_on(folder, net, optimizer)
    model, optimizer = fabric.setup(net, optimizer)
    begun, seen = time.monotonic(), 0
    for step in range(first, plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, plan.steps)
        batch = _moved(lesson.deck.batch(plan.seed, step, plan.batch), fabric.device)
        costs = losses(model.module, lesson.vocabulary, batch)
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


def rate(step: int, steps: int) -> float:
    """Return the learning rate of a step: it rises for a hundred steps and falls like a cosine."""
    return RATE * min(1.0, (step + 1) / WARM_UP) * (0.505 + 0.495 * math.cos(math.pi * step / steps))


def _go_on(folder: Path, net: FastNet, optimizer: torch.optim.Optimizer) -> int:
    """Take up the checkpoint of a folder and return the step that comes next."""
    found = load_training(folder)
    if found is None:
        return 0
    net.load_state_dict(found["weights"])
    optimizer.load_state_dict(found["optimizer"])
    return int(found["steps"])


def _moved(batch: Batch, device: torch.device) -> Batch:
    return Batch(
        pictures=batch.pictures.to(device),
        held=batch.held.to(device),
        crops=batch.crops.to(device),
        sentences=batch.sentences,
        picks=batch.picks.to(device),
        places=batch.places.to(device),
        turns=batch.turns.to(device),
    )


def _numbers(costs: dict[str, Tensor]) -> dict[str, float]:
    return {name: round(float(cost.detach()), 4) for name, cost in costs.items()}
