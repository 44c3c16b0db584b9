"""From demonstrations to one step of learning: batches and what they cost.

What a step of training sees is a function of the seed and the number of the step alone, so training that was
killed goes on as if nothing had happened.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from policy.demos.rows import Row
from policy.model import crops_about, marked
from policy.nets import FastNet
from policy.pictures import Picture, Sample, Turned, on_table, sample_of
from policy.targets import Targets, mountains, targets_of
from policy.words import Vocabulary

TRIES: Final = 20  # to turn the table so that pick and place stay on it
SHIFT_M: Final = (0.12, 0.2)
COLOR_NOISE: Final = 0.03  # of each channel of a picture, as a share of full brightness

# Words that would no longer be true if the table were turned.
DIRECTED: Final = re.compile(
    r"\b(left|right|front|behind|back|before|near|far|top|bottom|upper|lower)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Batch:
    """B examples. The maps are (B, 160, 80), the turns (B, 24); crops (B, 8, 64, 64)."""

    pictures: Tensor
    held: Tensor
    crops: Tensor
    sentences: tuple[str, ...]
    picks: Tensor
    places: Tensor
    turns: Tensor


class Deck:
    """Demonstrations to draw from: a task by chance, then a step of it.

    Args:
        rows: the steps of each task; they stay as compressed as they are.
        shares: how often a task is drawn; all alike if there are none.
    """

    def __init__(self, rows: Mapping[str, Sequence[Row]], shares: Mapping[str, float] | None = None) -> None:
        self._rows = {name: steps for name, steps in rows.items() if steps}
        weights = np.array([1.0 if shares is None else shares[name] for name in self._rows])
        self._shares = weights / weights.sum()
        self._names = list(self._rows)

    def batch(self, seed: int, step: int, size: int) -> Batch:
        """Return the batch of a step."""
        rng = np.random.default_rng((seed, step))
        return _stacked([self._example(rng) for _ in range(size)])

    def _example(self, rng: np.random.Generator) -> tuple[Sample, Targets]:
        steps = self._rows[self._names[int(rng.choice(len(self._names), p=self._shares))]]
        sample = augmented(sample_of(steps[int(rng.integers(len(steps)))]), rng)
        return sample, targets_of(sample, rng)


def augmented(sample: Sample, rng: np.random.Generator) -> Sample:
    """Turn and shift the table at random, and tint the light.

    Where a sentence speaks of a direction the table is only shifted. Source: Zeng et al. 2020 augment with
    SE(2) transforms that keep pick and place in the picture.
    """
    widest = 0.0 if DIRECTED.search(sample.words) else math.pi
    for _ in range(TRIES):
        turned = Turned(
            float(rng.uniform(-widest, widest)),
            (float(rng.uniform(-1, 1)) * SHIFT_M[0], float(rng.uniform(-1, 1)) * SHIFT_M[1]),
        )
        if on_table(turned.point(sample.pick)) and on_table(turned.point(sample.place)):
            sample = turned.sample(sample)
            break
    tint = rng.normal(0.0, 255 * COLOR_NOISE, 3)
    rgb = np.clip(sample.picture.rgb + tint, 0, 255).astype(np.uint8)
    picture = Picture(rgb, sample.picture.height)
    return Sample(picture, sample.words, sample.pick, sample.place, sample.turn, sample.options)


def losses(net: FastNet, vocabulary: Vocabulary, batch: Batch) -> dict[str, Tensor]:
    """Return what the answers of each network cost: cross-entropy against soft targets, nats."""
    tokens, there = vocabulary.read(batch.sentences)
    device = batch.pictures.device
    read = net.reader(tokens.to(device), there.to(device))
    places = net.place(torch.cat([batch.pictures, batch.held[:, None]], 1), read)
    return {
        "pick": _cross_entropy(net.pick(batch.pictures, read), batch.picks),
        "place": _cross_entropy(places, batch.places),
        "turn": _cross_entropy(net.turn(batch.crops, read), batch.turns),
    }


def _cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Return the mean over examples; one whose target is all zero has nothing to learn and costs nothing."""
    said = functional.log_softmax(logits.float().flatten(1), dim=1)
    return -(target.flatten(1) * said).sum() / len(target)


def _stacked(examples: Sequence[tuple[Sample, Targets]]) -> Batch:
    def stack(arrays: Sequence[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]) -> Tensor:
        return torch.from_numpy(np.stack(arrays))

    return Batch(
        pictures=stack([sample.picture.tensor() for sample, _ in examples]),
        held=torch.stack([marked(mountains([target.held])) for _, target in examples]),
        crops=stack([crops_about(s.picture.full(), t.held, t.goal) for s, t in examples]),
        sentences=tuple(sample.words for sample, _ in examples),
        picks=stack([target.picks for _, target in examples]),
        places=stack([target.places for _, target in examples]),
        turns=stack([target.turns for _, target in examples]),
    )
