"""Trained policies on disk: one folder each, readable without knowing how they were trained.

policy.json      what it is, which encoder reads for it, which demonstrations it saw
weights.safetensors
training.pt      optimizer and step, to go on with; not needed to act
best.safetensors the weights of the best exam while training; they become the weights at its end
logs             for TensorBoard
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Any: the optimizer's state has its own shape

import safetensors.torch
import torch
from pydantic import ValidationError
from torch import Tensor, nn

from policy.card import PolicyCard
from policy.kinds import KINDS
from policy.model import Policy
from policy.words import Encoder, Vocabulary
from sim.atomic import write_file
from sim.errors import UsageError

CARD, WEIGHTS, TRAINING, BEST = "policy.json", "weights.safetensors", "training.pt", "best.safetensors"


@dataclass(frozen=True)
class Start:
    """The weights that an adaptation begins with, and whose they are: name and SHA-256."""

    identity: str
    weights: Mapping[str, Tensor]


Training = Mapping[str, Any]  # Any: see the import


def save_policy(folder: Path, card: PolicyCard, net: nn.Module, training: Training) -> None:
    """Write a policy; each file is whole or not there, the card comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    weights: dict[str, Tensor] = {name: value.contiguous() for name, value in net.state_dict().items()}
    file = io.BytesIO()
    torch.save({"weights": weights, "steps": card.steps, **training}, file)
    write_file(folder / TRAINING, file.getvalue())
    write_file(folder / WEIGHTS, safetensors.torch.save(weights))
    write_file(folder / CARD, card.model_dump_json(indent=1).encode() + b"\n")


def keep_best(folder: Path) -> None:
    """Keep the weights that a policy has now as the best so far."""
    write_file(folder / BEST, (folder / WEIGHTS).read_bytes())


def use_best(folder: Path) -> None:
    """Make the best weights so far those of the policy, if any were kept."""
    if (folder / BEST).is_file():
        write_file(folder / WEIGHTS, (folder / BEST).read_bytes())


def load_card(folder: Path) -> PolicyCard:
    """Read what a policy is.

    Raises:
        UsageError: if there is none, or its card is damaged.
    """
    try:
        return PolicyCard.model_validate_json((folder / CARD).read_bytes())
    except FileNotFoundError as missing:
        raise UsageError(f"there is no policy in {folder}. `simwright train` makes one.") from missing
    except ValidationError as wrong:
        said = wrong.errors()[0]["msg"]
        raise UsageError(f"{folder / CARD} is damaged: {said}. Train the policy again.") from wrong


def load_policy(folder: Path, encoder: Encoder) -> Policy:
    """Read a policy, ready to act.

    Raises:
        UsageError: if there is none, or it was trained with another encoder.
    """
    card = load_card(folder)
    if card.encoder != encoder.identity:
        raise UsageError(f"{folder} was trained with {card.encoder}, and here is {encoder.identity}.")
    policy = KINDS[card.kind].make(card, Vocabulary(encoder))
    policy.load_state_dict(safetensors.torch.load((folder / WEIGHTS).read_bytes()))
    return policy


def load_start(folder: Path, encoder: Encoder) -> Start:
    """Read the weights of a policy, to go on from in another folder.

    Raises:
        UsageError: as `load_policy`.
    """
    load_policy(folder, encoder)
    content = (folder / WEIGHTS).read_bytes()
    return Start(f"{folder.name}:{hashlib.sha256(content).hexdigest()}", safetensors.torch.load(content))


def check_same(folder: Path, card: PolicyCard) -> None:
    """Refuse to go on with a policy that was begun in another way.

    Raises:
        UsageError: if there is one in the folder, and it differs in more than how far it is.
    """
    if not (folder / CARD).exists():
        return
    begun = load_card(folder)
    for name in PolicyCard.model_fields:
        was, shall = getattr(begun, name), getattr(card, name)
        if name != "steps" and was != shall:
            raise UsageError(
                f"{folder} was begun with {name} {was}, now it is {shall}. Give another --name, or the same."
            )


def load_training(folder: Path) -> Training | None:
    """Read what is needed to go on with training; None when there is nothing."""
    path = folder / TRAINING
    return torch.load(path, weights_only=True) if path.is_file() else None
