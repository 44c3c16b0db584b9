"""Walk a small run in a process of its own, for tests that kill it.

Arguments: root, attempts, lookahead, seed, workers.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.graphs.small_world import settings_for, small_run

if __name__ == "__main__":
    root, *numbers = sys.argv[1:]
    names = ("attempts", "lookahead", "seed", "workers")
    settings = settings_for(**dict(zip(names, map(int, numbers), strict=True)))
    asyncio.run(small_run(Path(root), settings))
