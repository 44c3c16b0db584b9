"""Trials of the graph, in the small world: every figure is there, and every part is left out once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import get_args

from graphs.settings import ExploreSettings, Part
from graphs.summary import RunSummary
from memory.workspace import Workspace
from simwright.trials import ablations, measure
from tests.graphs.small_world import settings_for, small_run


async def walk(settings: ExploreSettings, workspace: Workspace) -> RunSummary:
    return await small_run(workspace.root, settings)


async def test_a_run_is_measured(tmp_path: Path) -> None:
    found = await measure(walk, settings_for(attempts=4), Workspace(tmp_path))
    assert found.attempts == 4
    assert found.overhead_ms_per_attempt > 0
    assert 0 < found.checkpoint_bytes < 200_000
    assert found.peak_rss_mb > 50
    assert abs(sum(found.breakdown_ms.values()) - found.overhead_ms_per_attempt) < 0.1


def test_every_part_is_left_out_once_in_a_copy_of_the_workspace(tmp_path: Path) -> None:
    seeded = Workspace(tmp_path / "seeded")
    summary = asyncio.run(small_run(seeded.root, settings_for(attempts=2)))
    walked: list[tuple[tuple[Part, ...], Path, bool]] = []

    async def noted(settings: ExploreSettings, workspace: Workspace) -> RunSummary:
        walked.append((settings.without, workspace.root, workspace.library.is_dir()))
        return summary

    trials = list(ablations(noted, settings_for(attempts=2), seeded))
    assert [trial.without for trial in trials] == ["", *get_args(Part)]
    assert [without for without, _, _ in walked] == [(), *((part,) for part in get_args(Part))]
    assert all(is_copy and root != seeded.root and not root.exists() for _, root, is_copy in walked)
