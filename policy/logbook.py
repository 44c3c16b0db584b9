"""What a training tells about itself, for TensorBoard: `tensorboard --logdir FOLDER`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from torch.utils.tensorboard import SummaryWriter

LOGS: Final = "logs"  # below the folder of a policy


class Logbook:
    """Writes numbers by step; what a killed training wrote after its last checkpoint is taken back.

    Args:
        folder: of the policy.
        step: the step that comes next.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self._writer = SummaryWriter(str(folder / LOGS), purge_step=step)

    def write(self, step: int, group: str, numbers: Mapping[str, float]) -> None:
        """Note the numbers of a group, each under its name."""
        for name, number in numbers.items():
            self._writer.add_scalar(f"{group}/{name}", number, step)
        self._writer.flush()

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()
