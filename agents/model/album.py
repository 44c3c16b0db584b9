"""Pictures for voters that see: each scene is drawn once, however many ask for it, even at once."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from sim.spec import SceneSpec

MOST_KEPT: Final = 64  # pictures; more than there are attempts in flight, and a few megabytes

Draw = Callable[[SceneSpec], Awaitable[bytes]]  # the start and the end of a scene, as WebP


@dataclass
class _Page:
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    picture: bytes | None = None


class Album:
    """The pictures that were drawn last, by the hash of their scenes."""

    def __init__(self, draw: Draw, most: int = MOST_KEPT) -> None:
        self._draw = draw
        self._most = most
        self._pages: OrderedDict[str, _Page] = OrderedDict()

    async def picture(self, scene: SceneSpec) -> bytes:
        """Return the picture of a scene, drawn now if it was not before.

        Whoever comes first draws, and the others wait; if the first one gives up, the next one draws.
        """
        key = hashlib.sha256(scene.model_dump_json().encode()).hexdigest()
        page = self._pages.setdefault(key, _Page())
        self._pages.move_to_end(key)
        while len(self._pages) > self._most:
            self._pages.popitem(last=False)
        async with page.drawing:
            if page.picture is None:
                page.picture = await self._draw(scene)
            return page.picture
