"""The spatial stream: a ResNet that sees colour and height at full resolution and knows no words.

Source: the fully convolutional network of 43 layers with stride 8 of Transporter networks (Zeng et al. 2020,
section 3), which CLIPort's spatial stream is, too (Shridhar et al. 2021, section 3).
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from policy.cliport.blocks import Bottleneck, doubled, stage

SEEN = 6  # channels: red, green, blue, and the height three times


class Spatial(nn.Module):
    """(N, 6, H, W) to (N, out, H, W), and what it thinks on the way back; H and W are multiples of 8.

    Args:
        width: channels at full resolution, w; at half, a quarter and an eighth 2w, 4w and 8w.
        out: channels of the answer.
    """

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        w = width
        self.stem = nn.Conv2d(SEEN, w, 3, 1, 1)
        self.down = nn.Sequential(
            stage(w, w), stage(w, 2 * w, 2), stage(2 * w, 4 * w, 2), stage(4 * w, 8 * w, 2)
        )
        self.back = nn.ModuleList([stage(8 * w, 4 * w), stage(4 * w, 2 * w), stage(2 * w, w)])
        self.narrow = Bottleneck(w, w // 4)
        self.out = nn.Conv2d(w // 4, out, 1)

    def forward(self, seen: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Return the answer, and features at 1/8 (4w channels), 1/4 (2w) and 1/2 (w), coarse ones first."""
        x = self.down(functional.relu(self.stem(seen)))
        thoughts = []
        for block in self.back:
            thoughts.append(block(x))
            x = doubled(thoughts[-1])
        return self.out(self.narrow(x)), thoughts
