"""What every proposer is told is written once a run, and every question can be read in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.exchange import Asked, Exchange, ExchangeStore
from agents.known import FILE, KnownFile
from agents.roles import Proposal, ProposeRequest
from sim.kinds import KINDS
from tests.agents.samples import composed, sample_of_cells

SIGNATURES = tuple(f"on(block -> zone) by size {number}" for number in range(2000))


def asked(known: tuple[str, ...], attempt: int = 0) -> Asked[Proposal]:
    request = ProposeRequest(draw=(0, attempt), kinds=KINDS, examples=(), known=known, rejected=())
    return Asked(attempt, "proposer", 0, 0, request, Proposal, "built-in author")


def saved(store: ExchangeStore, question: Asked[Proposal]) -> Exchange:
    path = store.save(question, composed(sample_of_cells(100)[0]))
    return Exchange.model_validate_json(path.read_bytes())


def test_a_question_is_as_short_after_thousands_of_tasks_and_is_read_in_full(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path)
    early, late = saved(store, asked(SIGNATURES[:3])), saved(store, asked(SIGNATURES, 1))
    assert early.request != late.request
    assert len(late.model_dump_json()) < len(early.model_dump_json()) + 8
    for store_again in (store, ExchangeStore(tmp_path)):
        for exchange, known in ((early, SIGNATURES[:3]), (late, SIGNATURES)):
            question = store_again.question(exchange)
            assert isinstance(question, dict)
            assert question["known"] == [*known]
    assert store.find(asked(SIGNATURES, 1)) is not None


def test_attempts_side_by_side_write_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    for name, order in (("one", (3, 9, 5)), ("other", (9, 5, 3))):
        store = ExchangeStore(tmp_path / name)
        for known in order:
            saved(store, asked(SIGNATURES[:known], known))
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "other")
    )
    assert one == other


def test_a_question_that_begins_otherwise_is_written_in_full(tmp_path: Path) -> None:
    store = ExchangeStore(tmp_path)
    saved(store, asked(SIGNATURES[:5]))
    removed = saved(store, asked(SIGNATURES[1:5], 1))
    question = store.question(removed)
    assert isinstance(question, dict)
    assert question["known"] == [*SIGNATURES[1:5]]
    assert KnownFile(tmp_path).first(9) == [*SIGNATURES[:5]]


@pytest.mark.parametrize("torn", [b"on(blo", b"on(block -> zone) by all and much more"])
def test_what_a_kill_left_half_written_is_written_over(tmp_path: Path, torn: bytes) -> None:
    KnownFile(tmp_path).count_of(SIGNATURES[:2])
    with (tmp_path / FILE).open("ab") as file:
        file.write(torn)
    assert KnownFile(tmp_path).count_of(SIGNATURES[:3]) == 3
    assert (tmp_path / FILE).read_text().splitlines() == [*SIGNATURES[:3]]
