"""Batches on their way to the networks: other processes decode, turn and stack what the next steps will see.

A batch is a function of the seed, the number of the step and the numbers of its examples alone, so neither
how many processes prepare nor how many devices share a batch changes what is learned from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from policy.kinds import AnyKind, Kind
from policy.learning import Deck
from policy.model import B, Batch


@dataclass(frozen=True)
class Share:
    """Which examples of each batch a device gets: from `first` on, `size` of them."""

    first: int
    size: int


class Steps(Dataset[Batch]):
    """The batches of some steps, as torch's loader wants them.

    Args:
        deck: what to draw from.
        kind: makes batches of examples.
        seed: of the training.
        share: of each batch, for this device.
        steps: the numbers of the steps.
    """

    def __init__(self, deck: Deck, kind: AnyKind, seed: int, share: Share, steps: Sequence[int]) -> None:
        self._deck, self._kind, self._seed, self._share, self._steps = deck, kind, seed, share, steps

    def __len__(self) -> int:
        """Return how many steps there are."""
        return len(self._steps)

    def __getitem__(self, number: int) -> Batch:
        """Return the batch of a step."""
        batch: Batch = batch_of(self._kind, self._deck, (self._seed, self._steps[number]), self._share)
        return batch


def batch_of(kind: Kind[B], deck: Deck, key: tuple[int, int], share: Share) -> B:
    """Return what a device learns from in a step; the key is the training's seed and the step's number."""
    numbers = range(share.first, share.first + share.size)
    samples = [deck.draw(np.random.default_rng((*key, number))) for number in numbers]
    return kind.collate(samples, np.random.default_rng((*key, share.first, share.size)))


def batches(steps: Steps, workers: int) -> Iterator[Batch]:
    """Yield the batches in order, prepared by so many other processes; by this one if there are none."""
    context = "fork" if workers else None  # demonstrations are large, and need no copying so
    return iter(
        DataLoader(
            steps,
            batch_size=None,
            num_workers=workers,
            worker_init_fn=_alone,
            multiprocessing_context=context,
        )
    )


def _alone(worker: int) -> None:
    torch.set_num_threads(1)
