"""The folders of the library: the same bytes each time, never overwritten, and clear about damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memory.library import Library, StoredTask
from sim.errors import UsageError
from tests.memory.made_up import lesson_of, program_of, record_of, task_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    library.prepare()
    return library


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_same_tasks_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        library = Library(tmp_path / name)
        library.prepare()
        library.write_task(task_of("stack-blocks", 0), b"picture")
        library.write_lesson(lesson_of("l1", 1))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert sorted(files(tmp_path / "one")) == [
        "format.json",
        "lessons/l1.json",
        "tasks/stack-blocks/preview.webp",
        "tasks/stack-blocks/program.py",
        "tasks/stack-blocks/record.json",
    ]


def test_a_record_is_sorted_indented_and_ends_with_a_newline(library: Library) -> None:
    library.write_task(task_of("stack-blocks", 0), None)
    text = (library.tasks_folder / "stack-blocks" / "record.json").read_text()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"


def test_what_was_written_is_read_in_sequence_order(library: Library) -> None:
    for sequence, name in enumerate(("z", "a", "m")):
        library.write_task(task_of(name, sequence), None)
    assert [task.record.name for task in library.tasks()] == ["z", "a", "m"]
    assert library.task("a") == task_of("a", 1)


def test_a_card_of_a_damaged_record_is_refused(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    (library.tasks_folder / "a" / "record.json").write_text('{"format": 1}')
    with pytest.raises(UsageError, match=r"record.json is damaged"):
        library.cards()


def test_writing_again_changes_nothing_even_at_a_later_place(library: Library) -> None:
    library.write_task(task_of("a", 3), b"picture")
    before = files(library.folder)
    assert library.write_task(task_of("a", 7), b"other picture").sequence == 3
    assert files(library.folder) == before


def test_a_missing_picture_is_added_later(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    assert library.preview("a") is None
    library.write_task(task_of("a", 0), b"picture")
    preview = library.preview("a")
    assert preview is not None
    assert preview.read_bytes() == b"picture"


def test_another_task_of_the_same_name_is_refused(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    with pytest.raises(UsageError, match="choose another name"):
        library.write_task(StoredTask(record_of("a", 1, description="Else."), program_of("a")), None)


def test_another_lesson_of_the_same_id_is_refused(library: Library) -> None:
    assert library.write_lesson(lesson_of("l", 0)) == library.write_lesson(lesson_of("l", 5))
    with pytest.raises(UsageError, match="never overwritten"):
        library.write_lesson(lesson_of("l", 0, "another symptom"))


def test_a_record_of_another_program_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="make the record from this program"):
        library.write_task(StoredTask(record_of("a", 0), program_of("b")), None)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 2}', b"\xff\xfe"])
def test_a_damaged_record_is_named_with_its_remedy(library: Library, content: bytes) -> None:
    library.write_task(task_of("a", 0), None)
    path = library.tasks_folder / "a" / "record.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"a/record.json .*restore the file, or remove"):
        library.records()


def test_a_record_of_another_format_is_refused(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    path = library.tasks_folder / "a" / "record.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2', 1))
    with pytest.raises(UsageError, match="format"):
        library.records()


def test_an_edited_program_is_noticed(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    with (library.tasks_folder / "a" / "program.py").open("a") as file:
        file.write("# edited\n")
    with pytest.raises(UsageError, match=r"program.py is not the program that was verified"):
        library.tasks()


def test_a_missing_record_is_named(library: Library) -> None:
    (library.tasks_folder / "a").mkdir()
    with pytest.raises(UsageError, match=r"a/record.json cannot be read"):
        library.records()


def test_a_renamed_folder_is_noticed(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    (library.tasks_folder / "a").rename(library.tasks_folder / "b")
    with pytest.raises(UsageError, match="calls itself 'a'"):
        library.records()


def test_a_library_of_another_format_is_refused(library: Library) -> None:
    (library.folder / "format.json").write_text('{"format": 2}')
    with pytest.raises(UsageError, match="this version reads format 1"):
        library.prepare()


def test_tasks_without_a_format_are_refused(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    (library.folder / "format.json").unlink()
    with pytest.raises(UsageError, match="the format of this library is unknown"):
        library.prepare()


def test_leftovers_are_not_read_and_the_next_writer_removes_them(library: Library) -> None:
    half = library.tasks_folder / ".tmp-half"
    half.mkdir()
    (library.lessons_folder / ".tmp-half.json").write_text("{")
    assert library.tasks() == ()
    assert library.lessons() == ()
    library.prepare()
    assert not half.exists()
    assert not list(library.lessons_folder.iterdir())


def test_an_unknown_task_is_answered_with_the_known_ones(library: Library) -> None:
    library.write_task(task_of("a", 0), None)
    with pytest.raises(UsageError, match="no task 'b'; it has: a"):
        library.task("b")
