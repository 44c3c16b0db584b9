"""What is measured when runs are killed: what a kill hit, what was lost, what came twice."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from graphs.spans import NODE, Kind, Spans
from memory.workspace import Workspace
from simwright.commands.benchmark_crash import is_good
from simwright.crashes import (
    Kill,
    SessionFailed,
    Tally,
    Trial,
    Truth,
    doubles_in,
    nodes_of,
    read_open,
    shares,
    uninterrupted,
)
from tests.simwright.door import keep, made_workspace


def test_what_a_kill_hit_is_read_from_what_its_session_left_open(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    with _open(path, 0, "verify"):
        offset = path.stat().st_size  # what follows is another session's
        with _open(path, 3, "propose"), _open(path, 4, "code"), _open(path, 5, ""):
            spans = read_open(path, offset)
            path.write_bytes(path.read_bytes() + b'{"event": "st')  # torn, as by a kill
            assert read_open(path, offset) == spans
    assert nodes_of(spans) == ("between nodes", "code", "propose")
    assert sum(span.name.startswith("attempt ") for span in spans) == 3


def test_a_commit_is_named_and_nothing_is_something_too(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    spans = Spans(path, "run-0001")
    with spans.span("commit 7", Kind.CHAIN, {"attempt": 7}):
        assert nodes_of(read_open(path, 0)) == ("commit",)
    spans.close()
    assert nodes_of(read_open(path, 0)) == ("between attempts",)


def test_kills_are_shared_out_so_that_most_hit_several_attempts() -> None:
    for kills in (1, 3, 10, 100):
        parts = shares(kills)
        assert sum(parts.values()) == kills
        assert set(parts) == {1, 2, 8}
    assert shares(100) == {1: 10, 2: 45, 8: 45}


def test_the_same_run_has_lost_and_doubled_nothing(tmp_path: Path) -> None:
    tally = Tally()
    tally.add(made_workspace(tmp_path / "a"), {"stack-two-blocks"}, Truth.of(made_workspace(tmp_path / "b")))
    found = tally.figures(3, 1.0)
    assert is_good(found)
    assert (found.lost, found.doubled, found.runs) == (0, 0, 1)


def test_a_task_that_is_gone_is_lost(tmp_path: Path) -> None:
    tally, bad = Tally(), made_workspace(tmp_path / "a")
    reference = Truth.of(bad)
    (folder,) = (bad.library / "tasks").iterdir()
    folder.rename(tmp_path / "elsewhere")
    tally.add(bad, {"stack-two-blocks"}, reference)
    found = tally.figures(3, 1.0)
    assert found.lost == 2  # it was kept when the run was killed, and the other run has it
    assert not found.equal_to_uninterrupted
    assert not is_good(found)


def test_a_task_that_one_attempt_left_twice_is_doubled(tmp_path: Path) -> None:
    bad = made_workspace(tmp_path / "a")
    keep(bad, "stack-two-blocks-2")
    assert doubles_in(bad) == 1
    ledger = bad.runs / "run-0001" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes() + ledger.read_bytes().splitlines(keepends=True)[0])
    assert doubles_in(bad) == 2


def test_other_bytes_and_other_numbers_are_noticed(tmp_path: Path) -> None:
    tally, bad = Tally(), made_workspace(tmp_path / "a")
    reference = Truth.of(bad)
    ledger = bad.runs / "run-0001" / "ledger.jsonl"
    lines = ledger.read_text().splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | {"gate": "critique"})
    ledger.write_text("\n".join(lines) + "\n")
    tally.add(bad, set(), reference)
    found = tally.figures(3, 1.0)
    assert not found.equal_to_uninterrupted
    assert not found.statistics_right


def test_nothing_measured_is_nothing_proved() -> None:
    assert not is_good(Tally().figures(3, 1.0))


def test_orphans_are_no_good(tmp_path: Path) -> None:
    tally = Tally([Kill(workers=2, after_s=1.0, in_flight=2, nodes=("code",), committed=0, orphans=1)])
    tally.add(made_workspace(tmp_path / "a"), set(), Truth.of(made_workspace(tmp_path / "b")))
    assert not is_good(tally.figures(3, 1.0))


@pytest.mark.slow
def test_a_session_that_fails_is_an_error_with_what_it_said(tmp_path: Path) -> None:
    seeded = tmp_path / "seeded"
    (seeded / "library").mkdir(parents=True)
    (seeded / "library" / "format.json").write_text("no json")
    with pytest.raises(SessionFailed, match=r"(?s)did not begin to walk: .*format\.json"):
        uninterrupted(Trial(Workspace(seeded), tmp_path, 1, chance=random.Random(0)), 1)


class _open:
    """Leaves spans open, as a kill does."""

    def __init__(self, path: Path, attempt: int, node: str) -> None:
        self._spans = Spans(path, "run-0001")
        self._attempt = self._spans.attempt(attempt)
        self._node = node

    def __enter__(self) -> None:
        self._attempt.__enter__()
        if self._node:
            self._inner = self._spans.begin(self._node, Kind.CHAIN, {NODE: self._node})

    def __exit__(self, *error: object) -> None:
        if self._node:
            self._inner.end()
        self._attempt.__exit__(None, None, None)
        self._spans.close()
