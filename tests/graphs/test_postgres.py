"""Checkpoints in PostgreSQL: the same library, also after a kill and an outage, and no password anywhere."""

from __future__ import annotations

import importlib.util
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from graphs.checkpoints import check_checkpoints
from graphs.outside import Outside
from graphs.postgres import check_database, place_of
from graphs.summary import Progress, Watch
from sim.errors import UsageError
from tests.graphs.conftest import ATTEMPTS, LOOKAHEAD, SEED, Finished
from tests.graphs.small_world import ledger_of, settings_for, small_run, truth_of
from tests.graphs.test_resume import await_entries
from tests.postgres import PASSWORD, PostgresServer, binaries, running

SETTINGS = settings_for(attempts=ATTEMPTS, lookahead=LOOKAHEAD, seed=SEED, workers=4)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with running(programs) as started:
        yield started


def threads(server: PostgresServer) -> list[str]:
    with psycopg.connect(server.url.get_secret_value()) as connection:
        rows = connection.execute("SELECT thread_id FROM checkpoints ORDER BY 1").fetchall()
        stored = connection.execute("SELECT count(*) FROM checkpoint_writes").fetchone()
    assert stored == (0,)
    return [row[0] for row in rows]


async def test_a_run_with_a_database_gives_the_same_library(
    server: PostgresServer, finished: Finished, tmp_path: Path
) -> None:
    watch = Watch(outside=Outside(checkpoints=server.url))
    await small_run(tmp_path, SETTINGS, watch=watch)
    assert truth_of(tmp_path) == truth_of(finished.root)
    name = (tmp_path / "runs" / "run-0001" / "checkpoints.name").read_text()
    assert not [thread for thread in threads(server) if thread.startswith(name)]
    assert not (tmp_path / "runs" / "run-0001" / "checkpoints.sqlite").exists()


@pytest.mark.slow
async def test_a_killed_run_goes_on_from_the_database(
    server: PostgresServer, finished: Finished, tmp_path: Path
) -> None:
    script = [sys.executable, "-m", "tests.graphs.walk_small_run", str(tmp_path), str(ATTEMPTS)]
    process = subprocess.Popen([*script, str(LOOKAHEAD), str(SEED), "4", server.url.get_secret_value()])
    await_entries(tmp_path, 7, process)
    process.kill()
    process.wait()
    name = (tmp_path / "runs" / "run-0001" / "checkpoints.name").read_text()
    left = [thread for thread in threads(server) if thread.startswith(f"{name}/")]
    assert len(set(left)) >= 2  # attempts in flight, each with its latest checkpoint
    assert max(Counter(left).values()) <= 2  # and one before it, where the kill came before that was deleted
    await small_run(
        tmp_path, SETTINGS, resume="run-0001", watch=Watch(outside=Outside(checkpoints=server.url))
    )
    assert truth_of(tmp_path) == truth_of(finished.root)


@pytest.mark.slow
async def test_a_database_that_goes_away_halts_the_run_and_fails_no_attempt(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphs.postgres.WAITS_S", (0.01,))
    monkeypatch.setattr("graphs.postgres.CONNECT_S", 1)

    def pull_the_plug(progress: Progress) -> None:
        if progress.committed == 3:
            server.stop()

    watch = Watch(on_progress=pull_the_plug, outside=Outside(checkpoints=server.url))
    try:
        summary = await small_run(tmp_path, settings_for(attempts=6), watch=watch)
    finally:
        server.start()
    assert summary.ended == "halted"
    assert f"127.0.0.1:{server.port}/postgres went away" in summary.message
    assert not [entry for entry in ledger_of(tmp_path) if entry.outcome == "failed"]
    again = Watch(outside=Outside(checkpoints=server.url))
    assert (await small_run(tmp_path, SETTINGS, resume="run-0001", watch=again)).ended == "attempts"
    whole = tmp_path / "elsewhere"
    await small_run(whole, settings_for(attempts=6))
    assert truth_of(tmp_path) == truth_of(whole)


async def test_a_wrong_password_is_refused_before_anything_begins_and_is_not_shown(
    server: PostgresServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    watch = Watch(outside=Outside(checkpoints=server.url_with("wrong-sesame")))
    with pytest.raises(UsageError, match=r"cannot be used: .*password authentication failed") as refused:
        await small_run(tmp_path, SETTINGS, watch=watch)
    assert not (tmp_path / "runs").exists()
    for said in (str(refused.value), repr(watch), caplog.text):
        assert "sesame" not in said
    assert refused.value.__cause__ is None


async def test_a_server_that_is_not_there_is_named() -> None:
    url = SecretStr(f"postgresql://somebody:{PASSWORD}@127.0.0.1:9/runs")
    with pytest.raises(UsageError, match=r"at 127\.0\.0\.1:9/runs cannot be used") as refused:
        await check_database(url)
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "sqlite:///x", f"postgresql://u:{PASSWORD}@h:p:q/%zz", f"password={PASSWORD}"]
)
def test_what_is_no_url_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(UsageError, match="SIMWRIGHT_CHECKPOINTS is no URL") as refused:
        place_of(SecretStr(text))
    assert PASSWORD not in str(refused.value)


async def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def without(name: str) -> ModuleSpec | None:
        return None if name == "psycopg_pool" else real(name)

    monkeypatch.setattr("graphs.checkpoints.find_spec", without)
    with pytest.raises(UsageError, match=r"need psycopg_pool, .* pip install 'simwright\[postgres\]'"):
        await check_checkpoints(SecretStr("postgresql://somebody@127.0.0.1/runs"))
