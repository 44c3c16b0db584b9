"""How ropes and piles lie at the start: the places of their parts, in the foot frame, as data.

Both start flat on the table and at rest; a rope that is spawned upright never comes to rest.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kinds import Vec3
from sim.things import Model

MAX_BEND = 1.0  # radians from end to end of a rope
JITTER_M = 0.002  # of a cube's place in a pile; its neighbours are 6 mm away


def strew(model: Model, rng: np.random.Generator) -> tuple[Vec3, ...]:
    """Return where the parts of a rope or a pile start; nothing for all that has no parts."""
    if model.kind == "rope":
        return _arc(model.count, model.size[0], rng)
    return _heap(model.count, model.size[0], rng) if model.kind == "pile" else ()


def _arc(count: int, length: float, rng: np.random.Generator) -> tuple[Vec3, ...]:
    """Bend a rope evenly, about its middle."""
    bend = float(rng.uniform(-MAX_BEND, MAX_BEND)) or MAX_BEND
    radius = length / bend
    turns = [((i + 0.5) / count - 0.5) * bend for i in range(count)]
    points = [(radius * math.sin(turn), radius * (1 - math.cos(turn))) for turn in turns]
    middle = sum(y for _, y in points) / count
    return tuple(_at(x, y - middle) for x, y in points)


def _heap(count: int, side: float, rng: np.random.Generator) -> tuple[Vec3, ...]:
    """Lay cubes on a jittered grid."""
    columns = math.ceil(math.sqrt(count))
    step = side / columns
    offsets = rng.uniform(-JITTER_M, JITTER_M, (count, 2))
    return tuple(
        _at((i % columns - (columns - 1) / 2) * step + dx, (i // columns - (columns - 1) / 2) * step + dy)
        for i, (dx, dy) in enumerate(offsets)
    )


def _at(x: float, y: float) -> Vec3:
    return (round(float(x), 6) + 0.0, round(float(y), 6) + 0.0, 0.0)
