"""The networks of the fast policy that see the whole table: U-Nets that words steer. Sizes are in sight.

    pick  = UNet(picture, words)                     a logit for each pixel
    place = UNet(picture + where it was picked, words)

The picture comes in at full size and is folded: 4 x 4 pixels become one with 16 times the channels, so no
detail is lost and nothing is computed at the fine scale, where a processor spends most of its time. Logits
are unfolded in the same way.

Sources: U-Net (Ronneberger et al. 2015); FiLM (Perez et al. 2018) at every scale; group normalisation (Wu
and He 2018); folding is the sub-pixel convolution of Shi et al. 2016, both ways. Pick, then place given the
pick, is Transporter's factorisation (Zeng et al. 2020); that words steer both is CLIPort's (Shridhar et al.
2021). B is the batch, T the tokens of a sentence, D the width of a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from policy.pictures import CHANNELS

FOLD = 4  # full pixels in a pixel of the first scale, each way
UNFOLD = 2  # answers in a pixel of the first scale, each way
WIDTHS = (32, 64, 96, 128, 128)  # channels at each scale, each half as large as the one before
TOKEN = 384  # features of a token
WORDS = 128  # features of a sentence
QUERIES = 4  # what a sentence is asked for
GROUPS = 8


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
    """(B, 4, 320, 160) pictures, (B, M, 160, 80) marks and (B, 128) words to (B, 160, 80) logits."""

    def __init__(self, marks: int = 0, widths: Sequence[int] = WIDTHS) -> None:
        super().__init__()
        sizes = list(pairwise(widths))
        self.fold = nn.Conv2d(CHANNELS * FOLD**2 + marks * UNFOLD**2, widths[0], 1)
        self.stem = Block(widths[0], widths[0])
        self.down = nn.ModuleList(Block(i, o, 2) for i, o in sizes)
        self.narrow = nn.ModuleList(nn.Conv2d(o, i, 1) for i, o in reversed(sizes))
        self.up = nn.ModuleList(nn.Conv2d(i, i, 3, 1, 1, bias=False) for i, _ in reversed(sizes))
        self.norms = nn.ModuleList(nn.GroupNorm(GROUPS, i) for i, _ in reversed(sizes))
        self.out = nn.Conv2d(widths[0], UNFOLD**2, 1)

    def forward(self, pictures: Tensor, words: Tensor, marks: Tensor | None = None) -> Tensor:
        """Look at every scale, coarser and coarser, and come back."""
        x = functional.pixel_unshuffle(pictures, FOLD)  # (B, 64, 80, 40)
        if marks is not None:
            x = torch.cat([x, functional.pixel_unshuffle(marks, UNFOLD)], 1)
        seen = [self.stem(self.fold(x), words)]
        for block in self.down:
            seen.append(block(seen[-1], words))
        y = seen.pop()
        for narrow, mix, norm in zip(self.narrow, self.up, self.norms, strict=True):
            finer = seen.pop()
            y = finer + functional.interpolate(narrow(y), size=finer.shape[-2:], mode="nearest")
            y = functional.relu(norm(mix(y)))
        return functional.pixel_shuffle(self.out(y), UNFOLD)[:, 0]
