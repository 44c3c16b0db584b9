"""Walk a small run in a process of its own, for tests that kill it.

Arguments: root, attempts, lookahead, seed, workers; then the URL of a database for checkpoints, if any.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from pydantic import SecretStr

from graphs.outside import Outside
from graphs.summary import Watch
from tests.graphs.small_world import settings_for, small_run

if __name__ == "__main__":
    root, *numbers = sys.argv[1:6]
    outside = Outside(checkpoints=SecretStr(sys.argv[6]) if sys.argv[6:] else None)
    names = ("attempts", "lookahead", "seed", "workers")
    settings = settings_for(**dict(zip(names, map(int, numbers), strict=True)))
    asyncio.run(small_run(Path(root), settings, watch=Watch(outside=outside)))
