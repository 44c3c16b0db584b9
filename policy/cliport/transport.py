"""Transport: a crop about the pick, turned every way, is laid over the whole map to see where it fits.

Source: Transporter networks (Zeng et al. 2020, section 3): the crop is turned before the network sees it, and
its features are correlated with those of the map. Turns are counterclockwise from above, as in `sim.aim`.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from sim.pixels import Pixel


def turned_crops(seen: Tensor, picks: Tensor, rotations: int, side: int) -> Tensor:
    """Cut squares about pixels, each as it looks when it was turned by every angle about that pixel.

    Args:
        seen: (B, C, H, W). What lies beyond its edge is 0.
        picks: (B, 2) row and column.
        rotations: R; the square r is turned by r / R of a full turn.
        side: S, pixels; the pick comes to lie at row and column S / 2.

    Returns:
        (B, R, C, S, S)
    """
    batch, channels, rows, columns = seen.shape
    down, across = _sources(rotations, side, seen)
    row = picks[:, 0, None, None, None] + down
    column = picks[:, 1, None, None, None] + across
    where = torch.stack([(2 * column + 1) / columns - 1, (2 * row + 1) / rows - 1], -1)
    flat = where.reshape(batch, rotations * side, side, 2)
    crops = functional.grid_sample(seen, flat, mode="nearest", padding_mode="zeros", align_corners=False)
    return crops.reshape(batch, channels, rotations, side, side).transpose(1, 2)


def _sources(rotations: int, side: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Return where the pixels of turned squares come from, (R, S, S) rows and columns from the pick."""
    angle = torch.arange(rotations, device=like.device, dtype=like.dtype) * (math.tau / rotations)
    c, s = torch.cos(angle)[:, None, None], torch.sin(angle)[:, None, None]
    steps = torch.arange(side, device=like.device, dtype=like.dtype) - side // 2
    y, x = steps[None, :, None], steps[None, None, :]
    return c * y - s * x, c * x + s * y


def correlated(key: Tensor, query: Tensor) -> Tensor:
    """Return how well the features of each square fit about each pixel.

    Args:
        key: (B, D, H, W) features of the map; beyond its edge they are 0.
        query: (B, R, D, S, S) features of the squares, whose middle is at S / 2.

    Returns:
        (B, R, H, W) sums of products, divided by the square root of their number as in attention (Vaswani et
        al. 2017), which the papers do not; else learning begins far above the cost of a guess. By way of the
        Fourier transform, which gives the same in a small part of the time: the squares are large.
    """
    (depth, rows, columns), side = key.shape[1:], query.shape[-1]
    size = (rows + side, columns + side)
    spectra = torch.fft.rfft2(key.float(), s=size)[:, None] * torch.fft.rfft2(query.float(), s=size).conj()
    fits: Tensor = torch.fft.irfft2(spectra.sum(2), s=size) / math.sqrt(depth * side**2)
    return torch.roll(fits, (side // 2, side // 2), (-2, -1))[..., :rows, :columns]


def turn_and_pixel(number: int, shape: tuple[int, int, int]) -> tuple[float, Pixel]:
    """Return the turn, radians in (-pi, pi], and the pixel of a number in (R, H, W) maps."""
    rotations, rows, columns = shape
    rotation, rest = divmod(number, rows * columns)
    angle = rotation * math.tau / rotations
    return math.pi - (math.pi - angle) % math.tau, divmod(rest, columns)
