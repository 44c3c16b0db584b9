"""The honest world: what a record says, in our own language, where that can be said."""

from __future__ import annotations

from collections.abc import Sequence

from sim.cliport.record import Record
from sim.spec import SceneSpec


def translated(records: Sequence[Record]) -> tuple[tuple[SceneSpec, ...], str]:
    """Return a scene for each record, or why one cannot be told in our language."""
    return (), "not yet"
