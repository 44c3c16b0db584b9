"""The semantic stream: sees colour only, and words steer what it makes of it; and how the streams are fused.

The eye looks at the picture: CLIP's, frozen (`policy.cliport.clip`), or one that is trained from scratch. On
the way back to full resolution, features are multiplied with what the words say at three scales, and features
of the spatial stream come in from the side. Source: CLIPort (Shridhar et al. 2021, section 3, the two-stream
architecture); an untrained image network beside a sentence encoder is one of the ablations of its authors.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from policy.cliport.blocks import Bottleneck, Up, doubled, resized, stage
from policy.cliport.spatial import Spatial

Fusion = Literal["add", "conv"]  # of the two streams' answers: their sum, or a convolution of 1 x 1 over both


class Eye(Protocol):
    """Looks at pictures: (N, 3, H, W) colours in [0, 1] to four maps of features, `widths` channels each.

    They come coarse ones first, at 1/32, 1/16, 1/8 and 1/4 of the picture.
    """

    widths: tuple[int, int, int, int]

    def __call__(self, rgb: Tensor) -> list[Tensor]:
        """Return the four maps."""


class FreshEye(nn.Module):
    """An eye that learns with everything else.

    Args:
        width: channels at a quarter of the picture, w; then 2w, 4w and 8w.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        sizes = [width, width, 2 * width, 4 * width, 8 * width]
        self.widths = (sizes[4], sizes[3], sizes[2], sizes[1])
        self.stem = nn.Conv2d(3, width, 3, 2, 1)
        self.stages = nn.ModuleList(stage(i, o, 2) for i, o in pairwise(sizes))

    def forward(self, rgb: Tensor) -> list[Tensor]:
        """Look, coarser and coarser."""
        x, seen = functional.relu(self.stem(rgb - 0.5)), []
        for block in self.stages:
            x = block(x)
            seen.append(x)
        return seen[::-1]


class Semantic(nn.Module):
    """(N, 3, H, W) colours, (N, words) and the spatial stream's features to (N, out, H, W).

    Args:
        width: of the spatial stream, w; here 16w channels at 1/32, then half as many at each finer scale.
        words: features of a sentence.
        out: channels of the answer.
        eye: looks at the colours. One that learns becomes a part of this module; CLIP's does not.
    """

    def __init__(self, width: int, words: int, out: int, eye: Eye) -> None:
        super().__init__()
        w, (c32, c16, c8, c4) = width, eye.widths
        self.eye = eye
        self.first = nn.Conv2d(c32, 16 * w, 3, 1, 1)
        self.steer = nn.ModuleList(nn.Linear(words, n * w) for n in (16, 8, 4))
        self.up = nn.ModuleList([Up(16 * w, c16, 8 * w), Up(8 * w, c8, 4 * w), Up(4 * w, c4, 2 * w)])
        self.lateral = nn.ModuleList(nn.Conv2d(2 * n * w, n * w, 1) for n in (4, 2, 1))
        self.finer = Bottleneck(2 * w, w)
        self.finest = Bottleneck(w, w // 2)
        self.out = nn.Conv2d(w // 2, out, 1)

    def forward(self, rgb: Tensor, words: Tensor, thoughts: list[Tensor]) -> Tensor:
        """Look, and come back steered by words, with the other stream's thoughts at the side."""
        seen = self.eye(rgb)
        x = functional.relu(self.first(seen[0]))
        x = self.up[0](self._steered(0, x, words), seen[1])
        x = self.up[1](self._steered(1, x, words), seen[2])
        x = self._joined(0, x, thoughts)
        x = self.up[2](self._steered(2, x, words), seen[3])
        x = self._joined(1, x, thoughts)
        x = self._joined(2, doubled(self.finer(x)), thoughts)
        answer: Tensor = self.out(doubled(self.finest(x)))
        return answer

    def _steered(self, number: int, x: Tensor, words: Tensor) -> Tensor:
        """Multiply every pixel with the same few numbers that the words make."""
        by: Tensor = self.steer[number](words)
        return x * by[..., None, None]

    def _joined(self, number: int, x: Tensor, thoughts: list[Tensor]) -> Tensor:
        beside = resized(thoughts[number], x.shape[-2:])
        return functional.relu(self.lateral[number](torch.cat([x, beside], 1)))


class TwoStreams(nn.Module):
    """What is where: (N, 6, H, W) and (N, words) to (N, out, H, W); H and W are multiples of 32.

    Args:
        width: of both streams; see there.
        words: features of a sentence.
        out: channels of the answer.
        eye: of the semantic stream.
        fusion: how the answers of the two come together.
    """

    def __init__(self, width: int, words: int, out: int, eye: Eye, fusion: Fusion) -> None:
        super().__init__()
        self.spatial = Spatial(width, out)
        self.semantic = Semantic(width, words, out, eye)
        self.fuse = nn.Conv2d(2 * out, out, 1) if fusion == "conv" else None

    def forward(self, seen: Tensor, words: Tensor) -> Tensor:
        """Ask both streams, the second with the first one's thoughts."""
        where, thoughts = self.spatial(seen)
        what = self.semantic(seen[:, :3] + 0.5, words, thoughts)
        answer: Tensor = where + what if self.fuse is None else self.fuse(torch.cat([where, what], 1))
        return answer
