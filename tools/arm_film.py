"""Draw the film of the README: the arm at five base tasks.

`python -m tools.arm_film` writes docs/images/arm.gif; the same code gives the same bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from sim.build import Builder
from sim.catalog import base_tasks
from sim.film import animated as encode
from sim.film import draw, watch
from sim.spec import SceneSpec

OUT = Path(__file__).parents[1] / "docs" / "images" / "arm.gif"
SHOWN = (
    ("put-block-in-bowl", 1),
    ("packing-shapes", 2),
    ("align-rope", 4),
    ("block-insertion", 1),
    ("sweeping-piles", 0),
)  # the task, and which of its scenes
SIZE = (396, 330)
EVERY = 2  # shots
SHOT_MS = 110
END_MS = 1100


def main() -> None:
    """Draw and write the film."""
    shots: list[Image.Image] = []
    times: list[int] = []
    for scene in asyncio.run(_scenes()):
        drawn = list(_drawn(scene))
        shots += drawn
        times += [*[SHOT_MS] * (len(drawn) - 1), END_MS]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(encode(shots, times, ".gif"))


def _drawn(scene: SceneSpec) -> Iterator[Image.Image]:
    shots = draw(watch(scene, "arm"))
    for shot in (*shots[:-1:EVERY], shots[-1]):
        yield shot.resize(SIZE, Image.Resampling.LANCZOS)


async def _scenes() -> list[SceneSpec]:
    sources = {task.name: task.source for task in base_tasks()}
    async with Builder(workers=1) as builder:
        built = [await builder.build(sources[name], (seed,)) for name, seed in SHOWN]
    return [answer.scenes[0] for answer in built]


if __name__ == "__main__":
    main()
