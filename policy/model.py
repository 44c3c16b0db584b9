"""What a policy is: a picture and a sentence in, an aim out; and what one that can learn adds to that."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from policy.pictures import Floats, Picture
from sim.aim import Aim


class Policy(Protocol):
    """Decides what to do next; see `policy.kinds` for the kinds there are."""

    def decide(self, picture: Picture, words: str) -> Decision:
        """Look at the table, read the sentence, and aim."""


@dataclass(frozen=True)
class Decision:
    """An aim, and how sure the policy was: two heat maps of the same size, each sums to 1.

    They are (160, 80) or (320, 160), as coarse as the policy looks.
    """

    aim: Aim
    picks: Floats
    places: Floats


@dataclass(frozen=True)
class Batch:
    """B examples as a kind of policy learns from them; each kind adds its tensors, B comes first in all."""

    sentences: tuple[str, ...]

    def to(self, device: torch.device) -> Self:
        """Return the same batch with its tensors on a device."""
        moved = {
            field.name: value.to(device)
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), Tensor)
        }
        return replace(self, **moved)  # type: ignore[arg-type]  # tensors replace tensors, and nothing else


B = TypeVar("B", bound=Batch)


class Learner(nn.Module, ABC, Generic[B]):
    """A policy whose weights are learned: it decides, and it says what its answers to a batch cost."""

    @abstractmethod
    def losses(self, batch: B) -> dict[str, Tensor]:
        """Return what each part of the answer costs, mean over the batch, nats; training adds them up."""

    @abstractmethod
    def decide(self, picture: Picture, words: str) -> Decision:
        """Look at the table, read the sentence, and aim."""

    def forward(self, batch: Callable[[], B]) -> dict[str, Tensor]:
        """Return the losses, for Fabric, which looks into what it hands on and refuses frozen dataclasses."""
        return self.losses(batch())

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.parameters()).device


def shares(logits: Floats) -> Floats:
    """Return logits as a heat map that sums to 1."""
    heat = np.exp(logits - logits.max())
    return np.asarray(heat / heat.sum(), dtype=np.float32)
