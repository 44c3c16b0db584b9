"""A few demonstrations, and an encoder that costs nothing."""

from __future__ import annotations

import hashlib

import numpy as np

from policy.demos.rows import Row, rows_of
from policy.nets import TOKEN
from policy.pictures import Floats
from sim.demonstrate import demonstrate
from sim.world import World
from tests.sim.scenes import blocks_in_bowls


class HashEncoder:
    """Gives every word numbers of its own."""

    identity = "hash:1"

    def tokens(self, text: str) -> Floats:
        return np.stack([self._token(word) for word in text.split()])

    def _token(self, word: str) -> Floats:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        return np.random.default_rng(seed).normal(size=TOKEN).astype(np.float32)


def bowl_rows(count: int) -> list[Row]:
    """Record a few scenes of blocks and bowls."""
    with World() as world:
        scenes = [blocks_in_bowls(2 * number) for number in range(count)]
        return [row for scene in scenes for row in rows_of("bowls", scene, demonstrate(world, scene))]
