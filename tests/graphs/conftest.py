"""One finished run of the small world, shared by the tests that only look at it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from graphs.summary import Progress, RunSummary, Watch
from tests.graphs.small_world import SmallTeam, settings_for, small_run
from tests.shared_model import shared_model  # noqa: F401 - a fixture of every test here

SEED = 3  # of a run that takes every edge
ATTEMPTS = 30
LOOKAHEAD = 12  # wide enough for two attempts to have the same idea


@dataclass(frozen=True)
class Finished:
    """A run that walked one attempt at a time, and all that was seen of it."""

    root: Path
    folder: Path
    summary: RunSummary
    progress: list[Progress]
    team: SmallTeam


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    root = tmp_path_factory.mktemp("finished")
    progress: list[Progress] = []
    team = SmallTeam()

    async def run() -> RunSummary:
        settings = settings_for(attempts=ATTEMPTS, lookahead=LOOKAHEAD, seed=SEED, workers=1)
        return await small_run(root, settings, team=team, watch=Watch(on_progress=progress.append))

    summary = asyncio.run(run())
    return Finished(root, root / "runs" / "run-0001", summary, progress, team)
