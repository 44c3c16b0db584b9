"""What `simwright trace` shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.exchange import ExchangeStore
from graphs.folder import attempts_folder
from graphs.spans import CACHED_TOKENS, INPUT_TOKENS, OUTPUT_TOKENS, Attribute, Kind, Spans
from tests.graphs.billed import bill, call_of
from tests.simwright.door import Knock, made_workspace
from tests.simwright.test_spans import write_run


@pytest.fixture(autouse=True)
def run_with_spans(tmp_path: Path) -> Path:
    folder = made_workspace(tmp_path / "workspace").runs / "run-0001"
    write_run(folder / "spans.jsonl")
    answers = folder / "attempts" / "000000"
    answers.mkdir(parents=True)
    said = {"reasons": "nobody stacked yet", "name": "stack-[two]", "steps": [], "source": "x = 1"}
    (answers / "proposer-0-0.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def test_without_an_attempt_there_is_a_line_for_each(knock: Knock) -> None:
    lines = knock("trace", "run-0001").out.splitlines()
    assert len(lines) == 3
    assert "stack-two-blocks" in lines[1]


def test_with_an_attempt_every_step_and_what_was_said(knock: Knock) -> None:
    shown = knock("trace", "run-0001", "0").out
    assert "invoke_agent proposer" in shown
    assert "nobody stacked yet" in shown
    assert "stack-[two]" in shown
    assert "x = 1" not in shown


def test_json_gives_the_spans(knock: Knock) -> None:
    (root,) = knock("trace", "run-0001", "1", "--json").data
    assert root["status"] == "error"
    assert root["children"][0]["name"] == "code"


def test_an_answer_that_is_gone_does_not_end_the_trace(run_with_spans: Path, knock: Knock) -> None:
    (run_with_spans / "attempts" / "000000" / "proposer-0-0.json").unlink()
    assert "cannot be read" in knock("trace", "run-0001", "0").out


def test_an_unknown_attempt_is_misuse(knock: Knock) -> None:
    ran = knock("trace", "run-0001", "77")
    assert ran.code == 2
    assert "no attempt 77" in ran.err


def test_what_models_took_is_told_by_attempt(tmp_path: Path, knock: Knock) -> None:
    folder = made_workspace(tmp_path / "other", team="openai:small").runs / "run-0001"
    write_run(folder / "spans.jsonl")
    bill(ExchangeStore(attempts_folder(folder)), 0, call_of(), call_of())
    place = ("--workspace", str(tmp_path / "other"))
    assert "2,200 tokens, 800 of them cached, 0.5000 USD" in knock("trace", "run-0001", *place).out
    assert "cost 2,200 tokens" in knock("trace", "run-0001", "0", *place).out
    assert "cost" not in knock("trace", "run-0001", "1", *place).out


def test_a_question_shows_what_was_retrieved_for_it_and_what_it_took(tmp_path: Path, knock: Knock) -> None:
    folder = made_workspace(tmp_path / "asked").runs / "run-0001"
    spans = Spans(folder / "spans.jsonl", "run-0001")
    took: dict[str, Attribute] = {INPUT_TOKENS: 900, CACHED_TOKENS: 300, OUTPUT_TOKENS: 100, "usd": 0.5}
    lines = ["stack-blocks 0.91 drawn", "lesson run-0001-000007 0.40 failure"]
    found: dict[str, Attribute] = {"retrieved": lines}
    with spans.attempt(0), spans.span("invoke_agent coder", Kind.AGENT, {"calls": 2, **took, **found}):
        pass
    spans.close()
    shown = knock("trace", "run-0001", "0", "--workspace", str(tmp_path / "asked")).out
    assert "retrieved stack-blocks 0.91 drawn; lesson run-0001-000007 0.40 failure" in shown
    assert "cost 1,000 tokens, 300 of them cached, 0.5000 USD" in shown
    assert "gen_ai" not in shown
