"""Which seeds are for what: training, validation and test never share a scene.

Source: CLIPort (Shridhar et al. 2021) and GenSim's `demos.py`: even seeds for training, odd ones for
validation, and for the test those from 10,001 on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, get_args

Split = Literal["train", "validation", "test"]
SPLITS: Final[tuple[Split, ...]] = get_args(Split)
FIRST_TEST_SEED: Final = 10_001


def seeds_of(split: Split, after: int = -1) -> Iterator[int]:
    """Yield the seeds of a split in order, those up to `after` left out.

    Training has the even and validation the odd ones below the test's, so a split of the first two ends; the
    test's go on for ever.
    """
    if split == "test":
        first, step, end = FIRST_TEST_SEED, 1, 2**62
    else:
        first, step, end = (0 if split == "train" else 1), 2, FIRST_TEST_SEED
    beginning = first if after < first else after + 1 + (first - after - 1) % step
    yield from range(beginning, end, step)


def split_of(seed: int) -> Split:
    """Return the split that a seed belongs to."""
    if seed >= FIRST_TEST_SEED:
        return "test"
    return "validation" if seed % 2 else "train"
