"""Costs are told where models were asked, in words that are the same everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.exchange import ExchangeStore
from agents.usage import Cost, RoleUsage, usage_of
from graphs.folder import attempts_folder
from graphs.stages import Curriculum, StageRecord, write_curriculum
from memory.workspace import Workspace
from simwright.commands.curriculum import Follower
from simwright.costs import cost_line, cost_text, money
from simwright.curricula import write_curriculum_report
from simwright.report import report_of, write_report
from simwright.runs import find_run
from tests.graphs.billed import bill, call_of
from tests.simwright.door import Knock, made_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A run with a kept task that a model wrote, at its third try."""
    made = made_workspace(tmp_path / "workspace", team="openai:small")
    store = ExchangeStore(attempts_folder(made.runs / "run-0001"))
    bill(store, 0, call_of(fault="schema"), call_of(fault="schema"), call_of())
    bill(store, 1, call_of(), role="critic")
    return made


def test_a_line_says_what_was_spent_on_whom_and_for_what(workspace: Workspace) -> None:
    usage = usage_of(ExchangeStore(attempts_folder(workspace.runs / "run-0001")).exchanges())
    assert cost_line(usage, attempts=4, kept=2) == (
        "4,400 tokens, 1,600 of them cached, 1.0000 USD, 0.2500 USD an attempt, 0.5000 USD a kept task "
        "(critic 0.2500 USD, coder 0.7500 USD)"
    )
    assert cost_line(usage, attempts=0, kept=0).startswith("4,400 tokens, 1,600 of them cached, 1.0000 USD (")


def test_the_author_alone_costs_nothing_and_says_nothing() -> None:
    assert cost_line(usage_of(()), attempts=4, kept=2) == ""


def test_a_model_without_a_price_is_told_in_tokens() -> None:
    assert cost_text(Cost(calls=1, input_tokens=900, output_tokens=100)) == "1,000 tokens"
    assert money(0.00031) == "0.000310 USD"


def test_page_table_and_data_have_the_same_figures(workspace: Workspace, knock: Knock) -> None:
    found = find_run(workspace, "run-0001")
    rows = {row.what: row for row in report_of(workspace, found).costs}
    assert list(rows) == ["critic", "coder", "in all", "an attempt", "a kept task"]
    assert (rows["coder"].calls, rows["coder"].faults) == ("3", "schema 2")
    assert (rows["in all"].input_tokens, rows["in all"].cached_tokens) == ("4,000", "1,600")
    assert rows["a kept task"].usd == "1.0000 USD"
    written = write_report(workspace, found)
    for text in (page.read_text(encoding="utf-8") for page in (written.html, written.markdown)):
        assert "Costs of models" in text
        assert "3,300 tokens, 1,200 of them cached, 0.7500 USD" in text  # of the kept task
    shown = knock("runs", "show", "run-0001").out
    assert "0.3333 USD" in shown
    data = knock("runs", "show", "run-0001", "--json").data
    assert data["usage"]["coder"]["calls"] == 3
    assert data["costs"]["per_kept_task"]["usd"] == 1.0
    assert [cost["attempt"] for cost in data["costs"]["attempts"]] == [0, 1]


def test_a_run_of_the_author_has_no_place_for_costs(tmp_path: Path, knock: Knock) -> None:
    workspace = made_workspace(tmp_path / "workspace")
    written = write_report(workspace, find_run(workspace, "run-0001"))
    for text in (page.read_text(encoding="utf-8") for page in (written.html, written.markdown)):
        assert "Costs of models" not in text
    assert "tokens" not in knock("runs", "show", "run-0001").out
    assert knock("runs", "show", "run-0001", "--json").data["costs"] is None


def test_the_page_of_a_curriculum_says_what_its_models_cost(workspace: Workspace) -> None:
    for run, told in (("run-0001", True), ("run-0007", False)):
        curriculum = Curriculum(name="a-house", target="a house", run=run)
        write_curriculum(workspace, curriculum)
        written = write_curriculum_report(workspace, curriculum)
        for file in (written.html, written.markdown):
            assert ("Models: 4,400 tokens, 1,600 of them cached" in file.read_text(encoding="utf-8")) is told


def test_a_curriculum_says_with_each_stage_what_models_cost(capsys: pytest.CaptureFixture[str]) -> None:
    stage = StageRecord(
        name="a-wall",
        verified=True,
        reused=False,
        teaches="build walls",
        needs=(),
        task="a-wall",
        program="",
        reason="",
    )
    built = Curriculum(name="a-house", target="a house", run="run-0001", stages=(stage,))
    Follower(lambda: {"proposer": RoleUsage(calls=1, input_tokens=70, usd=0.5)})(built)
    assert "teaches to build walls; 70 tokens, 0.5000 USD, 0.5000 USD a kept task (proposer 0.5000 USD)" in (
        capsys.readouterr().err
    )
    Follower()(built)
    assert "tokens" not in capsys.readouterr().err
