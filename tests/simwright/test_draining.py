"""A signal ends a run within ten seconds, whatever it waits for; a second one ends it at once, undamaged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from memory.workspace import Workspace
from sim.catalog import base_tasks
from tests.agents.model.mind import AuthorMind
from tests.conftest import how_busy
from tests.openai_server import OpenAIServer
from tests.simwright.door import keep, simwright

RUN = "run-0002"  # the made-up tasks say that they are of the first
LIMIT_S = 10.0
SLOW_S = 20.0  # an answer of a model that nobody waits for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a workspace with made-up base tasks: to prove the real ones takes longer than all the rest."""
    (tmp_path / "simwright.toml").write_text("[explore]\nepisodes = 2\n", encoding="utf-8")
    for task in base_tasks():
        keep(Workspace(tmp_path / "workspace"), task.name)
    return tmp_path


@contextmanager
def exploring(folder: Path, *flags: str, url: str = "") -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "simwright", "explore", "--attempts", "50", *flags]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "OPENAI_BASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def wait_for(what: Callable[[], bool], child: subprocess.Popen[str]) -> None:
    while not what():
        assert child.poll() is None, child.communicate()
        time.sleep(0.02)


def ended_s(child: subprocess.Popen[str]) -> float:
    began = time.monotonic()
    child.communicate(timeout=120)
    return time.monotonic() - began


@pytest.mark.slow
def test_models_that_do_not_answer_are_not_waited_for(folder: Path) -> None:
    with OpenAIServer(AuthorMind(), latency_s=SLOW_S) as server:
        flags = ("--model", "openai:slow", "--max-tokens", "9000000", "--workers", "3")
        with exploring(folder, *flags, url=server.url) as child:
            wait_for(lambda: server.said.in_flight >= 1, child)
            child.send_signal(signal.SIGTERM)
            took = ended_s(child)
        assert took < LIMIT_S * how_busy()
        assert child.returncode == 0
    (run,) = simwright("runs", "list", "--json", folder=folder).data
    assert (run["state"], run["resumable"]) == ("drained", True)
    assert (folder / "workspace" / "runs" / RUN / "report.html").is_file()


@pytest.mark.slow
def test_a_second_signal_ends_at_once_and_the_run_goes_on_later(folder: Path) -> None:
    with exploring(folder) as child:
        ledger = folder / "workspace" / "runs" / RUN / "ledger.jsonl"
        wait_for(lambda: ledger.is_file() and ledger.read_bytes().count(b"\n") >= 1, child)
        child.send_signal(signal.SIGINT)
        assert child.stderr is not None
        wait_for(lambda: "ending cleanly" in (child.stderr.readline() if child.stderr else ""), child)
        child.send_signal(signal.SIGINT)
        assert ended_s(child) < 2 * how_busy()
        assert child.returncode == 128 + signal.SIGINT
    (run,) = simwright("runs", "list", "--json", folder=folder).data
    assert (run["state"], run["resumable"]) == ("killed", True)
    resumed = simwright("explore", "--resume", RUN, "--hours", "0.0001", "--json", folder=folder)
    assert (resumed.code, resumed.data["ended"]) == (0, "hours"), resumed.err


@pytest.mark.slow
def test_a_run_that_is_stopped_before_it_began_says_so(tmp_path: Path) -> None:
    """The base tasks of a new workspace are being proved, which takes long."""
    with exploring(tmp_path) as child:
        wait_for((tmp_path / "workspace" / "format.json").exists, child)
        time.sleep(1.0)
        child.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, said = child.communicate(timeout=120)
        assert time.monotonic() - began < LIMIT_S * how_busy()
    assert child.returncode == 130
    assert "there is no run yet; nothing is lost" in said
    assert not (tmp_path / "workspace" / "runs").exists()
