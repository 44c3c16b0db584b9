"""What a person writes for tasks, and what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.suites import TEN, read_suite
from memory.workspace import Workspace
from sim.catalog import base_tasks
from sim.errors import UsageError
from simwright.selection import select_tasks
from tests.simwright.door import made_workspace


def names(tmp_path: Path, *wishes: str) -> list[str]:
    return [found.name for found in select_tasks(wishes, made_workspace(tmp_path / "workspace"))]


def test_names_patterns_and_runs_can_be_mixed_and_nothing_comes_twice(tmp_path: Path) -> None:
    assert names(tmp_path, "block-insertion", "*insertion", "run-0001") == [
        "block-insertion",
        "stack-two-blocks",
    ]


def test_all_is_base_tasks_and_library(tmp_path: Path) -> None:
    assert names(tmp_path, "all") == [*(task.name for task in base_tasks()), "stack-two-blocks"]


def test_a_suite_is_its_tasks(tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text('tasks = ["block-insertion", "put-block-in-bowl"]\n')
    place = Workspace(tmp_path)
    assert [one.name for one in select_tasks(["ten-tasks"], place)] == list(read_suite(TEN))
    two = select_tasks([str(tmp_path / "two.toml")], place)
    assert [one.name for one in two] == ["block-insertion", "put-block-in-bowl"]


def test_a_file_is_called_by_its_stem(tmp_path: Path) -> None:
    (tmp_path / "My Task.py").write_text("x = 1\n")
    assert names(tmp_path, str(tmp_path / "My Task.py")) == ["my-task"]


@pytest.mark.parametrize("wish", ["no-such-task", "zzz*", "run-0009"])
def test_what_means_nothing_is_refused(tmp_path: Path, wish: str) -> None:
    with pytest.raises(UsageError, match=wish.replace("*", r"\*")):
        names(tmp_path, wish)


def test_two_programs_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder, text in (("a", "x = 1\n"), ("b", "x = 2\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "task.py").write_text(text)
    with pytest.raises(UsageError, match="two different programs"):
        names(tmp_path, str(tmp_path / "a" / "task.py"), str(tmp_path / "b" / "task.py"))
