"""What `simwright memory` answers, with and without a library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from memory.workspace import Workspace
from tests.simwright.door import EVIL, Knock, keep, made_workspace

TOWER = "stack coloured blocks into a tower"


@pytest.fixture
def workspace() -> Workspace:
    return made_workspace(Path("workspace"))


def test_an_empty_library_is_answered_for_by_the_base_tasks(knock: Knock) -> None:
    ran = knock("memory", "search", TOWER)
    assert "stack-block-pyramid" in ran.out.splitlines()[1]
    assert "base tasks" in ran.err
    assert not Path("workspace").exists()


def test_search_gives_name_score_and_description_best_first(knock: Knock) -> None:
    found = knock("memory", "search", TOWER, "-k", "3", "--json").data
    assert [set(one) for one in found] == [{"name", "score", "description"}] * 3
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_search_imports_nothing_slow() -> None:
    slow = ("torch", "chromadb", "sentence_transformers", "langgraph", "pybullet")
    script = (
        "import sys, json, atexit\n"
        "from simwright.cli import main\n"
        f"atexit.register(lambda: sys.stderr.write(json.dumps([m for m in {slow!r} if m in sys.modules])))\n"
        f"main(['memory', 'search', {TOWER!r}, '--json'])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(ran.stderr) == []


def test_show_tells_everything_about_a_task(workspace: Workspace, knock: Knock) -> None:
    keep(workspace, "sort-and-stack", parents=("stack-two-blocks", "long-gone"))
    ran = knock("memory", "show", "sort-and-stack")
    assert EVIL in ran.out
    assert "10 of 10" in ran.out
    assert "stack-two-blocks" in ran.out
    assert "from sim.language import Task" in ran.out
    data = knock("memory", "show", "sort-and-stack", "--json").data
    assert data["ancestry"] == ["stack-two-blocks", "long-gone"]
    assert Path(data["preview"]).is_file()


def test_a_circle_of_parents_ends(workspace: Workspace, knock: Knock) -> None:
    keep(workspace, "hen", parents=("egg",))
    keep(workspace, "egg", parents=("hen",))
    assert knock("memory", "show", "hen", "--json").data["ancestry"] == ["egg", "hen"]


def test_a_base_task_is_shown_before_any_run(knock: Knock) -> None:
    ran = knock("memory", "show", "put-block-in-bowl", "--json")
    assert "class PutBlockInBowl" in ran.data["program"]


@pytest.mark.parametrize("filled", [False, True])
def test_an_unknown_task_offers_a_near_name(filled: bool, knock: Knock) -> None:
    if filled:
        made_workspace(Path("workspace"))
    ran = knock("memory", "show", "put-block-in-bow")
    assert ran.code == 2
    assert "Did you mean put-block-in-bowl" in ran.err


def test_stats_count(workspace: Workspace, knock: Knock) -> None:
    assert knock("memory", "stats", "--json").data["tasks"] == 1
    assert "block 1" in knock("memory", "stats").out


def test_rebuild_makes_the_index_from_the_folders(workspace: Workspace, knock: Knock) -> None:
    assert knock("memory", "rebuild", "--json").data["tasks"] == 1
    assert workspace.index.is_dir()
