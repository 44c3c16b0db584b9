"""Records come back from JSON as they went in, and take nothing that they do not know."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from memory.record import Lesson, TaskRecord
from tests.memory.made_up import lesson_of, record_of


def test_a_record_survives_json() -> None:
    record = record_of("stack-blocks", 3, parents=("a", "b"))
    assert TaskRecord.model_validate_json(record.model_dump_json()) == record


def test_a_lesson_survives_json() -> None:
    lesson = lesson_of("l-1", 3)
    assert Lesson.model_validate_json(lesson.model_dump_json()) == lesson


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 2),
        ("name", "Stack Blocks"),
        ("name", "../escape"),
        ("name", "a" * 81),
        ("description", ""),
        ("origin", "stolen"),
        ("sequence", -1),
        ("colour", "red"),
    ],
)
def test_a_record_refuses_what_it_does_not_know(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        TaskRecord.model_validate({**record_of("a", 0).model_dump(), field: value})


@pytest.mark.parametrize("id_", ["", "..", "a/b", "A"])
def test_the_id_of_a_lesson_is_fit_for_a_file(id_: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        Lesson.model_validate({**lesson_of("a", 0).model_dump(), "id": id_})
