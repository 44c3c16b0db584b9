"""Spans read back as trees; what was never finished is open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphs.spans import Kind, Spans
from sim.errors import UsageError
from simwright.spans import follow, read_spans


def write_run(path: Path) -> None:
    """Write the spans of an attempt that ended well, and of one whose coder broke."""
    spans = Spans(path, "run-0001")
    with spans.attempt(0) as root:
        with (
            spans.span("propose", Kind.CHAIN, {}),
            spans.span("invoke_agent proposer", Kind.AGENT, {}) as asked,
        ):
            asked.note(answer="proposer-0-0.json")
        root.note(outcome="kept")
    with pytest.raises(ValueError, match="broken"), spans.attempt(1), spans.span("code", Kind.CHAIN, {}):
        raise ValueError("broken")
    spans.close()


def test_what_the_graph_writes_is_read_back_as_trees(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    write_run(path)
    good, bad = read_spans(path)
    assert (good.attempt, good.status, good.attributes["outcome"]) == (0, "ok", "kept")
    assert good.children[0].children[0].attributes["answer"] == "proposer-0-0.json"
    assert (bad.attempt, bad.status, bad.children[0].error) == (1, "error", "ValueError: broken")


def test_a_killed_attempt_is_open_and_a_torn_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    write_run(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [line for line in lines if json.loads(line)["event"] == "start"]
    path.write_text("\n".join(starts) + '\n{"event": "en', encoding="utf-8")
    good, _ = read_spans(path)
    assert (good.status, good.seconds) == ("open", None)
    assert good.children[0].status == "open"


def test_following_gives_what_is_added_until_the_run_is_over(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    write_run(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]) + lines[3][:20], encoding="utf-8")
    looks = 0

    def is_over() -> bool:
        nonlocal looks
        looks += 1
        if looks == 2:
            path.write_text("".join(lines), encoding="utf-8")
        return looks > 2

    told = [(step.attempt, step.span.name, step.span.status) for step in follow(path, is_over, 0.0)]
    assert told[:2] == [(0, "attempt 0", "open"), (0, "invoke_agent proposer", "ok")]
    assert told[-1] == (1, "attempt 1", "error")
    assert len(told) == 7


def test_following_a_long_run_begins_with_its_latest_steps_and_misses_none_after(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    write_run(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    looks = 0

    def is_over() -> bool:
        nonlocal looks
        looks += 1
        path.write_text("".join(lines), encoding="utf-8")
        return looks > 1

    told = [(step.attempt, step.span.name) for step in follow(path, is_over, 0.0, latest=2)]
    assert told == [
        (1, "attempt 1"),
        (1, "code"),
        (1, "attempt 1"),
    ]  # before it was over, and after
    of_one = [step.attempt for step in follow(path, lambda: True, 0.0, attempt=0)]
    assert of_one == [0, 0, 0, 0]


def test_a_run_without_spans_has_none(tmp_path: Path) -> None:
    assert read_spans(tmp_path / "spans.jsonl") == []


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    path.write_text('{"event": "start"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"line 1 of .* is no SpanLine"):
        read_spans(path)
