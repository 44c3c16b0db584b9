"""The fast policy, our own: two small U-Nets and a network that turns; `policy.nets` has their shapes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from policy.card import PolicyCard
from policy.model import Batch, Decision, Learner, shares
from policy.nets import CROP, Reader, Turner, UNet
from policy.pictures import CHANNELS, Floats, Picture, Sample
from policy.targets import mountains, peak_of, targets_of, turn_of
from policy.words import Vocabulary
from sim.aim import Aim
from sim.frames import Point2
from sim.pixels import pixel_of

RATE: Final = 2e-3
WARM_UP: Final = 100  # steps


@dataclass(frozen=True)
class FastBatch(Batch):
    """What the three networks see and should answer.

    pictures: (B, 4, 160, 80). held: (B, 160, 80), where it was picked. crops: (B, 8, 64, 64). picks and
    places: (B, 160, 80). turns: (B, 24).
    """

    pictures: Tensor
    held: Tensor
    crops: Tensor
    picks: Tensor
    places: Tensor
    turns: Tensor


def fast_batch(samples: Sequence[Sample], rng: np.random.Generator) -> FastBatch:
    """Choose a good answer for each example, and tell all that are as good."""
    targets = [targets_of(sample, rng) for sample in samples]
    pairs = list(zip(samples, targets, strict=True))
    return FastBatch(
        sentences=tuple(sample.words for sample in samples),
        pictures=_stacked(sample.picture.tensor() for sample in samples),
        held=torch.stack([marked(mountains([target.held])) for target in targets]),
        crops=_stacked(crops_about(s.picture.full(), t.held, t.goal) for s, t in pairs),
        picks=_stacked(target.picks for target in targets),
        places=_stacked(target.places for target in targets),
        turns=_stacked(target.turns for target in targets),
    )


class FastPolicy(Learner[FastBatch]):
    """All of the fast policy that is learned, and how it decides.

    Args:
        vocabulary: reads sentences; nobody trains it here.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.reader = Reader()
        self.pick = UNet(CHANNELS)
        self.place = UNet(CHANNELS + 1)
        self.turn = Turner()
        self._vocabulary = vocabulary

    def losses(self, batch: FastBatch) -> dict[str, Tensor]:
        """Cross-entropy of pick, place and turn against soft targets."""
        read = self._read(batch.sentences)
        places = self.place(torch.cat([batch.pictures, batch.held[:, None]], 1), read)
        return {
            "pick": cross_entropy(self.pick(batch.pictures, read), batch.picks),
            "place": cross_entropy(places, batch.places),
            "turn": cross_entropy(self.turn(batch.crops, read), batch.turns),
        }

    @torch.no_grad()
    def decide(self, picture: Picture, words: str) -> Decision:
        """Pick where the first map is highest, then place, then turn."""
        self.eval()
        read = self._read([words])
        seen = torch.from_numpy(picture.tensor())[None].to(self.device)
        picks = self.pick(seen, read)[0].cpu().numpy()
        pick = peak_of(picks)
        held = marked(mountains([pick]))[None, None].to(self.device)
        places = self.place(torch.cat([seen, held], 1), read)[0].cpu().numpy()
        place = peak_of(places)
        crops = torch.from_numpy(crops_about(picture.full(), pick, place))[None].to(self.device)
        turn = turn_of(self.turn(crops, read)[0].cpu().numpy())
        return Decision(Aim(pick, place, turn), shares(picks), shares(places))

    def _read(self, sentences: Sequence[str]) -> Tensor:
        tokens, there = self._vocabulary.read(sentences)
        read: Tensor = self.reader(tokens.to(self.device), there.to(self.device))
        return read


def make_fast(card: PolicyCard, vocabulary: Vocabulary) -> FastPolicy:
    """Build the policy of a card; there is only one way, whatever it says."""
    return FastPolicy(vocabulary)


def fast_rate(step: int, steps: int) -> float:
    """Return the learning rate of a step: it rises for a hundred steps and falls like a cosine."""
    return RATE * min(1.0, (step + 1) / WARM_UP) * (0.505 + 0.495 * math.cos(math.pi * step / steps))


def marked(mountain: Floats) -> Tensor:
    """Return a mountain with its top at 1: how a network is told where something was picked."""
    return torch.from_numpy(mountain / mountain.max())


def crops_about(full: Floats, pick: Point2, place: Point2) -> Floats:
    """Cut squares of 64 x 64 pixels about two points from a full picture (4, 320, 160); (8, 64, 64)."""
    half = CROP // 2
    padded = np.pad(full, ((0, 0), (half, half), (half, half)), mode="edge")
    squares = []
    for point in (pick, place):
        row, column = pixel_of(point)
        squares.append(padded[:, row : row + CROP, column : column + CROP])
    return np.concatenate(squares).reshape(2 * CHANNELS, CROP, CROP)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Return the mean over examples; one whose target is all zero has nothing to learn and costs nothing."""
    said = functional.log_softmax(logits.float().flatten(1), dim=1)
    return -(target.flatten(1) * said).sum() / len(target)


def _stacked(arrays: Iterable[Floats]) -> Tensor:
    return torch.from_numpy(np.stack(list(arrays)))
