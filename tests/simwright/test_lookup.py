"""How a name or a path becomes a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.lookup import LARGEST_BYTES, find_program
from tests.simwright.door import made_workspace

EMPTY = Workspace(Path("workspace"))


def test_a_base_task_is_found_in_an_empty_workspace() -> None:
    assert "class PutBlockInBowl(Task)" in find_program("put-block-in-bowl", EMPTY).source


def test_a_task_that_policies_are_measured_on_is_found() -> None:
    assert "class BallInBowl(Task)" in find_program("ball-in-bowl", EMPTY).source


def test_a_task_of_the_library_is_found(tmp_path: Path) -> None:
    found = find_program("stack-two-blocks", made_workspace(tmp_path / "w"))
    assert "sim.language" in found.source


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("x = 1\n", encoding="utf-8")
    assert find_program("mine.py", EMPTY).source == "x = 1\n"
    assert find_program(str(tmp_path / "mine.py"), EMPTY).source == "x = 1\n"


@pytest.mark.parametrize(
    ("target", "content", "complaint"),
    [
        ("put-block-in-bow", None, "Did you mean put-block-in-bowl?"),
        ("zzz", None, "`simwright tasks`"),
        ("gone.py", None, "cannot read gone.py: No such file"),
        ("picture.py", b"\xff\xfe\x00", "not UTF-8"),
        ("long.py", b"#" * (LARGEST_BYTES + 1), "at most 1 MiB"),
    ],
)
def test_what_cannot_be_found_or_read_is_said(target: str, content: bytes | None, complaint: str) -> None:
    if content is not None:
        Path(target).write_bytes(content)
    with pytest.raises(UsageError) as error:
        find_program(target, EMPTY)
    assert complaint in str(error.value)
