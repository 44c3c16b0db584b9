"""Images of the faithful world: one height map from above, or the three views that GenSim takes at each step.

An episode needs neither: its oracle looks at shapes. They are here so that `simwright benchmark cliport` can
say what an episode costs with them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.cameras import Truth, expose, realsense_cameras
from sim.canvas import ROOM_RGB, TABLE_RGB, as_bytes
from sim.cliport.episode import play
from sim.cliport.record import Record
from sim.cliport.sight import Sight
from sim.cliport.verdict import GenSimEpisode
from sim.cliport.world import FaithfulWorld
from sim.kinds import Vec3
from sim.looks import Look, Surface
from sim.world import TABLE

BARE: Vec3 = (0.73, 0.69, 0.67)  # of a body that is given no colour
LAMP: Vec3 = (0.0, 0.0, 1.0)
AMBIENT = 0.6


@dataclass(frozen=True)
class HeightMap:
    """What is seen from above: rgb (320, 160, 3) uint8, height (320, 160) metres, bodies (320, 160)."""

    rgb: npt.NDArray[np.uint8]
    height: npt.NDArray[np.float32]
    bodies: npt.NDArray[np.int64]


def height_map(world: FaithfulWorld, record: Record) -> HeightMap:
    """Draw the map of one moment, as GenSim's `get_true_image` gives it."""
    sight = Sight()
    for index in range(len(world)):
        sight.add(index, world.shape(index).visual, world.frame(index))
    colors = np.array([*(as_bytes(color) for color in _colors(record)), as_bytes(TABLE_RGB)], dtype=np.uint8)
    return HeightMap(
        colors.take(sight.bodies, axis=0, mode="wrap"), sight.heights.astype(np.float32), sight.bodies
    )


def three_views(world: FaithfulWorld, record: Record) -> tuple[Truth, ...]:
    """Take the pictures of GenSim's three cameras, 480 x 640 in colour and depth."""
    surfaces = {index: Surface(color) for index, color in enumerate(_colors(record))}
    look = Look(LAMP, AMBIENT, {**surfaces, TABLE: Surface(TABLE_RGB)}, as_bytes(ROOM_RGB))
    shapes = [
        (index, part, world.frame(index)) for index in range(len(world)) for part in world.shape(index).visual
    ]
    return tuple(expose(shapes, camera, look) for camera in realsense_cameras())


def _colors(record: Record) -> list[Vec3]:
    return [body.color or BARE for body in record.bodies]


@dataclass
class Watched:
    """One episode with images, and what these cost, in processor seconds."""

    episode: GenSimEpisode
    map_s: float = 0.0
    views_s: float = 0.0


def watched(world: FaithfulWorld, records: Sequence[Record]) -> list[Watched]:
    """Play records and, before and after each action, draw the map and take the three views."""
    found = []
    for record in records:
        costs = [0.0, 0.0]

        def watch(record: Record = record, costs: list[float] = costs) -> None:
            for number, draw in enumerate((height_map, three_views)):
                started = time.process_time()
                draw(world, record)
                costs[number] += time.process_time() - started

        episode = play(world, record, watch)
        pure = round(max(0.0, episode.cpu_s - sum(costs)), 6)
        found.append(Watched(episode.model_copy(update={"cpu_s": pure}), *costs))
    return found
