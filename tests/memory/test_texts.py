"""What stands for a task, a program and a lesson."""

from __future__ import annotations

from memory.texts import lesson_text, program_text, task_text, text_key
from tests.memory.made_up import lesson_of, program_of, record_of


def test_a_task_is_its_name_in_words_its_description_and_each_instruction_once() -> None:
    record = record_of("stack-blocks", 0, description="Stack them.", instructions=("one", "two", "one"))
    assert task_text(record) == "stack blocks. Stack them. one two"


def test_a_program_is_its_signature_and_its_source_without_imports() -> None:
    text = program_text("on(block -> zone) by all", program_of("a"))
    assert text.startswith("on(block -> zone) by all\n")
    assert "class Made(Task):" in text
    assert "import" not in text


def test_a_lesson_is_its_symptom_and_cause() -> None:
    assert lesson_text(lesson_of("l", 0, "timeout:")) == "timeout: an endless loop"


def test_a_key_depends_on_the_text_alone() -> None:
    assert text_key("a") == text_key("a") != text_key("b")
    assert len(text_key("")) == 64
