"""Command line, settings, and the functions for notebooks: the front door.

`import simwright as sw` gives `sw.build`, `sw.verify`, `sw.play` and `sw.search` of `simwright.api`; what
they need is imported when the first of them is used, so that `simwright --help` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simwright.api import Film as Film
    from simwright.api import build as build
    from simwright.api import play as play
    from simwright.api import search as search
    from simwright.api import verify as verify

__all__ = ["Film", "build", "play", "search", "verify"]


def __getattr__(name: str) -> object:
    if name in __all__:
        found: object = getattr(import_module("simwright.api"), name)
        return found
    raise AttributeError(f"simwright has no {name!r}; it has {', '.join(__all__)}, and its modules")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
