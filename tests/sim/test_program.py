"""Reading programs without running them."""

from __future__ import annotations

import pytest

from sim.errors import ProgramError
from sim.program import MAX_SOURCE, NotPython, parse_program

GOOD = '''
from sim.language import Block, Scene, Task


class StackTwoBlocks(Task):
    """Stack two blocks.

    Scene: two blocks.
    """

    def build(self, scene: Scene) -> None:
        scene.add(Block("red"))
'''


def test_a_program_says_its_name_and_summary() -> None:
    info = parse_program(GOOD)
    assert info.class_name == "StackTwoBlocks"
    assert info.task_name == "stack-two-blocks"
    assert info.summary == "Stack two blocks."


def test_a_syntax_error_names_its_line() -> None:
    with pytest.raises(NotPython, match="line 2"):
        parse_program("x = 1\ny = (\n")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("import os", "'os'"),
        ("from pathlib import Path", "'pathlib'"),
        ("from . import something", "'.'"),
        ("open('x')", "'open'"),
        ("eval('1')", "'eval'"),
        ("getattr(1, 'x')", "'getattr'"),
        ("().__class__", "'__class__'"),
        ("x = __import__", "'__import__'"),
    ],
)
def test_what_a_program_may_not_use_is_named_with_its_line(line: str, named: str) -> None:
    with pytest.raises(ProgramError, match="line 1 ") as caught:
        parse_program(line + "\n" + GOOD)
    assert named in str(caught.value)


@pytest.mark.parametrize("source", ["x = 1", GOOD + GOOD.replace("StackTwoBlocks", "Other")])
def test_there_must_be_exactly_one_task(source: str) -> None:
    with pytest.raises(ProgramError, match="exactly one class"):
        parse_program(source)


def test_a_task_without_build_is_refused() -> None:
    with pytest.raises(ProgramError, match="build"):
        parse_program("from sim.language import Task\nclass A(Task):\n    x = 1\n")


def test_a_huge_program_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ProgramError, match=str(MAX_SOURCE)):
        parse_program("#" * (MAX_SOURCE + 1))


def test_a_null_byte_is_not_python() -> None:
    with pytest.raises(NotPython):
        parse_program("x = '\0'")
