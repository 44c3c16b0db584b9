"""Each scene is drawn once for all who vote on it, and no more pictures are kept than are needed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from agents.model.album import Album
from sim.spec import SceneSpec
from tests.agents.model.stage import REPORT


def scene(seed: int) -> SceneSpec:
    assert REPORT.scene is not None
    return REPORT.scene.model_copy(update={"seed": seed})


@dataclass
class Pencil:
    """Draws when it is let, and knows what it drew."""

    drawn: list[int] = field(default_factory=list)
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def draw(self, scene: SceneSpec) -> bytes:
        self.drawn.append(scene.seed)
        await self.let.wait()
        return str(scene.seed).encode()


async def test_voters_who_ask_at_once_share_one_drawing() -> None:
    pencil = Pencil()
    album = Album(pencil.draw)
    asking = [asyncio.create_task(album.picture(scene(seed))) for seed in (1, 1, 2, 1)]
    await asyncio.sleep(0)
    pencil.let.set()
    assert await asyncio.gather(*asking) == [b"1", b"1", b"2", b"1"]
    assert sorted(pencil.drawn) == [1, 2]


async def test_a_voter_who_gives_up_leaves_the_drawing_to_the_next() -> None:
    pencil = Pencil()
    album = Album(pencil.draw)
    first, second = (asyncio.create_task(album.picture(scene(1))) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    pencil.let.set()
    assert await second == b"1"
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_the_pictures_asked_for_longest_ago_are_forgotten() -> None:
    pencil = Pencil()
    pencil.let.set()
    album = Album(pencil.draw, most=2)
    for seed in (1, 2, 1, 3, 1, 2):
        await album.picture(scene(seed))
    assert pencil.drawn == [1, 2, 3, 2]
