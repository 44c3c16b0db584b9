"""The fast policy, our own: two U-Nets (`policy.nets`) and two networks that fit (`policy.fitting`)."""

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
from policy.fitting import CROP, Slider, Turner
from policy.model import Batch, Decision, Learner, shares
from policy.nets import Reader, UNet
from policy.pictures import CHANNELS, Floats, Picture, Sample
from policy.targets import mountains, peak_of, place_at, targets_of, turn_of
from policy.words import Vocabulary
from sim.aim import Aim
from sim.pixels import Pixel, middle_of, pixel_of

RATE: Final = 2e-3
WARM_UP: Final = 100  # steps


@dataclass(frozen=True)
class FastBatch(Batch):
    """What the networks see and should answer.

    pictures: (B, 4, 320, 160). held: (B, 1, 160, 80), where it was picked. crops: (B, 8, 64, 64). picks and
    places: (B, 160, 80). turns: (B, 72). turn: (B,), radians. offsets: (B, 9, 9).
    """

    pictures: Tensor
    held: Tensor
    crops: Tensor
    picks: Tensor
    places: Tensor
    turns: Tensor
    turn: Tensor
    offsets: Tensor


def fast_batch(samples: Sequence[Sample], rng: np.random.Generator) -> FastBatch:
    """Choose a good answer for each example, and tell all that are as good."""
    targets = [targets_of(sample, rng) for sample in samples]
    pictures = [sample.picture.full() for sample in samples]
    pairs = zip(pictures, targets, strict=True)
    return FastBatch(
        sentences=tuple(sample.words for sample in samples),
        pictures=_stacked(pictures),
        held=torch.stack([marked(target.held) for target in targets]),
        crops=_stacked(crops_about(seen, target.held, target.about) for seen, target in pairs),
        picks=_stacked(target.picks for target in targets),
        places=_stacked(target.places for target in targets),
        turns=_stacked(target.turns for target in targets),
        turn=torch.tensor([target.turn for target in targets]),
        offsets=_stacked(target.offsets for target in targets),
    )


class FastPolicy(Learner[FastBatch]):
    """All of the fast policy that is learned, and how it decides.

    Args:
        vocabulary: reads sentences; nobody trains it here.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.reader = Reader()
        self.pick = UNet()
        self.place = UNet(marks=1)
        self.turn = Turner()
        self.slide = Slider()
        self._vocabulary = vocabulary

    def losses(self, batch: FastBatch) -> dict[str, Tensor]:
        """Cross-entropy of pick, place, turn and offset against soft targets."""
        read = self._read(batch.sentences)
        held, there = crops = torch.split(batch.crops, CHANNELS, 1)
        return {
            "pick": cross_entropy(self.pick(batch.pictures, read), batch.picks),
            "place": cross_entropy(self.place(batch.pictures, read, batch.held), batch.places),
            "turn": cross_entropy(self.turn(held, there, read), batch.turns),
            "offset": cross_entropy(self.slide(crops, batch.turn, read), batch.offsets),
        }

    @torch.no_grad()
    def decide(self, picture: Picture, words: str) -> Decision:
        """Pick where the first map is highest, then place, then turn and move a little."""
        self.eval()
        read = self._read([words])
        full = picture.full()
        seen = torch.from_numpy(full)[None].to(self.device)
        picks = _answer(self.pick(seen, read))
        held = pixel_of(peak_of(picks))
        places = _answer(self.place(seen, read, marked(held)[None].to(self.device)))
        about = pixel_of(peak_of(places))
        both = torch.from_numpy(crops_about(full, held, about))[None].to(self.device)
        crops = torch.split(both, CHANNELS, 1)
        turn = turn_of(_answer(self.turn(*crops, read)))
        offsets = _answer(self.slide(crops, torch.tensor([turn], device=self.device), read))
        aim = Aim(middle_of(held), place_at(about, offsets), turn)
        return Decision(aim, shares(picks), shares(places))

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


def marked(held: Pixel) -> Tensor:
    """Return a Gaussian of height 1, (1, 160, 80): how the next network is told where it was picked."""
    mountain = mountains([middle_of(held)])
    return torch.from_numpy(mountain / mountain.max())[None]


def crops_about(full: Floats, pick: Pixel, place: Pixel) -> Floats:
    """Cut squares of 64 x 64 pixels about two pixels from a full picture (4, 320, 160); (8, 64, 64)."""
    half = CROP // 2
    padded = np.pad(full, ((0, 0), (half, half), (half, half)), mode="edge")
    return np.concatenate([padded[:, row : row + CROP, col : col + CROP] for row, col in (pick, place)])


def _answer(logits: Tensor) -> Floats:
    """Return the logits of the only example of a batch."""
    answer: Floats = logits[0].float().cpu().numpy()
    return answer


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Return the mean over examples; one whose target is all zero has nothing to learn and costs nothing."""
    said = functional.log_softmax(logits.float().flatten(1), dim=1)
    return -(target.flatten(1) * said).sum() / len(target)


def _stacked(arrays: Iterable[Floats]) -> Tensor:
    return torch.from_numpy(np.stack(list(arrays)))
