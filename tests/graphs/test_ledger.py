"""The ledger: whole lines are true, a torn one never happened."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from graphs.ledger import RECENT, Counts, Entry, Ledger, read_ledger
from sim.errors import UsageError
from tests.graphs.entries import entry_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def test_what_is_appended_is_read_back(path: Path) -> None:
    ledger = Ledger(path)
    entries = [entry_of(0), entry_of(1, outcome="dropped", gate="novelty", reason="repeats it")]
    for entry in entries:
        ledger.append(entry)
    assert read_ledger(path) == entries
    assert Ledger(path).entries == tuple(entries)


@pytest.mark.parametrize("torn", [b'{"attempt":1,"outc', b"{", b"\xc3"])
def test_a_torn_last_line_is_cut_off(path: Path, torn: bytes) -> None:
    Ledger(path).append(entry_of(0))
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    assert read_ledger(path) == [entry_of(0)]
    Ledger(path).append(entry_of(1))
    assert path.read_bytes() == whole + entry_of(1).model_dump_json().encode() + b"\n"


def test_a_damaged_whole_line_is_named(path: Path) -> None:
    path.write_bytes(b"{}\n")
    with pytest.raises(UsageError, match=r"line 1 of .*ledger\.jsonl"):
        Ledger(path)


def test_attempts_are_committed_in_order(path: Path) -> None:
    with pytest.raises(ValueError, match="attempt 1 cannot follow 0 entries"):
        Ledger(path).append(entry_of(1))


def test_reading_a_ledger_that_is_not_there_finds_nothing(path: Path) -> None:
    assert read_ledger(path) == []
    assert not path.exists()


def test_rejections_are_those_of_the_commit_that_is_asked_for(path: Path) -> None:
    ledger = Ledger(path)
    fates: list[dict[str, object]] = [
        {"outcome": "dropped", "gate": "critique", "reason": "dull"},
        {},
        {"outcome": "dropped", "gate": "novelty", "reason": "known"},
        {"outcome": "failed", "gate": "error", "reason": "ConnectionError"},
    ]
    for number, fate in enumerate(fates):
        ledger.append(entry_of(number, **fate))
    assert [r.reason for r in ledger.rejections(through=1)] == ["dull"]
    assert [r.reason for r in ledger.rejections(through=3)] == ["dull", "known"]
    assert ledger.rejections(through=-1) == ()


def test_only_recent_rejections_are_told(path: Path) -> None:
    ledger = Ledger(path)
    for number in range(RECENT + 3):
        ledger.append(entry_of(number, outcome="dropped", gate="novelty", reason=str(number)))
    told = ledger.rejections(through=RECENT + 2)
    assert [r.reason for r in told] == [str(number) for number in range(3, RECENT + 3)]


def test_the_view_of_early_attempts_is_the_start(path: Path) -> None:
    ledger = Ledger(path)
    ledger.append(entry_of(0, sequence=9))
    assert ledger.sequence_after(-3, start=5) == 5
    assert ledger.sequence_after(0, start=5) == 9


def test_a_long_ledger_takes_no_room_in_memory_and_any_attempt_is_found(path: Path) -> None:
    text = "x" * 2000
    lines = [entry_of(number, reason=text, outcome="dropped", gate="critique") for number in range(1000)]
    path.write_text("".join(f"{line.model_dump_json()}\n" for line in lines), encoding="utf-8")
    tracemalloc.start()
    try:
        ledger = Ledger(path)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 400_000  # the file has two megabytes, and its entries would take twice that
    assert ledger.counts == Counts.of(lines) == Counts(attempts=1000, held=0, misses=1000)
    assert (len(ledger), ledger.entry(517)) == (1000, lines[517])


def test_failures_in_a_row_are_those_of_this_session(path: Path) -> None:
    ledger = Ledger(path)
    for number, outcome in enumerate(("failed", "kept", "failed", "failed")):
        ledger.append(entry_of(number, outcome=outcome))
    assert [ledger.failures_in_a_row(first) for first in (0, 2, 3, 4)] == [2, 2, 1, 0]
    assert ledger.counts == Counts.of(ledger.entries) == Counts(attempts=4, held=1, misses=2)
    assert ledger.waiting == ()


def test_a_person_who_says_no_was_worth_asking_and_is_no_miss(path: Path) -> None:
    ledger = Ledger(path)
    ledger.append(entry_of(0, outcome="waiting"))
    ledger.append(entry_of(1, outcome="dropped", gate="novelty"))
    assert ledger.counts == Counts(attempts=2, held=1, misses=1)
    no = {"keep": False, "comment": "", "after": 2}
    ledger.append(entry_of(0, outcome="dropped", gate="review", ruling=no))
    assert ledger.counts == Ledger(path).counts == Counts(attempts=2, held=0, misses=1)
    assert Counts.of(ledger.entries) == ledger.counts


def test_no_clock_is_in_an_entry() -> None:
    assert not {name for name in Entry.model_fields if "time" in name or "second" in name or "date" in name}
