"""Demonstrations that a person shows on a robot of their own: kept as those of the simulator are.

Nobody knows the scene there, nor which other moves would have served; what was seen, said and done is enough
to learn from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from policy.demos.rows import Told, rows_of_steps
from policy.demos.store import DemoStore, Shard
from policy.pictures import Picture
from sim.aim import Aim
from sim.camera import Observation
from sim.demonstrate import step_of
from sim.domain import Domain
from sim.errors import UsageError
from sim.pixels import COLUMNS, ROWS
from sim.spec import Tool
from sim.world import TABLE

NO_PROGRAM: Final = hashlib.sha256(b"").hexdigest()  # what such a task has for its program's hash
UNKNOWN: Final = np.full((ROWS, COLUMNS), TABLE, np.int32)  # a segmentation in which nothing is told apart


@dataclass(frozen=True)
class Shown:
    """One action that somebody showed: the picture before it, the sentence, and where it was done."""

    picture: Picture
    words: str
    aim: Aim


def keep_shown(
    store: DemoStore, task: str, episode: Sequence[Shown], laboratory: str, tool: Tool = "suction"
) -> Shard:
    """Add one episode, for training; `simwright adapt` learns from it.

    Args:
        store: of demonstrations that were shown there, and no others.
        task: its name, lower case letters, digits, '-' and '_'.
        episode: in order.
        laboratory: whose robot it was; stands in the store as its domain.
        tool: that was used.

    Raises:
        UsageError: if there is no action, a picture has another size, or the store is of something else.
    """
    for shown in episode:
        if shown.picture.rgb.shape != (ROWS, COLUMNS, 3) or shown.picture.height.shape != (ROWS, COLUMNS):
            raise UsageError(
                f"a picture has colours {shown.picture.rgb.shape} and heights {shown.picture.height.shape}; "
                f"they must be ({ROWS}, {COLUMNS}, 3) and ({ROWS}, {COLUMNS}). `sim.fusion.fuse` makes such."
            )
    if not episode:
        raise UsageError(f"an episode of {task} has no action; nothing can be learned from it.")
    store.begin({task: NO_PROGRAM}, Domain(name=laboratory))
    before = store.of(task, "train")
    seed = before[-1].last_seed + 2 if before else 0  # even, as all that is for training
    steps = [
        step_of(Observation(shown.picture.rgb, shown.picture.height, UNKNOWN), shown.words, shown.aim)
        for shown in episode
    ]
    return store.add(task, "train", rows_of_steps(Told(task, seed, tool, ""), steps), seed, {})
