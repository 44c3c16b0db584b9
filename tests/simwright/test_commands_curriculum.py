"""`simwright curriculum` for real: planner, graphs, simulator and memory, from a target in plain words."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from memory.workspace import Workspace
from sim.catalog import base_tasks
from tests.agents.model.mind import AuthorMind
from tests.openai_server import OpenAIServer
from tests.simwright.door import Knock, Ran, keep, simwright

STAGE = {"name", "verified", "teaches", "needs"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a workspace with made-up base tasks: to prove the real ones takes longer than all the rest."""
    folder = tmp_path_factory.mktemp("curricula")
    (folder / "simwright.toml").write_text("[explore]\nepisodes = 2\n", encoding="utf-8")
    for task in base_tasks():
        keep(Workspace(folder / "workspace"), task.name)
    return folder


@pytest.fixture(scope="module")
def stopped(folder: Path) -> Ran:
    """A house whose building was stopped after its first stage."""
    command = [sys.executable, "-m", "simwright", "curriculum", "a house", "--json"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as child:
        assert child.stderr is not None
        while not child.stderr.readline().startswith("1 of 6"):
            assert child.poll() is None
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=120)
    return Ran(child.returncode, out, err)


@pytest.fixture(scope="module")
def built(stopped: Ran, folder: Path) -> Ran:
    return simwright("curriculum", "--resume", stopped.data["run"], "--json", folder=folder)


def test_a_signal_ends_a_curriculum_cleanly(stopped: Ran) -> None:
    assert stopped.code == 1
    assert stopped.data["interrupted"] is True
    assert 1 <= len(stopped.data["order"]) < 6


def test_a_curriculum_goes_on_to_a_verified_house(built: Ran, folder: Path) -> None:
    assert built.code == 0, built.err
    data = built.data
    assert (data["target"], data["verified"], data["reason"]) == ("a house", True, "")
    assert [set(stage) for stage in data["stages"]] == [STAGE] * 6
    assert all(stage["verified"] for stage in data["stages"])
    assert data["order"][-1] == "build-house"
    program = folder / "workspace" / "library" / "tasks" / "build-house" / "program.py"
    assert "self.goal(on(cylinder, deck), " in program.read_text(encoding="utf-8")


def test_it_leaves_a_file_and_a_report_with_the_graph(built: Ran, folder: Path) -> None:
    file = folder / built.data["file"]
    stages = json.loads(file.read_text(encoding="utf-8"))["stages"]
    assert [stage["name"] for stage in stages] == [stage["name"] for stage in built.data["stages"]]
    assert all((folder / "workspace" / stage["program"]).is_file() for stage in stages)
    assert "flowchart LR" in (file.parent / "curriculum.md").read_text(encoding="utf-8")
    page = (folder / built.data["report"]).read_text(encoding="utf-8")
    assert page.count("data:image/webp") == page.count("<rect") == 6


def test_its_run_is_one_of_the_runs(built: Ran, folder: Path) -> None:
    (run,) = simwright("runs", "list", "--json", folder=folder).data
    assert (run["run"], run["state"], run["kept"]) == (built.data["run"], "done", 6)


def test_nonsense_is_refused_with_the_reason(built: Ran, folder: Path) -> None:
    assert built.code == 0
    ran = simwright("curriculum", "make me happy", "--json", folder=folder)
    assert ran.code == 1
    assert (ran.data["verified"], ran.data["stages"]) == (False, [])
    assert "'happy'" in ran.data["reason"]


@pytest.mark.slow
def test_models_build_a_curriculum_within_a_budget(
    built: Ran, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built.data["usage"]["proposer"]["calls"] == 0
    with OpenAIServer(AuthorMind()) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        models = ("--model", "openai:small", "--json", "--max-tokens")
        poor = simwright("curriculum", "a tower of cylinders", *models, "100", folder=folder)
        assert (poor.code, poor.data["interrupted"]) == (1, True), poor.err
        assert "the budget is used up" in poor.data["reason"]
        rich = simwright("curriculum", "--resume", poor.data["run"], *models, "9000000", folder=folder)
    assert (rich.code, rich.data["reason"]) == (0, ""), rich.err
    assert len(rich.data["order"]) >= 2
    usage = rich.data["usage"]
    assert {role: one["calls"] > 0 for role, one in usage.items()} == dict.fromkeys(usage, True)
    assert sum(one["calls"] for one in usage.values()) == len(server.said.requests)
    assert sum(one["input_tokens"] for one in usage.values()) == server.said.input_tokens


def test_a_target_has_to_be_said(knock: Knock) -> None:
    ran = knock("curriculum")
    assert ran.code == 2
    assert "say what shall be possible" in ran.err
