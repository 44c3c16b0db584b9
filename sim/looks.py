"""How a scene looks to a camera: the light, and the colour and texture of each thing and of the table.

`random_look` draws them (domain randomisation): a policy that has seen many looks minds none of them. All of
it comes from a generator that the caller passes in, so that a seed gives the same images again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.canvas import ROOM_RGB, TABLE_RGB, Color, as_bytes
from sim.colors import RGB
from sim.kinds import Vec3
from sim.rays import Floats
from sim.spec import ObjectSpec
from sim.world import TABLE

WAVES = 4  # of which a texture is made
WAVE_PER_M = (30.0, 240.0)  # radians a metre: from 20 cm to 3 cm long


@dataclass(frozen=True)
class Surface:
    """The colour of a thing, and waves that make it lighter and darker by up to `depth`, a share."""

    color: Color
    depth: float = 0.0
    waves: tuple[Vec3, ...] = ()
    phases: tuple[float, ...] = ()

    def texture(self, points: Floats) -> Floats:
        """Return how bright points of the surface, (N, 3) in a part's frame, are; 1 is the colour itself."""
        if not self.waves:
            return np.ones(len(points))
        swell: Floats = np.sin(points @ np.array(self.waves).T + np.array(self.phases)).mean(axis=1)
        return 1 + self.depth * swell


@dataclass(frozen=True)
class Look:
    """The light and the surfaces of a scene.

    light: the direction towards the lamp, a unit vector. ambient: the share of light that comes from
    everywhere. surfaces: by index of the thing, and `TABLE`. background: red, green and blue, 0 to 255.
    """

    light: Vec3
    ambient: float
    surfaces: Mapping[int, Surface]
    background: tuple[int, int, int]

    def surface(self, index: int) -> Surface:
        """Return the surface of a thing, or of the table."""
        return self.surfaces[index]


@dataclass(frozen=True)
class Variety:
    """How far random looks may go; the defaults keep every colour worthy of its name."""

    tilt_rad: float = 0.9  # of the lamp from the vertical
    ambient: tuple[float, float] = (0.4, 0.8)
    color: float = 0.08  # of each channel of a thing, either way
    table: float = 0.25  # likewise, of the table
    texture: float = 0.15  # how much lighter and darker waves make a surface


def plain_look(things: Sequence[ObjectSpec]) -> Look:
    """Return the look of our pictures: things in their colours, a light wooden table, a lamp above."""
    surfaces = {index: Surface(RGB[thing.color]) for index, thing in enumerate(things)}
    return Look((0.0, 0.0, 1.0), 0.6, {**surfaces, TABLE: Surface(TABLE_RGB)}, as_bytes(ROOM_RGB))


def random_look(
    things: Sequence[ObjectSpec], rng: np.random.Generator, variety: Variety | None = None
) -> Look:
    """Draw a look.

    Args:
        things: of the scene.
        rng: the same state gives the same look.
        variety: None for the usual one.
    """
    span = variety or Variety()
    tilt, turn = span.tilt_rad * math.sqrt(rng.random()), rng.uniform(0, math.tau)
    light = (math.sin(tilt) * math.cos(turn), math.sin(tilt) * math.sin(turn), math.cos(tilt))
    surfaces = {
        index: _surface(RGB[thing.color], span.color, span.texture, rng) for index, thing in enumerate(things)
    }
    surfaces[TABLE] = _surface(TABLE_RGB, span.table, span.texture, rng)
    red, green, blue = (int(level) for level in rng.integers(0, 256, 3))
    return Look(light, float(rng.uniform(*span.ambient)), surfaces, (red, green, blue))


def _surface(color: Color, spread: float, texture: float, rng: np.random.Generator) -> Surface:
    red, green, blue = (float(min(1.0, max(0.0, level + rng.uniform(-spread, spread)))) for level in color)
    directions = rng.normal(size=(WAVES, 3))
    directions *= rng.uniform(*WAVE_PER_M, size=(WAVES, 1)) / np.linalg.norm(
        directions, axis=1, keepdims=True
    )
    waves = tuple((float(x), float(y), float(z)) for x, y, z in directions)
    phases = tuple(float(phase) for phase in rng.uniform(0, math.tau, WAVES))
    return Surface((red, green, blue), float(rng.uniform(0, texture)), waves, phases)
