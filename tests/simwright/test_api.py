"""From Python a task is built, verified, filmed and searched for as from the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import simwright as sw
from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.verify import Verifier

TASK = "align-box-corner"
SOURCE = next(task.source for task in base_tasks() if task.name == TASK)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMWRIGHT_WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path


def test_a_name_a_file_and_a_text_are_the_same_task(workspace: Path) -> None:
    path = workspace / "mine.py"
    path.write_text(SOURCE, encoding="utf-8")
    scenes = [sw.build(task, seed=3) for task in (TASK, str(path), SOURCE)]
    assert scenes[0] == scenes[1] == scenes[2]
    assert scenes[0].seed == 3


async def test_the_report_is_that_of_the_command_also_inside_a_running_loop() -> None:
    report = sw.verify(TASK, seeds=2, first_seed=5)
    async with Verifier(workers=1) as verifier:
        expected = await verifier.verify(SOURCE, episodes=2, first_seed=5)
    assert report.without_times() == expected.without_times()


def test_what_does_not_build_says_why() -> None:
    with pytest.raises(UsageError, match=r"seed 0: .*line 1 is not Python.* verify\(\) says more"):
        sw.build("class (:\n")
    assert sw.verify("class (:\n").verdict == "syntax"


def test_a_film_is_shown_and_saved(workspace: Path) -> None:
    film = sw.play(TASK, seed=1)
    assert film.report.solved
    assert film.data.startswith(b"GIF89a")
    assert film._repr_html_().startswith('<img src="data:image/gif;base64,R0lGOD')
    assert film.save(workspace / "film.gif").read_bytes() == film.data
    with pytest.raises(UsageError, match=r"ends in '\.png', but this film is a \.gif file"):
        film.save(workspace / "film.png")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'\.avi'; use one of: \.gif, \.webp, \.mp4"):
        sw.play(TASK, suffix=".avi")  # type: ignore[arg-type] # wrong on purpose


def test_search_finds_the_nearest_first() -> None:
    found = sw.search("push a box into a corner", k=2)
    assert found[0].name == TASK
    assert found[0].score > found[1].score
    with pytest.raises(UsageError, match="k is 0"):
        sw.search("anything", k=0)


def test_an_unknown_name_of_the_package_is_an_error_with_what_there_is() -> None:
    with pytest.raises(AttributeError, match="simwright has no 'learn'; it has Film, build"):
        _ = sw.learn
    assert {"build", "verify", "play", "search"} <= set(dir(sw))


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, simwright; print([m for m in ('pybullet', 'numpy', 'gymnasium') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
