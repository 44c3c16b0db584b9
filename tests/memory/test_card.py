"""A card says what its record says, of what a search needs."""

from __future__ import annotations

import pickle
from pathlib import Path

from memory.card import HeldTask, TaskCard
from memory.library import Library
from memory.record import TaskRecord
from tests.memory.made_up import record_of, task_of


def test_a_card_says_what_its_record_says(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.prepare()
    library.write_task(task_of("a", 0), None)
    (card,), (record,) = library.cards(), library.records()
    assert card == TaskCard.of(record)
    assert all(getattr(card, name) == getattr(record, name) for name in TaskCard.model_fields)
    assert library.held_tasks() == (HeldTask(card, task_of("a", 0).program),)


def test_a_card_lets_go_of_the_report(tmp_path: Path) -> None:
    record = record_of("a", 0)
    assert "report" in TaskRecord.model_fields
    assert "Report" not in str(pickle.dumps(TaskCard.of(record)))
    assert "Report" in str(pickle.dumps(record))
