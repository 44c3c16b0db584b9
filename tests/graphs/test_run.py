"""The run graph: parallel and deterministic, within its limits, and one attempt's trouble is its own."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from agents.roles import ProposeRequest, Question
from graphs import explore
from graphs.summary import Watch
from sim.errors import UsageError
from tests.graphs.conftest import ATTEMPTS, LOOKAHEAD, SEED, Finished
from tests.graphs.small_world import SmallTeam, ledger_of, settings_for, small_run, truth_of


@pytest.mark.slow
async def test_workers_change_the_time_and_never_the_result(finished: Finished, tmp_path: Path) -> None:
    await small_run(tmp_path, settings_for(attempts=ATTEMPTS, lookahead=LOOKAHEAD, seed=SEED, workers=4))
    assert truth_of(tmp_path) == truth_of(finished.root)


async def test_a_run_of_many_stretches_is_one_run(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore, "STRETCH", 3)
    summary = await small_run(tmp_path, settings_for(attempts=8, lookahead=LOOKAHEAD, seed=SEED, workers=3))
    assert (summary.ended, summary.attempts) == ("attempts", 8)
    assert ledger_of(tmp_path) == ledger_of(finished.root)[:8]


async def test_another_seed_gives_another_run(finished: Finished, tmp_path: Path) -> None:
    await small_run(tmp_path, settings_for(attempts=4, lookahead=LOOKAHEAD, seed=SEED + 1))
    assert ledger_of(tmp_path) != ledger_of(finished.root)[:4]


def test_an_attempt_sees_the_memory_as_of_the_commit_before_its_window(finished: Finished) -> None:
    ledger = ledger_of(finished.root)
    for entry in ledger:
        seen = entry.attempt - LOOKAHEAD
        assert entry.before == (ledger[seen].sequence if seen >= 0 else 5)


def test_an_attempt_knows_what_its_window_lets_it_know(finished: Finished) -> None:
    ledger = ledger_of(finished.root)
    proposals = [q for q in finished.team.asked if isinstance(q, ProposeRequest) and q.previous is None]
    assert len(proposals) == ATTEMPTS
    for request in proposals:
        visible = ledger[: max(request.draw[2] - LOOKAHEAD + 1, 0)]
        kept = {entry.signature for entry in visible if entry.outcome == "kept"}
        assert kept <= set(request.known)
        assert len(request.known) == len(kept) + 5
        assert {r.name for r in request.rejected} <= {e.name for e in visible if e.outcome == "dropped"}


def test_no_two_questions_share_their_entropy(finished: Finished) -> None:
    draws = [question.draw for question in finished.team.asked]
    assert len(set(draws)) == len(draws)


def test_nothing_that_is_kept_repeats_a_signature(finished: Finished) -> None:
    kept = [task.signature for task in finished.summary.kept]
    assert len(kept) >= 8
    assert len(set(kept)) == len(kept)


def test_a_twin_that_landed_meanwhile_is_dropped_at_commit(finished: Finished) -> None:
    twins = [entry for entry in ledger_of(finished.root) if entry.gate == "commit"]
    assert twins
    assert finished.summary.funnel.duplicates == len(twins)
    for entry in twins:
        assert "landed meanwhile" in entry.reason
        assert entry.path[-1] == "keep"


def test_progress_is_shown_at_the_start_and_after_every_commit(finished: Finished) -> None:
    assert [p.committed for p in finished.progress] == list(range(ATTEMPTS + 1))
    assert finished.progress[-1].statistics.attempts == finished.summary.attempts == ATTEMPTS


async def test_a_second_run_builds_on_the_first(tmp_path: Path) -> None:
    first = await small_run(tmp_path, settings_for(attempts=4))
    second = await small_run(tmp_path, settings_for(attempts=4))
    assert (first.run, second.run) == ("run-0001", "run-0002")
    assert not {t.signature for t in first.kept} & {t.signature for t in second.kept}
    names = [[entry.name for entry in ledger_of(tmp_path, run)] for run in ("run-0001", "run-0002")]
    assert names[0] != names[1], "the second run repeated the draws of the first"


async def test_a_run_ends_once_enough_is_kept(tmp_path: Path) -> None:
    summary = await small_run(tmp_path, settings_for(attempts=None, kept=2))
    assert summary.ended == "kept"
    assert len(summary.kept) == 2
    assert ledger_of(tmp_path)[-1].outcome == "kept"


async def test_a_patient_run_ends_at_the_same_miss_whatever_walks_beside_it(tmp_path: Path) -> None:
    for workers in (1, 4):
        root = tmp_path / str(workers)
        summary = await small_run(root, settings_for(attempts=None, patience=3, workers=workers))
        assert (summary.ended, summary.interrupted) == ("patience", False)
        assert "ran out of patience: 3 attempts in a row kept nothing" in summary.message
        held = [entry.outcome == "kept" for entry in ledger_of(root)]
        assert held[-4:] == [True] + 3 * [False]
    assert truth_of(tmp_path / "1") == truth_of(tmp_path / "4")


async def test_a_resume_counts_the_misses_of_earlier_sessions(tmp_path: Path) -> None:
    settings = settings_for(attempts=None, patience=3, lookahead=1)
    watch = Watch(on_progress=lambda progress: watch.stop.set() if progress.misses == 1 else None)
    stopped = await small_run(tmp_path / "stopped", settings, watch=watch)
    assert stopped.ended == "stopped"
    await small_run(tmp_path / "stopped", settings, resume=stopped.run)
    await small_run(tmp_path / "whole", settings)
    assert truth_of(tmp_path / "stopped") == truth_of(tmp_path / "whole")
    with pytest.raises(UsageError, match="is complete: it reached its limit of patience"):
        await small_run(tmp_path / "whole", settings, resume="run-0001")


async def test_time_ends_a_run_softly(tmp_path: Path) -> None:
    summary = await small_run(tmp_path, settings_for(attempts=None, hours=1 / 3600))
    assert summary.ended == "hours"
    assert summary.interrupted
    assert "can be resumed" in summary.message


async def test_a_stop_ends_a_run_that_a_resume_completes(finished: Finished, tmp_path: Path) -> None:
    watch = Watch(on_progress=lambda progress: watch.stop.set() if progress.committed == 2 else None)
    settings = settings_for(attempts=8, lookahead=LOOKAHEAD, seed=SEED, workers=3)
    stopped = await small_run(tmp_path, settings, watch=watch)
    assert stopped.ended == "stopped"
    assert 2 <= stopped.attempts < 8
    resumed = await small_run(tmp_path, settings, resume=stopped.run)
    assert resumed.ended == "attempts"
    assert ledger_of(tmp_path) == ledger_of(finished.root)[:8]


async def test_an_error_of_a_role_ends_one_attempt_and_is_not_the_tasks_fault(tmp_path: Path) -> None:
    def break_the_second(question: Question) -> None:
        if question.draw[2] == 1:
            raise ConnectionError("the endpoint hung up")

    summary = await small_run(tmp_path, settings_for(attempts=4), team=SmallTeam(break_the_second))
    broken = ledger_of(tmp_path)[1]
    assert (broken.outcome, broken.gate) == ("failed", "error")
    assert broken.reason == "ConnectionError: the endpoint hung up"
    assert summary.attempts == 4
    assert summary.funnel.errors == 1
    assert not broken.lesson


async def test_three_broken_attempts_in_a_row_end_the_run_with_the_reason(tmp_path: Path) -> None:
    def break_all(question: Question) -> None:
        raise ConnectionError("the endpoint hung up")

    summary = await small_run(tmp_path, settings_for(attempts=9), team=SmallTeam(break_all))
    assert summary.ended == "failures"
    assert summary.attempts == 3
    assert "the endpoint hung up" in summary.message


async def test_two_runs_cannot_write_at_once(tmp_path: Path) -> None:
    reached = asyncio.Event()
    watch = Watch(on_progress=lambda progress: reached.set())
    first = asyncio.create_task(small_run(tmp_path, settings_for(attempts=None, hours=1), watch=watch))
    await reached.wait()
    with pytest.raises(UsageError, match="explore"):
        await small_run(tmp_path, settings_for())
    watch.stop.set()
    assert (await first).ended == "stopped"


def test_the_summary_says_what_the_ledger_says(finished: Finished) -> None:
    kept = [(e.name, e.signature) for e in ledger_of(finished.root) if e.outcome == "kept"]
    assert [(task.name, task.signature) for task in finished.summary.kept] == kept
    stored = (finished.folder / "summary.json").read_text()
    assert type(finished.summary).model_validate_json(stored) == finished.summary


def test_a_finished_run_leaves_no_attempt_in_its_checkpoints(finished: Finished) -> None:
    with sqlite3.connect(finished.folder / "checkpoints.sqlite") as connection:
        threads = {row[0] for row in connection.execute("SELECT DISTINCT thread_id FROM checkpoints")}
    connection.close()
    assert threads == set()
