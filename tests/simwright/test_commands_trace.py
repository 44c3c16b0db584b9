"""What `simwright trace` shows."""

from __future__ import annotations

import json
import time
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


def test_json_gives_a_list_of_spans_with_parents_before_children(knock: Knock) -> None:
    root, child = knock("trace", "run-0001", "1", "--json").data
    assert (root["name"], root["parent"], root["status"]) == ("attempt 1", None, "error")
    assert (child["name"], child["parent"]) == ("code", root["span"])
    assert child["attributes"]["openinference.span.kind"] == "CHAIN"
    assert root["start"] <= child["start"] <= child["end"] <= root["end"]
    assert time.time() - 600 < root["start"] < time.time() + 1


def test_json_without_an_attempt_gives_the_spans_of_all(knock: Knock) -> None:
    assert [span["name"] for span in knock("trace", "run-0001", "--json").data][:2] == [
        "attempt 0",
        "propose",
    ]


def test_what_is_open_has_no_end(run_with_spans: Path, knock: Knock) -> None:
    path = run_with_spans / "spans.jsonl"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (root,) = knock("trace", "run-0001", "0", "--json").data
    assert (root["end"], root["seconds"], root["status"]) == (None, None, "open")


def test_in_full_there_are_prompts_and_answers_of_every_call(tmp_path: Path, knock: Knock) -> None:
    folder = made_workspace(tmp_path / "asked", team="openai:small").runs / "run-0001"
    store = ExchangeStore(attempts_folder(folder))
    call = call_of().model_copy(update={"question": "WHAT NOW [bold]?", "text": "x = 1\n" * 50})
    bill(store, 0, call_of(fault="schema"), call)
    (file,) = (folder / "attempts" / "000000").glob("coder-*.json")
    spans = Spans(folder / "spans.jsonl", "run-0001")
    with spans.attempt(0), spans.span("invoke_agent coder", Kind.AGENT, {"answer": file.name}):
        pass
    spans.close()
    place = ("--workspace", str(tmp_path / "asked"))
    shown = knock("trace", "run-0001", "0", "--full", *place).out
    assert "WHAT NOW [bold]?" in shown
    assert shown.count("x = 1") == 51  # the reply is one more
    assert "prompt 2, openai:small" in shown
    assert "WHAT NOW" not in knock("trace", "run-0001", "0", *place).out


def test_in_full_the_author_shows_its_question_as_data(run_with_spans: Path, knock: Knock) -> None:
    answers = run_with_spans / "attempts" / "000000"
    (answers / "proposer-0-0.json").unlink()
    bill(ExchangeStore(attempts_folder(run_with_spans)), 0, role="proposer")
    (file,) = answers.glob("proposer-*.json")
    file.rename(answers / "proposer-0-0.json")
    assert '"draw"' in knock("trace", "run-0001", "0", "--full").out


@pytest.mark.parametrize("flags", [("--full",), ("0", "--follow", "--full"), ("--follow", "--json")])
def test_flags_that_do_not_go_together_are_misuse(knock: Knock, flags: tuple[str, ...]) -> None:
    ran = knock("trace", "run-0001", *flags)
    assert ran.code == 2
    assert "--full" in ran.err


def test_following_a_run_that_is_over_tells_all_of_it_and_ends(knock: Knock) -> None:
    lines = knock("trace", "run-0001", "--follow").out.splitlines()
    assert [line.split(" ", 1)[1].split("  ")[0] for line in lines] == [
        "attempt 0: begins",
        "attempt 0: invoke_agent proposer",
        "attempt 0: propose",
        "attempt 0: ends",
        "attempt 1: begins",
        "attempt 1: code",
        "attempt 1: ends",
    ]
    assert "ValueError: broken" in lines[5]
    assert len(knock("trace", "run-0001", "1", "--follow").out.splitlines()) == 3


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
