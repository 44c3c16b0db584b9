"""`simwright explore` for real: graph, author, simulator and memory, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agents.exchange import Exchange, ExchangeStore
from graphs.ledger import read_ledger
from memory.workspace import Workspace
from simwright.commands.benchmark_crash import is_good
from simwright.crashes import Kill, Trial, crash
from simwright.trials import base_copied
from tests.agents.model.mind import AuthorMind, text_of
from tests.openai_server import OpenAIServer
from tests.simwright.door import Knock, Ran, simwright

ATTEMPTS = 2
KEYS = {"run", "attempts", "kept", "funnel", "overhead_ms_per_attempt", "seconds"}


def hurried(folder: Path) -> Path:
    """Have a settings file ask for two episodes a task: ten of each base task take half a minute."""
    (folder / "simwright.toml").write_text("[explore]\nepisodes = 2\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hurried(tmp_path_factory.mktemp("explored"))


@pytest.fixture(scope="module")
def explored(folder: Path) -> Ran:
    return simwright("explore", "--attempts", str(ATTEMPTS), "--seed", "1", "--json", folder=folder)


def test_a_run_ends_with_one_json_object(explored: Ran) -> None:
    assert explored.code == 0, explored.err
    assert set(explored.data) >= KEYS
    assert explored.data["attempts"] == ATTEMPTS
    assert all(set(kept) == {"name", "signature", "skeleton", "steps"} for kept in explored.data["kept"])
    assert set(explored.data["diversity"]) == {"cells", "gensim_score", "embedding", "over_time"}


def test_progress_is_on_standard_error(explored: Ran) -> None:
    assert f"{ATTEMPTS} of {ATTEMPTS} attempts" in explored.err


def test_a_run_leaves_both_reports(explored: Ran, folder: Path) -> None:
    run = folder / "workspace" / "runs" / explored.data["run"]
    assert f"of {ATTEMPTS} attempts" in (run / "report.md").read_text(encoding="utf-8")
    assert (run / "report.html").is_file()


def test_what_was_kept_is_found_shown_and_traced(
    explored: Ran, folder: Path, knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for kept in explored.data["kept"]:
        shown = knock("memory", "show", kept["name"], "--json").data
        assert shown["signature"] == kept["signature"]
        assert knock("memory", "search", shown["description"], "--json").data[0]["name"] == kept["name"]
    assert "invoke_agent proposer" in knock("trace", explored.data["run"], "0").out


def test_a_complete_run_cannot_be_resumed(explored: Ran, folder: Path) -> None:
    ran = simwright("explore", "--resume", explored.data["run"], folder=folder)
    assert ran.code == 2
    assert "is complete" in ran.err


@pytest.mark.slow
def test_a_replay_says_attempt_by_attempt_what_is_the_same(explored: Ran, folder: Path) -> None:
    library = sorted((folder / "workspace" / "library").rglob("*"))
    ran = simwright("explore", "--replay", explored.data["run"], "--json", folder=folder)
    assert ran.code == 0, ran.err
    assert (ran.data["replayed"], ran.data["same"], ran.data["different"]) == (ATTEMPTS, ATTEMPTS, [])
    assert sorted((folder / "workspace" / "library").rglob("*")) == library
    shown = simwright("runs", "show", ran.data["run"], "--json", folder=folder).data
    assert shown["replays"] == explored.data["run"]


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["--seed", "0"], "--seed"),
        (["--model", "builtin"], "--model"),
        (["--about", "towers", "--max-usd", "1"], "--about, --max-usd"),
        (["--review", "--resume", "run-0002"], "--review, --resume"),
    ],
)
def test_a_replay_refuses_what_the_recorded_run_decided(knock: Knock, flags: list[str], named: str) -> None:
    ran = knock("explore", "--replay", "run-0001", *flags)
    assert ran.code == 2
    assert f"so {named} cannot go with it: leave it out" in ran.err


def test_an_unknown_run_cannot_be_replayed(knock: Knock) -> None:
    ran = knock("explore", "--replay", "run-0007")
    assert ran.code == 2
    assert "no run 'run-0007'" in ran.err


def test_an_unknown_run_cannot_be_resumed(knock: Knock) -> None:
    ran = knock("explore", "--resume", "run-0007")
    assert ran.code == 2
    assert "no run 'run-0007'" in ran.err


@pytest.mark.slow
def test_a_signal_ends_a_run_cleanly_and_it_can_go_on(explored: Ran, folder: Path, tmp_path: Path) -> None:
    assert explored.code == 0
    shutil.copytree(folder / "workspace" / "library", tmp_path / "workspace" / "library")
    command = [sys.executable, "-m", "simwright", "explore", "--attempts", "200", "--json"]
    with subprocess.Popen(
        command,
        cwd=hurried(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    ) as child:
        assert child.stderr is not None
        while not child.stderr.readline().startswith("1 of 200"):
            assert child.poll() is None
        child.send_signal(signal.SIGTERM)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    summary = json.loads(out)
    assert summary["interrupted"] is True
    assert 1 <= summary["attempts"] < 200
    assert Path(tmp_path, summary["report"]).is_file()
    runs = simwright("runs", "list", "--json", folder=tmp_path).data
    assert (runs[0]["state"], runs[0]["resumable"]) == ("drained", True)
    log = Path(tmp_path, "workspace", "runs", runs[0]["run"], "log.txt").read_text(encoding="utf-8")
    assert "session begins" in log
    assert "was stopped; it can be resumed" in log


@pytest.mark.slow
def test_runs_that_are_killed_lose_nothing_and_leave_nobody_behind(
    explored: Ran, folder: Path, tmp_path: Path
) -> None:
    assert explored.code == 0
    base_copied(Workspace(folder / "workspace"), seeded := Workspace(tmp_path / "seeded"))
    told: list[Kill] = []
    trial = Trial(seeded, tmp_path, attempts=3)
    found = crash(trial, {2: 2}, lambda kill, number: told.append(kill))
    assert is_good(found), found
    assert found.kills == len(told) == 2
    assert all(kill.nodes and not kill.orphans for kill in told)


@pytest.mark.slow
def test_no_answer_of_a_model_is_paid_for_twice_however_often_the_run_is_killed(
    explored: Ran, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert explored.code == 0
    base_copied(Workspace(folder / "workspace"), place := Workspace(tmp_path / "workspace"))
    (hurried(tmp_path) / "simwright.toml").write_text(
        "[explore]\nepisodes = 2\nvotes = 1\n", encoding="utf-8"
    )
    monkeypatch.setenv("OPENAI_API_KEY", "planted-key-4711")
    run = place.runs / "run-0001"
    with OpenAIServer(AuthorMind(), latency_s=0.1) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        goal = ["--attempts", "2", "--workers", "4", "--model", "openai:small"]
        for answers in (2, 4):
            kill_after(run, answers, tmp_path, goal)
            goal = ["--resume", "run-0001", "--workers", "4", "--model", "openai:small"]
            known = {call.question for one in answered(run) for call in one.calls}
            before = len(server.said.requests)
            assert len(known) >= answers
        ran = simwright("explore", *goal, "--json", folder=tmp_path)
        assert ran.code == 0, ran.err
    asked_again = {text_of(body["messages"][-1]) for body in server.said.requests[before:]}
    assert not asked_again & known
    noted = sum(usage["calls"] for usage in ran.data["usage"].values())
    assert noted - 2 * 2 <= len(server.said.requests) <= noted  # a kill may come between note and request
    assert ran.data["attempts"] == len(read_ledger(run / "ledger.jsonl")) == 2
    for file in run.rglob("*"):
        assert file.is_dir() or b"planted-key" not in file.read_bytes(), file


def kill_after(run: Path, answers: int, folder: Path, goal: list[str]) -> None:
    """Run explore until so many questions of its run are answered, and kill it."""
    command = [sys.executable, "-m", "simwright", "explore", *goal]
    with (
        (folder / "said.txt").open("wb") as said,
        subprocess.Popen(command, cwd=folder, stderr=said, stdout=said) as child,
    ):
        while answers_in(run) < answers:
            assert child.poll() is None, (folder / "said.txt").read_text(encoding="utf-8")
            time.sleep(0.01)
        child.kill()


def answers_in(run: Path) -> int:
    """Count the answers of a run that is writing: files may come and go meanwhile, so none is read."""
    files = run.glob("attempts/*/[!.]*-*-*-*.json")
    return sum(not file.name.endswith(".unanswered.json") for file in files)


def answered(run: Path) -> list[Exchange]:
    """Return the questions that a run has got an answer to."""
    return [one for one in ExchangeStore(run / "attempts").exchanges() if one.reply is not None]
