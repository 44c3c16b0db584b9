"""The networks of the fast policy: two small U-Nets that words steer, and one that turns.

    pick  = UNet(picture, words)                     a logit for each pixel
    place = UNet(picture + where it was picked, words)
    turn  = network of the two crops about pick and place, and words    a logit for each of 24 angles

Sources: U-Net (Ronneberger et al. 2015); FiLM (Perez et al. 2018) at every scale; group normalisation (Wu and
He 2018). Pick, then place given the pick, is Transporter's factorisation (Zeng et al. 2020); that words steer
both is CLIPort's (Shridhar et al. 2021). B is the batch, T the tokens of a sentence, D the width of a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from policy.pictures import CHANNELS
from policy.targets import BINS

WIDTHS = (16, 32, 64, 64, 64)  # channels at each scale, each half as large as the one before
TOKEN = 384  # features of a token
WORDS = 128  # features of a sentence
QUERIES = 4  # what a sentence is asked for
GROUPS = 8
CROP = 64  # pixels of a full picture: 20 cm


class Reader(nn.Module):
    """Reads a sentence: (B, T, 384) tokens and (B, T) which of them are there, to (B, 128)."""

    def __init__(self) -> None:
        super().__init__()
        self.key = nn.Linear(TOKEN, WORDS)
        self.value = nn.Linear(TOKEN, WORDS)
        self.queries = nn.Parameter(torch.randn(QUERIES, WORDS) / WORDS**0.5)
        self.out = nn.Sequential(nn.Linear(QUERIES * WORDS, WORDS), nn.ReLU(), nn.Linear(WORDS, WORDS))

    def forward(self, tokens: Tensor, there: Tensor) -> Tensor:
        """Ask each sentence the same few questions."""
        scores = torch.einsum("qd,btd->bqt", self.queries, self.key(tokens))
        shares = scores.masked_fill(~there[:, None], -1e4).softmax(-1)
        heard = torch.einsum("bqt,btd->bqd", shares, self.value(tokens))
        read: Tensor = self.out(heard.flatten(1))
        return read


class Block(nn.Module):
    """Two convolutions at one scale, steered by words between them."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm = nn.GroupNorm(GROUPS, outputs)
        self.steer = nn.Linear(WORDS, 2 * outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.last = nn.GroupNorm(GROUPS, outputs)

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """(B, C, H, W) to (B, C', H / stride, W / stride)."""
        scale, shift = self.steer(words)[..., None, None].chunk(2, 1)
        x = functional.relu(self.norm(self.first(x)) * (1 + scale) + shift)
        return functional.relu(self.last(self.second(x)))


class UNet(nn.Module):
    """(B, C, 160, 80) pictures and (B, 128) words to (B, 160, 80) logits."""

    def __init__(self, inputs: int, widths: Sequence[int] = WIDTHS) -> None:
        super().__init__()
        sizes = list(pairwise(widths))
        self.stem = Block(inputs, widths[0])
        self.down = nn.ModuleList(Block(i, o, 2) for i, o in sizes)
        self.up = nn.ModuleList(nn.Conv2d(i + o, i, 3, 1, 1) for i, o in reversed(sizes))
        self.norms = nn.ModuleList(nn.GroupNorm(GROUPS, i) for i, _ in reversed(sizes))
        self.out = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """Look at every scale, coarser and coarser, and come back."""
        seen = [self.stem(x, words)]
        for block in self.down:
            seen.append(block(seen[-1], words))
        y = seen.pop()
        for mix, norm in zip(self.up, self.norms, strict=True):
            finer = seen.pop()
            wide = functional.interpolate(y, size=finer.shape[-2:], mode="nearest")
            y = functional.relu(norm(mix(torch.cat([wide, finer], 1))))
        logits: Tensor = self.out(y)[:, 0]
        return logits


class Turner(nn.Module):
    """(B, 8, 64, 64) the crops about pick and place, and (B, 128) words, to (B, 24) logits."""

    def __init__(self) -> None:
        super().__init__()
        widths = (2 * CHANNELS, 32, 64, 64, 64)
        self.blocks = nn.ModuleList(Block(i, o, 2) for i, o in pairwise(widths))
        self.out = nn.Sequential(nn.Linear(64 * 16, 128), nn.ReLU(), nn.Linear(128, BINS))

    def forward(self, crops: Tensor, words: Tensor) -> Tensor:
        """Compare how something lies with how it should lie."""
        for block in self.blocks:
            crops = block(crops, words)
        logits: Tensor = self.out(crops.flatten(1))
        return logits
