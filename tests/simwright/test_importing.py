"""What the commands that bring tasks into a library, and carry them away, print and leave."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from memory.library import Library
from memory.workspace import Workspace
from tests.sim.cliport.making import PROGRAMS
from tests.simwright.door import Knock, keep, made_workspace


def made_library(*names: str) -> Path:
    """Make a small library as GenSim lays it out."""
    folder = Path("GenSim")
    (folder / "prompts/data").mkdir(parents=True)
    (folder / "cliport/generated_tasks").mkdir(parents=True)
    told = {}
    for name in names:
        shutil.copy(PROGRAMS / f"{name}.py", folder / "cliport/generated_tasks")
        told[name.replace("_", "-")] = {"task-name": name, "task-description": f"Told of {name}."}
    (folder / "prompts/data/generated_tasks.json").write_text(json.dumps(told))
    return folder


@pytest.mark.slow
def test_an_import_tells_what_came_in_and_what_did_not(knock: Knock) -> None:
    folder = made_library("block_insertion", "wrong_name")
    ran = knock("memory", "import", str(folder), "--seeds", "1", "--json")
    assert ran.code == 1
    told = {one["name"]: one["outcome"] for one in ran.data["outcomes"]}
    assert told == {"block-insertion": "rewritten", "wrong-name": "refused"}
    assert ran.data["kept"] == 1
    shown = knock("memory", "show", "block-insertion")
    assert "Told of block_insertion." in shown.out
    assert "imported from a GenSim library: cliport/generated_tasks/block_insertion.py" in shown.out
    again = knock("memory", "import", str(folder), "--seeds", "1")
    assert "1 known, 1 refused" in again.out
    assert "NameError" in again.out


@pytest.mark.slow
def test_one_file_is_added_under_the_name_that_is_asked_for(knock: Knock) -> None:
    program = str(PROGRAMS / "block_insertion.py")
    ran = knock("memory", "add", program, "--name", "Fit the ell", "--seeds", "1", "--json")
    assert ran.code == 0
    assert ran.data["outcomes"][0]["name"] == "fit-the-ell"
    removed = knock("memory", "remove", "fit-the-ell", "--json")
    assert (removed.code, removed.data) == (0, {"removed": "fit-the-ell"})
    assert knock("memory", "remove", "fit-the-ell").code == 2


def test_an_export_is_a_library_and_never_overwrites(knock: Knock) -> None:
    workspace = made_workspace(Path("workspace"))
    keep(workspace, "another-task")
    ran = knock("memory", "export", "copy", "another-task", "--json")
    assert (ran.code, ran.data) == (0, {"path": "copy", "tasks": ["another-task"]})
    there = Library(workspace.library).tasks_folder / "another-task"
    here = Library(Path("copy")).tasks_folder / "another-task"
    assert {p.name: p.read_bytes() for p in here.iterdir()} == {
        p.name: p.read_bytes() for p in there.iterdir()
    }
    assert knock("memory", "export", "copy").code == 2
    assert knock("memory", "export", "nowhere/copy").code == 2
    assert "Did you mean another-task" in knock("memory", "export", "new", "anoter-task").err
    assert not Path("new").exists()


@pytest.mark.parametrize("command", ["import", "add"])
def test_what_is_not_there_is_used_wrongly(command: str, knock: Knock) -> None:
    assert knock("memory", command, "nowhere.py").code == 2
    assert not Workspace(Path("workspace")).library.exists()
