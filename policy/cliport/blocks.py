"""What both streams are made of. Nothing is normalised: CLIPort learns from one example at a time."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Sizes:
    """How large the networks are; as they stand here, those of the papers. Tests make small ones.

    width: channels of the spatial stream at full resolution; all others follow from it. rotations: how many
    of the crop. crop: side of the crop about the pick, pixels; a multiple of 32. depth: channels of the
    features that are correlated.
    """

    width: int = 64
    rotations: int = 36
    crop: int = 64
    depth: int = 3


PAPER = Sizes()


class Bottleneck(nn.Module):
    """Three convolutions past which the input is led: (N, C, H, W) to (N, C', H / stride, W / stride).

    Source: ResNet (He et al. 2016), with three equal widths as in Transporter's networks.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 1, stride)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1)
        self.third = nn.Conv2d(outputs, outputs, 1)
        same = stride == 1 and inputs == outputs
        self.past: nn.Module = nn.Identity() if same else nn.Conv2d(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Add what three convolutions say to what was there."""
        y = functional.relu(self.second(functional.relu(self.first(x))))
        return functional.relu(self.past(x) + self.third(y))


def stage(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """Return two bottlenecks, the first of which may make the picture smaller."""
    return nn.Sequential(Bottleneck(inputs, outputs, stride), Bottleneck(outputs, outputs))


class Up(nn.Module):
    """Makes features twice as large and looks at finer ones beside them.

    (N, C, h, w) and (N, S, 2h, 2w) to (N, C', 2h, 2w). Source: U-Net (Ronneberger et al. 2015).
    """

    def __init__(self, inputs: int, skipped: int, outputs: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs + skipped, outputs, 3, 1, 1)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1)

    def forward(self, x: Tensor, finer: Tensor) -> Tensor:
        """Blow up, put side by side, and look twice."""
        x = torch.cat([resized(x, finer.shape[-2:]), finer], 1)
        return functional.relu(self.second(functional.relu(self.first(x))))


def glorot(part: nn.Module) -> None:
    """Let a layer begin as in Transporter's networks: Glorot and Bengio 2010, offsets zero.

    What PyTorch does by itself lets the picture fade on its way through layers that nothing normalises.
    """
    if isinstance(part, nn.Conv2d | nn.Linear):
        nn.init.xavier_uniform_(part.weight)
        if part.bias is not None:
            nn.init.zeros_(part.bias)


def resized(x: Tensor, size: tuple[int, ...]) -> Tensor:
    """Return features at another size, in between by bilinear interpolation; (N, C, H, W)."""
    return functional.interpolate(x, size=size, mode="bilinear", align_corners=False)


def doubled(x: Tensor) -> Tensor:
    """Return features twice as large; (N, C, H, W) to (N, C, 2H, 2W)."""
    return resized(x, (2 * x.shape[-2], 2 * x.shape[-1]))
