"""From demonstrations to one step of learning: which examples it sees, and how they are turned.

What a step of training sees is a function of the seed and the number of the step alone, so training that was
killed goes on as if nothing had happened.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from policy.demos.rows import Row
from policy.pictures import Picture, Sample, Turned, on_table, sample_of

TRIES: Final = 20  # to turn the table so that pick and place stay on it
SHIFT_M: Final = (0.12, 0.2)
COLOR_NOISE: Final = 0.03  # of each channel of a picture, as a share of full brightness

# Words that would no longer be true if the table were turned.
DIRECTED: Final = re.compile(
    r"\b(left|right|front|behind|back|before|near|far|top|bottom|upper|lower)\b", re.IGNORECASE
)


class Deck:
    """Demonstrations to draw from: a task by chance, then a step of it.

    Args:
        rows: the steps of each task; they stay as compressed as they are.
        shares: how often a task is drawn; all alike if there are none.
    """

    def __init__(self, rows: Mapping[str, Sequence[Row]], shares: Mapping[str, float] | None = None) -> None:
        self._rows = {name: steps for name, steps in rows.items() if steps}
        weights = np.array([1.0 if shares is None else shares[name] for name in self._rows])
        self._shares = weights / weights.sum()
        self._names = list(self._rows)

    def draw(self, rng: np.random.Generator) -> Sample:
        """Return an example, turned, shifted and tinted."""
        steps = self._rows[self._names[int(rng.choice(len(self._names), p=self._shares))]]
        return augmented(sample_of(steps[int(rng.integers(len(steps)))]), rng)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of the tasks, in their order."""
        return tuple(self._names)

    @property
    def shares(self) -> dict[str, float]:
        """How often each task is drawn; they sum to 1."""
        return dict(zip(self._names, self._shares.tolist(), strict=True))

    @property
    def episodes(self) -> int:
        """How many demonstrations there are, all tasks together."""
        return sum(len({row["seed"] for row in steps}) for steps in self._rows.values())

    def shared(self, shares: Mapping[str, float]) -> Deck:
        """Return the same demonstrations with other shares."""
        return Deck(self._rows, shares)


def augmented(sample: Sample, rng: np.random.Generator) -> Sample:
    """Turn and shift the table at random, and tint the light.

    Where a sentence speaks of a direction the table is only shifted. Source: Zeng et al. 2020 augment with
    SE(2) transforms that keep pick and place in the picture.
    """
    widest = 0.0 if DIRECTED.search(sample.words) else math.pi
    for _ in range(TRIES):
        turned = Turned(
            float(rng.uniform(-widest, widest)),
            (float(rng.uniform(-1, 1)) * SHIFT_M[0], float(rng.uniform(-1, 1)) * SHIFT_M[1]),
        )
        if on_table(turned.point(sample.pick)) and on_table(turned.point(sample.place)):
            sample = turned.sample(sample)
            break
    tint = rng.normal(0.0, 255 * COLOR_NOISE, 3).astype(np.int16)
    rgb = np.clip(sample.picture.rgb + tint, 0, 255).astype(np.uint8)
    picture = Picture(rgb, sample.picture.height)
    return Sample(picture, sample.words, sample.pick, sample.place, sample.turn, sample.options)
