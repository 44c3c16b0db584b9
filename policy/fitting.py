"""How what is held should turn, and how far the place is off: two small networks that fit crops together.

    turn   = Turner(crop about the pick, crop about the place, words)
    offset = Slider(crop about the pick, turned; crop about the place, words)

Both correlate, as Transporter networks do with every turn at every place (Zeng et al. 2020, section 3.2), but
only at the place that a coarser network has found. Seen in polar coordinates about the tool, to turn an
object is to shift it along the angles: all turns are tried in one correlation by Fourier transforms, and what
was learned of an object that lies one way holds for all. B is the batch.
"""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from policy.nets import GROUPS, WORDS
from policy.pictures import CHANNELS
from policy.targets import BINS, OFFSETS

CROP = 64  # pixels of a full picture: 20 cm
RADII = 24  # of the polar picture; the largest is half a crop
POLAR_WIDTHS = (CHANNELS, 32, 32, 64)
FLAT_WIDTHS = (CHANNELS, 16, 16, 16)
SEEN = 48  # pixels of the place that the slider looks at
HELD = SEEN - OFFSETS + 1  # ... of what is held
MIDDLE = 1 / CROP  # where the pixel in the middle of a crop is, in torch's coordinates from -1 to 1


class Steered(nn.Module):
    """Normalise, let words steer, and rectify: (B, C, H, W) and (B, 128) to the same shape."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.steer = nn.Linear(WORDS, 2 * channels)

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """Scale and shift each channel as the words say (FiLM)."""
        scale, shift = self.steer(words)[..., None, None].chunk(2, 1)
        return functional.relu(self.norm(x) * (1 + scale) + shift)


class Polar(nn.Module):
    """(B, 4, 64, 64) a crop and (B, 128) words to (B, 64, 72): what is seen in each direction."""

    grid: Tensor

    def __init__(self) -> None:
        super().__init__()
        angles = torch.arange(BINS) * (math.tau / BINS)
        radii = (torch.arange(RADII) + 0.5) / RADII
        rays = torch.stack([angles.cos(), angles.sin()], -1)[:, None] * radii[None, :, None]
        self.register_buffer("grid", (rays + MIDDLE)[None], persistent=False)  # (1, 72, 24, 2)
        last = len(POLAR_WIDTHS) - 2
        self.mixes = nn.ModuleList(
            nn.Conv2d(
                i, o, (3, 6 if n == last else 3), (1, 1 if n == last else 2), (0, 0 if n == last else 1)
            )
            for n, (i, o) in enumerate(pairwise(POLAR_WIDTHS))
        )
        self.steers = nn.ModuleList(Steered(o) for o in POLAR_WIDTHS[1:-1])

    def forward(self, crop: Tensor, words: Tensor) -> Tensor:
        """Unroll the crop about its middle and convolve round and round."""
        x = functional.grid_sample(crop, self.grid.expand(len(crop), -1, -1, -1), align_corners=False)
        for number, mix in enumerate(self.mixes):
            x = mix(functional.pad(x, (0, 0, 1, 1), mode="circular"))
            if number < len(self.steers):
                x = self.steers[number](x, words)
        return x[..., 0]


class Turner(nn.Module):
    """(B, 4, 64, 64) the crops about pick and place, and (B, 128) words, to (B, 72) logits of turns."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.there = Polar(), Polar()

    def forward(self, held: Tensor, there: Tensor, words: Tensor) -> Tensor:
        """Shift what is held along the angles and see how well it fits."""
        lying, wanted = self.held(held, words).float(), self.there(there, words).float()
        waves = (torch.fft.rfft(lying).conj() * torch.fft.rfft(wanted)).sum(1)
        logits: Tensor = torch.fft.irfft(waves, n=BINS) / math.sqrt(lying[0].numel())
        return logits


class Flat(nn.Module):
    """(B, 4, H, W) and (B, 128) words to (B, 16, H, W)."""

    def __init__(self) -> None:
        super().__init__()
        self.mixes = nn.ModuleList(nn.Conv2d(i, o, 3, 1, 1) for i, o in pairwise(FLAT_WIDTHS))
        self.steers = nn.ModuleList(Steered(o) for o in FLAT_WIDTHS[1:-1])

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """Convolve at full size."""
        for number, mix in enumerate(self.mixes):
            x = mix(x)
            if number < len(self.steers):
                x = self.steers[number](x, words)
        return x


class Slider(nn.Module):
    """The crops, (B,) turns in radians and (B, 128) words to (B, 9, 9) logits of offsets of the place."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.there = Flat(), Flat()

    def forward(self, crops: tuple[Tensor, Tensor], turns: Tensor, words: Tensor) -> Tensor:
        """Turn what is held as it shall be turned, and slide it over the place."""
        held = self.held(spun(crops[0], turns, HELD), words).float()
        edge = (CROP - SEEN) // 2
        there = self.there(crops[1][..., edge : edge + SEEN, edge : edge + SEEN], words).float()
        waves = (torch.fft.rfft2(held, s=(SEEN, SEEN)).conj() * torch.fft.rfft2(there)).sum(1)
        slid = torch.fft.irfft2(waves, s=(SEEN, SEEN))[..., :OFFSETS, :OFFSETS]
        logits: Tensor = slid / math.sqrt(held[0].numel())
        return logits


def spun(crops: Tensor, turns: Tensor, size: int) -> Tensor:
    """Turn crops (B, C, 64, 64) counterclockwise about their middle pixel; (B, C, size, size)."""
    steps = (torch.arange(size, device=crops.device) - size // 2) * (2 / CROP)
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    c, s = turns.cos()[:, None, None], turns.sin()[:, None, None]
    grid = torch.stack([c * x + s * y, c * y - s * x], -1) + MIDDLE
    return functional.grid_sample(crops, grid, align_corners=False)
