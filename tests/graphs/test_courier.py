"""Spans on their way out: whole, without secrets, and never at the cost of the run."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pytest

from graphs.courier import FLUSH_S
from graphs.outside import HIDDEN, Outside, Veil
from graphs.spans import Kind, Spans
from graphs.summary import Watch
from tests.collector import collecting
from tests.graphs.small_world import settings_for, small_run
from tests.graphs.test_spans import lines_of

KEY = "planted-key-4711"
NOBODY_THERE = "http://127.0.0.1:9/v1/traces"


@pytest.mark.slow
async def test_a_collector_in_another_process_gets_every_span_of_a_run(tmp_path: Path) -> None:
    got = tmp_path / "got.jsonl"
    with collecting(got) as url:
        watch = Watch(outside=Outside(collector=url, secrets=(KEY,)))
        await small_run(tmp_path, settings_for(attempts=6, seed=3), watch=watch)
    sent = [json.loads(line) for line in got.read_text(encoding="utf-8").splitlines()]
    written = [
        line for line in lines_of(tmp_path / "runs" / "run-0001" / "spans.jsonl") if line["event"] == "end"
    ]
    assert {one["span"]: one["name"] for one in sent} == {one["span"]: one["name"] for one in written}
    known = {one["span"]: one for one in written}
    for one in sent:
        mine = known[one["span"]]
        assert (one["trace"], one["parent"]) == (mine["trace"], mine["parent"])
        assert one["attributes"] == mine["attributes"]
        assert one["resource"]["service.name"] == "simwright"
    kinds = {one["attributes"]["openinference.span.kind"] for one in sent}
    assert kinds == {"CHAIN", "RETRIEVER", "AGENT", "EVALUATOR", "TOOL"}


def test_a_planted_key_is_in_no_span(tmp_path: Path) -> None:
    path, got = tmp_path / "spans.jsonl", tmp_path / "got.jsonl"
    url = f"postgresql://me:{KEY}@db/runs"

    def leak() -> None:
        with spans.span("ask", Kind.AGENT, {"detail": KEY, "lines": ["a", KEY]}) as span:
            span.note(reason=f"{'x' * 190}{KEY}", said=[f"Bearer {KEY}"], url=url)
            raise ConnectionError(f"401: incorrect key {KEY}, sk-proj-abcdefghijklmnop")

    with collecting(got) as collector:
        spans = Spans(path, "run-0001", Outside(collector=collector, secrets=(KEY,)))
        with pytest.raises(ConnectionError):
            leak()
        spans.close()
    for file in (path, got):
        text = file.read_text(encoding="utf-8")
        assert HIDDEN in text
        assert "planted" not in text
        assert "sk-proj" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://me:open-sesame@host/db", f"postgresql://me:{HIDDEN}@host/db"),
        ("Authorization: Bearer abcdefghijklmnop", f"Authorization: Bearer {HIDDEN}"),
        ("sk-abcdefghijklmnop was refused", f"{HIDDEN} was refused"),
        ("GET /v1?api_key=0123456789&limit=3", f"GET /v1?api_key={HIDDEN}&limit=3"),
        ("stack-chosen-blocks-beside-bowls", "stack-chosen-blocks-beside-bowls"),
        ("task-in-the-middle-of-the-table", "task-in-the-middle-of-the-table"),
        ("http://127.0.0.1:6006/v1/traces", "http://127.0.0.1:6006/v1/traces"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_and_nothing_else(text: str, shown: str) -> None:
    assert Veil()(text) == shown


def test_a_short_secret_does_not_blacken_words() -> None:
    assert Veil(("", "a", "block"))("a block") == "a block"


def test_a_collector_that_is_down_is_told_once_and_delays_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphs.courier.SEND_S", 0.2)
    spans = Spans(tmp_path / "spans.jsonl", "run-0001", Outside(collector=NOBODY_THERE))
    began = time.process_time()
    for _ in range(600):
        with spans.span("one", Kind.TOOL, {}):
            pass
    assert time.process_time() - began < 2
    spans.close()
    assert len(lines_of(tmp_path / "spans.jsonl")) == 1200
    said = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.name for record in said].count("graphs.courier") >= 1
    assert not [record for record in said if record.name.startswith("opentelemetry")]


def test_a_collector_that_never_answers_holds_the_end_up_for_seconds_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert FLUSH_S <= 8  # a run that is told to end does so within ten seconds
    monkeypatch.setattr("graphs.courier.FLUSH_S", 0.5)
    with collecting(tmp_path / "got.jsonl", "silent") as url:
        spans = Spans(tmp_path / "spans.jsonl", "run-0001", Outside(collector=url))
        for _ in range(1000):
            with spans.span("one", Kind.TOOL, {}):
                pass
        began = time.monotonic()
        spans.close()
        assert time.monotonic() - began < 4
