"""A library may come from a stranger: whatever lies in it is refused with a clear word, or harmless."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from memory.library import Library
from memory.record import TaskRecord
from sim.errors import UsageError
from tests.memory.made_up import record_of, task_of

SECRET = "the-secret-of-the-canary"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "library")
    made.prepare()
    made.write_task(task_of("stack-blocks", 0), b"picture")
    return made


def changed(**fields: object) -> bytes:
    """Return a good record with some of its fields changed."""
    return json.dumps(record_of("stack-blocks", 0).model_dump(mode="json") | fields).encode()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="deep objects"),
        pytest.param(changed().replace(b'"sequence": 0', b'"sequence": ' + b"9" * 5000), id="a huge number"),
        pytest.param(changed(sequence=float("nan")), id="not a number"),
        pytest.param(changed(name="../../x"), id="a path for a name"),
        pytest.param(changed(name="/etc/passwd"), id="a whole path for a name"),
        pytest.param(changed(name=["stack-blocks"]), id="a list for a name"),
        pytest.param(changed(**{"\x1b[2J\x1b]0;owned\x07": 1}), id="a terminal's commands"),
        pytest.param(b"\xff\xfe" + changed(), id="no UTF-8"),
        pytest.param(b"!!python/object/apply:os.system ['id']", id="YAML that runs"),
        pytest.param(b"cos\nsystem\n(S'id'\ntR.", id="a pickle"),
        pytest.param(b" " * (17 << 20), id="too much"),
    ],
)
def test_a_hostile_record_is_refused_by_its_file_and_with_words_that_can_be_shown(
    library: Library, content: bytes
) -> None:
    (library.tasks_folder / "stack-blocks" / "record.json").write_bytes(content)
    for read in (library.records, library.tasks):
        with pytest.raises(UsageError, match=r"record\.json") as refused:
            read()
        assert str(refused.value).isprintable()
        assert len(str(refused.value)) < 1000


@pytest.mark.parametrize("file", ["record.json", "program.py", "preview.webp"])
def test_a_link_in_a_library_is_not_followed(library: Library, tmp_path: Path, file: str) -> None:
    outside = tmp_path / "outside"
    outside.write_text(SECRET)
    inside = library.tasks_folder / "stack-blocks" / file
    inside.unlink()
    inside.symlink_to(outside)
    read = library.tasks if file != "preview.webp" else lambda: library.preview("stack-blocks")
    with pytest.raises(UsageError, match="is a link") as refused:
        read()
    assert SECRET not in str(refused.value)


def test_a_folder_that_is_a_link_is_not_followed(library: Library, tmp_path: Path) -> None:
    (library.tasks_folder / "stack-blocks").rename(tmp_path / "elsewhere")
    (library.tasks_folder / "stack-blocks").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is a link"):
        library.records()


def test_a_pipe_that_never_ends_is_not_waited_for(library: Library) -> None:
    record = library.tasks_folder / "stack-blocks" / "record.json"
    record.unlink()
    os.mkfifo(record)
    with pytest.raises(UsageError, match="no plain file"):
        library.records()


@pytest.mark.parametrize("content", [b"[" * 100_000, b"\x1b[2J", b'{"format": "' + b"x" * 9999 + b'"}'])
def test_a_hostile_format_is_refused_in_few_words(library: Library, content: bytes) -> None:
    (library.folder / "format.json").write_bytes(content)
    with pytest.raises(UsageError, match=r"format\.json") as refused:
        library.check_format()
    assert len(str(refused.value)) < 1000


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "..", ".", "", "a/b", ".tmp-x", "x\0y"])
def test_a_name_never_leads_out_of_the_library(library: Library, name: str) -> None:
    with pytest.raises((UsageError, ValueError)):
        library.task(name)
    fields = record_of("stack-blocks", 0).model_dump()
    with pytest.raises(ValueError, match="name"):
        TaskRecord.model_validate(fields | {"name": name})
