"""What a run cost is read from its exchanges: every session, every fault, every attempt."""

from __future__ import annotations

import asyncio
from pathlib import Path

from agents.exchange import ExchangeStore
from agents.roles import Question
from agents.transcript import write
from agents.usage import Cost
from graphs.costs import exchanges_of, spending_of
from graphs.folder import attempts_folder, plans_folder
from graphs.summary import Progress, Watch
from tests.graphs.billed import bill, bill_unanswered, call_of
from tests.graphs.entries import entry_of
from tests.graphs.small_world import SmallTeam, settings_for, small_run

MODEL = "openai:small"
ENTRIES = (entry_of(0), entry_of(1, outcome="dropped", gate="critique"), entry_of(2))


def test_costs_are_told_by_role_attempt_and_kept_task(tmp_path: Path) -> None:
    store = ExchangeStore(attempts_folder(tmp_path))
    bill(store, 0, call_of(fault="malformed"), call_of())
    bill(store, 0, call_of(), role="critic")
    bill(store, 2, call_of())
    bill_unanswered(store, 2, call_of(fault="timeout"))
    spending = spending_of(tmp_path, MODEL, ENTRIES)
    coder, costs = spending.usage["coder"], spending.costs
    assert (coder.calls, coder.faults) == (4, {"malformed": 1, "timeout": 1})
    assert spending.usage["critic"].cached_tokens == 400
    assert costs is not None
    assert costs.total == Cost(calls=5, input_tokens=5000, cached_tokens=2000, output_tokens=500, usd=1.25)
    assert [(cost.attempt, cost.calls, cost.usd) for cost in costs.attempts] == [(0, 3, 0.75), (2, 2, 0.5)]
    assert costs.per_attempt is not None
    assert costs.per_attempt.cached_tokens == 666.7
    assert costs.per_kept_task is not None
    assert (costs.per_kept_task.input_tokens, costs.per_kept_task.usd) == (2500, 0.625)


def test_a_plan_is_the_runs_and_no_attempts(tmp_path: Path) -> None:
    bill(ExchangeStore(plans_folder(tmp_path)), 0, call_of(), role="proposer")
    bill(ExchangeStore(attempts_folder(tmp_path)), 0)
    assert [exchange.role for exchange in exchanges_of(tmp_path)] == ["proposer", "coder"]
    spending = spending_of(tmp_path, MODEL, ())
    assert spending.usage["proposer"].calls == 1
    assert spending.costs is not None
    assert (spending.costs.attempts, spending.costs.per_attempt) == ((), None)


def test_where_no_model_was_called_there_are_no_costs(tmp_path: Path) -> None:
    bill(ExchangeStore(attempts_folder(tmp_path)), 0)
    spending = spending_of(tmp_path, MODEL, ENTRIES)
    assert (spending.costs, spending.usage["coder"].calls) == (None, 0)


async def test_what_earlier_sessions_spent_is_in_the_summary_of_a_resumed_run(tmp_path: Path) -> None:
    calls = 0

    def charge(question: Question) -> None:
        nonlocal calls
        calls += 1
        write(call_of(usd=0.001))

    team = SmallTeam(before_answer=charge)
    stop = asyncio.Event()

    def stop_after_two(progress: Progress) -> None:
        if progress.committed == 2:
            stop.set()

    watch = Watch(stop, stop_after_two)
    first = await small_run(tmp_path, settings_for(attempts=6), team=team, watch=watch)
    assert first.costs is not None
    assert 0 < first.costs.total.calls <= calls
    whole = await small_run(tmp_path, settings_for(attempts=6), team=team, resume="run-0001")
    assert whole.costs is not None
    assert whole.costs.total.calls == sum(usage.calls for usage in whole.usage.values()) == calls
    assert sum(cost.calls for cost in whole.costs.attempts) == calls
    assert spending_of(tmp_path / "runs" / "run-0001", team.name, ENTRIES).usage == whole.usage
