"""Several workers beside one: the ratio counts, and the results must be the same."""

from __future__ import annotations

from pathlib import Path

from graphs.settings import ExploreSettings
from graphs.summary import RunSummary
from memory.workspace import Workspace
from simwright.throughput import Pace, Throughput, paces
from tests.graphs.small_world import settings_for, small_run


def pace(workers: int, seconds: float, library: str = "a") -> Pace:
    return Pace(
        workers=workers, attempts=60, seconds=seconds, parent_s=10.0, children_s=30.0, library=library
    )


def test_the_ratio_is_that_of_the_medians() -> None:
    found = Throughput.of(2, [pace(1, 60), pace(2, 30), pace(1, 60), pace(2, 40), pace(1, 600), pace(2, 30)])
    assert found.ratio == 2.0
    assert found.bound == 4.0
    assert found.same


def test_another_library_is_noticed() -> None:
    assert not Throughput.of(2, [pace(1, 60), pace(2, 30, "b")]).same


def test_runs_take_turns_in_copies_of_one_workspace(tmp_path: Path) -> None:
    seeded = Workspace(tmp_path / "seeded")
    (seeded.root / "library").mkdir(parents=True)
    walked: list[Path] = []

    async def walk(settings: ExploreSettings, workspace: Workspace) -> RunSummary:
        walked.append(workspace.root)
        return await small_run(workspace.root, settings)

    found = Throughput.of(2, list(paces(walk, settings_for(attempts=3), seeded, 2, 1)))
    assert [one.workers for one in found.paces] == [1, 2]
    assert found.same
    assert len(set(walked)) == 2
    assert list(seeded.library.iterdir()) == []
