"""Which tasks a policy learns next: all alike, stage by stage, or those in which it makes progress.

Pure arithmetic on what is known at a checkpoint, so a resumed training draws what it would have drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal

Sampling = Literal["uniform", "stages", "progress"]

OPENED: Final = 0.8  # share of the steps after which all stages are open
NEWEST: Final = 0.5  # share of the draws that the newest stage gets while there are others
FLOOR: Final = 0.5  # share of the draws that all tasks get alike when progress decides about the rest

Costs = Mapping[str, float]  # of held-out demonstrations, by task


def shares_of(
    sampling: Sampling, tasks: Sequence[str], done: float, past: Sequence[Costs]
) -> dict[str, float]:
    """Return how often each task is drawn until the next checkpoint; they sum to 1.

    Args:
        sampling: the way to choose.
        tasks: all tasks, in the order of the curriculum.
        done: how much of the training is over, 0 to 1.
        past: what held-out demonstrations cost at each checkpoint so far, oldest first.
    """
    if sampling == "stages":
        return _by_stage(tasks, done)
    if sampling == "progress" and len(past) > 1:
        return _by_progress(tasks, past)
    return dict.fromkeys(tasks, 1 / len(tasks))


def _by_stage(tasks: Sequence[str], done: float) -> dict[str, float]:
    """Open one task after the other; at the end all count alike, so that none is forgotten."""
    if done >= OPENED or len(tasks) == 1:
        return dict.fromkeys(tasks, 1 / len(tasks))
    opened = 1 + math.floor(done / OPENED * len(tasks))
    if opened == 1:
        return {task: float(task == tasks[0]) for task in tasks}
    older = (1 - NEWEST) / (opened - 1)
    return {
        task: NEWEST if number == opened - 1 else older * (number < opened - 1)
        for number, task in enumerate(tasks)
    }


def _by_progress(tasks: Sequence[str], past: Sequence[Costs]) -> dict[str, float]:
    """Prefer tasks whose held-out demonstrations cost less than at the checkpoint before.

    Source: learning progress as a reward for choosing tasks (Oudeyer et al. 2007; Graves et al. 2017, section
    3, "prediction gain").
    """
    gains = {task: max(0.0, past[-2][task] - past[-1][task]) for task in tasks}
    total = sum(gains.values())
    if total == 0:
        return dict.fromkeys(tasks, 1 / len(tasks))
    return {task: FLOOR / len(tasks) + (1 - FLOOR) * gain / total for task, gain in gains.items()}
