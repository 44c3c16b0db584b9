"""The base tasks."""

from __future__ import annotations

import ast

import pytest

from sim.catalog import FAMILIES, BaseTask, base_tasks

TASKS = {task.name: task for task in base_tasks()}


def test_every_base_task_has_a_family_and_every_family_a_task() -> None:
    assert set(TASKS) == set(FAMILIES)


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_a_base_task_is_a_short_story_with_its_three_headings(task: BaseTask) -> None:
    tree = ast.parse(task.source)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    docstring = ast.get_docstring(classes[0]) or ""
    assert "Scene:" in docstring
    assert "Success:" in docstring
    assert task.description.endswith(".")
    assert len(task.source.splitlines()) < 60
