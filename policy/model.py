"""What a policy is: a picture and a sentence in, an aim out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from policy.nets import CROP, FastNet
from policy.pictures import CHANNELS, Floats, Picture
from policy.targets import mountains, peak_of, turn_of
from policy.words import Vocabulary
from sim.aim import Aim
from sim.frames import Point2
from sim.pixels import pixel_of


class Policy(Protocol):
    """Decides what to do next; see `FastPolicy`."""

    def decide(self, picture: Picture, words: str) -> Decision:
        """Look at the table, read the sentence, and aim."""


@dataclass(frozen=True)
class Decision:
    """An aim, and how sure the policy was: the two heat maps (160, 80) sum to 1."""

    aim: Aim
    picks: Floats
    places: Floats


class FastPolicy:
    """Our own policy: two small U-Nets and a network that turns; see `policy.nets`.

    Args:
        net: the networks.
        vocabulary: reads sentences, with the encoder that the networks were trained with.
    """

    def __init__(self, net: FastNet, vocabulary: Vocabulary) -> None:
        self.net = net
        self._vocabulary = vocabulary

    @torch.no_grad()
    def decide(self, picture: Picture, words: str) -> Decision:
        """Pick where the first map is highest, then place, then turn."""
        self.net.eval()
        tokens, there = self._vocabulary.read([words])
        read = self.net.reader(tokens, there)
        seen = torch.from_numpy(picture.tensor())[None]
        picks = self.net.pick(seen, read)[0].numpy()
        pick = peak_of(picks)
        places = self.net.place(torch.cat([seen, marked(mountains([pick]))[None, None]], 1), read)[0].numpy()
        place = peak_of(places)
        crops = torch.from_numpy(crops_about(picture.full(), pick, place))[None]
        turn = turn_of(self.net.turn(crops, read)[0].numpy())
        return Decision(Aim(pick, place, turn), _shares(picks), _shares(places))


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


def _shares(logits: Floats) -> Floats:
    heat = np.exp(logits - logits.max())
    return np.asarray(heat / heat.sum(), dtype=np.float32)
