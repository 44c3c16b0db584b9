"""The whole of it, with nothing made small: the built-in author, the real simulator, a real kill."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agents.author import BuiltInAuthor
from graphs.context import Crew
from graphs.explore import Start, explore_with
from graphs.ledger import read_ledger
from graphs.settings import ExploreSettings
from graphs.summary import RunSummary, Watch
from memory.workspace import Workspace
from sim.verify import Verifier
from tests.graphs.small_world import settings_for, small_library, small_run, truth_of

SETTINGS = ExploreSettings(attempts=5, lookahead=3, episodes=2, workers=1)

STRICT = """
import asyncio, sys
from pathlib import Path
from tests.graphs.small_world import settings_for, small_run
from graphs.summary import Watch
root, settings = Path(sys.argv[1]), settings_for(attempts=5, workers=3)
watch = Watch(on_progress=lambda progress: watch.stop.set() if progress.committed == 1 else None)
asyncio.run(small_run(root, settings, watch=watch))
asyncio.run(small_run(root, settings, resume="run-0001"))
"""


async def real_run(
    settings: ExploreSettings, workspace: Workspace, resume: str = "", watch: Watch | None = None
) -> RunSummary:
    """Explore as the command does, from five base tasks."""
    async with Verifier(settings.workers) as prover:
        start = Start(settings, workspace, resume, watch or Watch(), small_library())
        return await explore_with(Crew(BuiltInAuthor(), prover), start)


@pytest.mark.slow
async def test_the_real_thing_is_the_same_with_four_workers_and_after_a_stop(tmp_path: Path) -> None:
    alone, together = Workspace(tmp_path / "alone"), Workspace(tmp_path / "together")
    summary = await real_run(SETTINGS, alone)
    watch = Watch(on_progress=lambda progress: watch.stop.set() if progress.committed == 3 else None)
    many = SETTINGS.model_copy(update={"workers": 4})
    stopped = await real_run(many, together, watch=watch)
    assert stopped.interrupted
    await real_run(many, together, resume=stopped.run)
    assert summary.kept
    assert truth_of(together.root) == truth_of(alone.root)


@pytest.mark.slow
def test_checkpoints_hold_plain_data_only(tmp_path: Path) -> None:
    """LangGraph's strict reader refuses everything else; the variable is read when it is imported."""
    environment = {**os.environ, "LANGGRAPH_STRICT_MSGPACK": "true"}
    ran = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:graphs", "-c", STRICT, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "msgpack" not in ran.stderr
    assert len(read_ledger(tmp_path / "runs" / "run-0001" / "ledger.jsonl")) == 5


async def test_nothing_is_left_running_after_a_run(tmp_path: Path) -> None:
    summary: RunSummary = await small_run(tmp_path, settings_for(attempts=2))
    assert summary.attempts == 2
    assert asyncio.all_tasks() == {asyncio.current_task()}
