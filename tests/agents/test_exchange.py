"""Answers are kept whole, found again, and never mistaken for the answer to another question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.exchange import Asked, ExchangeStore, NotRecorded
from agents.roles import Program
from agents.transcript import Call
from sim.errors import UsageError
from tests.agents.samples import code_request, composed, sample_of_cells
from tests.agents.test_transcript import call

ANSWER = Program(reasons="because", source="x = 1\n")


def question(draw: int = 1, attempt: int = 3, turn: int = 0) -> Asked[Program]:
    request = code_request(composed(sample_of_cells(100)[0]), draw)
    return Asked(attempt, "coder", turn, 0, request, Program, "built-in author")


def test_a_saved_answer_is_found(tmp_path: Path) -> None:
    ExchangeStore(tmp_path).save(question(), ANSWER)
    assert ExchangeStore(tmp_path).find(question()) == ANSWER


def test_nothing_is_found_in_an_empty_folder(tmp_path: Path) -> None:
    assert ExchangeStore(tmp_path / "none").find(question()) is None


@pytest.mark.parametrize("other", [question(draw=2), question(attempt=4), question(turn=1)])
def test_another_question_is_not_answered(tmp_path: Path, other: Asked[Program]) -> None:
    store = ExchangeStore(tmp_path)
    store.save(question(), ANSWER)
    assert store.find(other) is None


def test_the_file_holds_question_answer_and_who_gave_it(tmp_path: Path) -> None:
    held = json.loads(ExchangeStore(tmp_path).save(question(), ANSWER).read_text())
    assert held["who"] == "built-in author"
    assert held["reply"] == {"reasons": "because", "source": "x = 1\n"}
    assert held["request"]["draw"] == [1]
    assert held["sha256"] == question().sha256


def test_equal_answers_are_equal_bytes_and_leave_no_temporary_file(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path)
    path = store.save(question(), ANSWER)
    first = path.read_bytes()
    store.save(question(), ANSWER)
    assert path.read_bytes() == first
    assert list(path.parent.iterdir()) == [path]


def test_a_torn_file_counts_as_not_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = ExchangeStore(tmp_path)
    path = store.save(question(), ANSWER)
    path.write_bytes(path.read_bytes()[:40])
    assert store.find(question()) is None
    assert "damaged" in caplog.text


def test_a_file_that_answers_another_question_is_ignored(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path)
    path = store.save(question(), ANSWER)
    path.write_text(path.read_text().replace(question().sha256, "0" * 64))
    assert store.find(question()) is None


def test_a_negative_key_is_misuse() -> None:
    with pytest.raises(UsageError, match="negative"):
        question(attempt=-1)


def test_a_replay_takes_the_recorded_answer_and_keeps_it_byte_for_byte(tmp_path: Path) -> None:
    recorded = ExchangeStore(tmp_path / "old").save(question(), ANSWER)
    replay = ExchangeStore(tmp_path / "new", recorded=tmp_path / "old")
    assert replay.find(question()) == ANSWER
    assert (tmp_path / "new" / question().file_name).read_bytes() == recorded.read_bytes()
    assert [exchange.attempt for exchange in replay.exchanges()] == [3]


def test_a_replay_keeps_no_call_that_another_run_paid_for(tmp_path: Path) -> None:
    said = call("x = 1")
    ExchangeStore(tmp_path / "old").save(question(), ANSWER, (said,))
    replay = ExchangeStore(tmp_path / "new", recorded=tmp_path / "old")
    replay.find(question())
    assert [exchange.calls for exchange in ExchangeStore(tmp_path / "old").exchanges()] == [(said,)]
    assert [exchange.calls for exchange in replay.exchanges()] == [()]


def test_a_replay_asks_nothing_that_was_not_recorded(tmp_path: Path) -> None:
    replay = ExchangeStore(tmp_path / "new", recorded=tmp_path / "old")
    with pytest.raises(NotRecorded, match="no answer of the coder for attempt 3, turn 0, vote 0"):
        replay.find(question())


CALL = Call(
    model="m", method="text", prompt_sha256="", question="", text="", fault="", detail="",
    input_tokens=7, cached_tokens=0, output_tokens=0, estimated=False, usd=0,
)  # fmt: skip


def test_calls_are_on_disk_while_a_question_is_asked_and_beside_its_answer_then(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path)
    notes = store.notes(question())
    notes.keep((CALL, CALL))
    assert [(exchange.reply, len(exchange.calls)) for exchange in store.exchanges()] == [(None, 2)]
    store.save(question(), ANSWER, (CALL, CALL))
    notes.withdraw()
    assert [len(exchange.calls) for exchange in store.exchanges()] == [2]


def test_what_led_to_no_answer_stays_when_a_later_session_finds_one(tmp_path: Path) -> None:
    ExchangeStore(tmp_path).notes(question()).keep((CALL,))  # and then it was killed
    store = ExchangeStore(tmp_path)
    notes = store.notes(question())
    notes.keep((CALL,))
    assert [len(exchange.calls) for exchange in store.exchanges()] == [2]
    store.save(question(), ANSWER, (CALL,))
    notes.withdraw()
    assert [(exchange.reply is None, len(exchange.calls)) for exchange in store.exchanges()] == [
        (False, 1), (True, 1),
    ]  # fmt: skip


def test_a_question_that_no_model_was_called_for_leaves_no_notes(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path)
    store.notes(question()).withdraw()
    assert list(tmp_path.iterdir()) == []
