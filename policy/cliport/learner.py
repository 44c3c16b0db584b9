"""The policy: attention says where to pick, transport where to place and how far to turn on the way.

Sources: CLIPort (Shridhar et al. 2021, section 3): three pairs of streams, for attention and for the key and
the query of transport; cross-entropy with the one pixel, and of the place the one turn, that was shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from policy.card import PolicyCard
from policy.cliport.blocks import PAPER, Sizes, glorot
from policy.cliport.clip import Clip
from policy.cliport.semantic import Eye, FreshEye, TwoStreams
from policy.cliport.transport import correlated, turn_and_pixel, turned_crops
from policy.model import Batch, Decision, Learner, shares
from policy.nets import TOKEN
from policy.pictures import Floats, Picture, Sample
from policy.words import Vocabulary
from sim.aim import Aim
from sim.pixels import COLUMNS, middle_of, pixel_of

RATE: Final = 1e-4  # CLIPort's, from the first step to the last


class Reads(Protocol):
    """Turns sentences into features, and never learns."""

    @property
    def width(self) -> int:
        """Features of a sentence."""

    def read(self, sentences: Sequence[str]) -> Tensor:
        """Return (B, width)."""


@dataclass(frozen=True)
class MeanWords:
    """Reads with the sentence encoder: the mean of its tokens."""

    vocabulary: Vocabulary
    width: int = TOKEN

    def read(self, sentences: Sequence[str]) -> Tensor:
        """Return (B, 384)."""
        tokens, there = self.vocabulary.read(sentences)
        return tokens.sum(1) / there.sum(1, keepdim=True)


@dataclass(frozen=True)
class CliportBatch(Batch):
    """What is seen and what was done.

    pictures: (B, 6, 320, 160). picks: (B, 2) row and column. places: (B, 2), too. turns: (B,) radians.
    """

    pictures: Tensor
    picks: Tensor
    places: Tensor
    turns: Tensor


def cliport_batch(samples: Sequence[Sample], rng: np.random.Generator) -> CliportBatch:
    """Take what the oracle did, and nothing else, for the one right answer."""
    return CliportBatch(
        sentences=tuple(sample.words for sample in samples),
        pictures=torch.from_numpy(np.stack([six_channels(sample.picture) for sample in samples])),
        picks=torch.tensor([pixel_of(sample.pick) for sample in samples]),
        places=torch.tensor([pixel_of(sample.place) for sample in samples]),
        turns=torch.tensor([sample.turn for sample in samples]),
    )


def cliport_rate(step: int, steps: int) -> float:
    """Return the learning rate of a step: always the same."""
    return RATE


def six_channels(picture: Picture) -> Floats:
    """Return colours and three times the height, (6, 320, 160): CLIPort's input."""
    return picture.full()[[0, 1, 2, 3, 3, 3]]


class CliportPolicy(Learner[CliportBatch]):
    """All of the CLIPort policy that is learned, and how it decides.

    Args:
        reads: turns sentences into features.
        clip: looks at colours; without it each semantic stream learns an eye of its own.
        sizes: of the networks.
    """

    def __init__(self, reads: Reads, clip: Eye | None = None, sizes: Sizes = PAPER) -> None:
        super().__init__()
        w, words = sizes.width, reads.width
        self._reads, self._sizes = reads, sizes
        self.attention = TwoStreams(w, words, 1, clip or FreshEye(w), "add")
        self.key = TwoStreams(w, words, sizes.depth, clip or FreshEye(w), "conv")
        self.query = TwoStreams(w, words, sizes.depth, clip or FreshEye(w), "conv")
        self.apply(glorot)

    def losses(self, batch: CliportBatch) -> dict[str, Tensor]:
        """Cross-entropy of pick and place over every pixel, and of the place over every turn as well."""
        words = self._read(batch.sentences)
        picks = self.attention(batch.pictures, words).float().flatten(1)
        places = self._places(batch.pictures, batch.picks, words).flatten(1)
        (rows, columns), rotations = batch.pictures.shape[-2:], self._sizes.rotations
        pick, place = (pixels[:, 0] * columns + pixels[:, 1] for pixels in (batch.picks, batch.places))
        turn = (batch.turns * (rotations / math.tau)).round().long() % rotations
        return {
            "pick": functional.cross_entropy(picks, pick),
            "place": functional.cross_entropy(places, turn * (rows * columns) + place),
        }

    @torch.no_grad()
    def decide(self, picture: Picture, words: str) -> Decision:
        """Pick where attention is highest, then place where and as transport fits best."""
        self.eval()
        read = self._read([words])
        seen = torch.from_numpy(six_channels(picture))[None].to(self.device)
        picks = self.attention(seen, read)[0, 0].cpu().numpy()
        pick = divmod(int(picks.argmax()), COLUMNS)
        places = self._places(seen, torch.tensor([pick], device=self.device), read)[0].cpu().numpy()
        turn, place = turn_and_pixel(int(places.argmax()), places.shape)
        return Decision(
            Aim(middle_of(pick), middle_of(place), turn), shares(picks), shares(places).sum(axis=0)
        )

    def _read(self, sentences: Sequence[str]) -> Tensor:
        """Return (B, words), about 1 each, whoever reads."""
        read = functional.normalize(self._reads.read(sentences), dim=1)
        return (read * math.sqrt(self._reads.width)).to(self.device)

    def _places(self, seen: Tensor, picks: Tensor, words: Tensor) -> Tensor:
        """Return (B, R, 320, 160): how well what is picked fits at each pixel after each turn."""
        rotations = self._sizes.rotations
        crops = turned_crops(seen, picks, rotations, self._sizes.crop)
        query = self.query(crops.flatten(0, 1), words.repeat_interleave(rotations, 0))
        return correlated(self.key(seen, words), query.unflatten(0, (len(seen), rotations)))


def make_cliport(card: PolicyCard, vocabulary: Vocabulary, sizes: Sizes = PAPER) -> CliportPolicy:
    """Build the policy of a card: with the CLIP that it names, or else with the sentence encoder.

    Raises:
        UsageError: if that CLIP is not there any more.
    """
    if card.clip is None:
        return CliportPolicy(MeanWords(vocabulary), sizes=sizes)
    clip = Clip(card.clip)
    return CliportPolicy(clip, clip, sizes)
