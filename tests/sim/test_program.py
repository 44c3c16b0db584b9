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
        ("import sim.language", "from sim.language import"),
        ("from math import __loader__", "'__loader__'"),
        ("from math import pi as open", "'open'"),
        ("x = __builtins__", "'__builtins__'"),
        ("\uff45val('1')", "'eval'"),
        ("f'{x.__class__}'", "'__class__'"),
        ("x._rng", "'_rng'"),
        ("x.gi_frame", "'gi_frame'"),
        ("self._goals", "'_goals'"),
        ("math.pi = 3", "changes 'pi' of another object"),
        ("del x.y", "changes 'y' of another object"),
        ("t.format(x)", "write an f-string"),
        ("'{0.name}'.format(x)", "write an f-string"),
        ("class A(metaclass=B): pass", "lists its bases only"),
        ("def __del__(self): pass", "'__del__'"),
        ("note = '\u202e'", "U+202E"),
    ],
)
def test_what_a_program_may_not_use_is_named_with_its_line(line: str, named: str) -> None:
    with pytest.raises(ProgramError, match="line 1 ") as caught:
        parse_program(line + "\n" + GOOD)
    assert named in str(caught.value)


def test_a_pattern_cannot_reach_for_what_an_attribute_cannot() -> None:
    with pytest.raises(ProgramError, match="line 2 matches '__globals__'"):
        parse_program(f"match x:\n  case object(__globals__=found): pass\n{GOOD}")


@pytest.mark.parametrize(
    "line",
    [
        "from sim.language import *",
        "x = 'put the {} block into the {}'.format(a, b)",
        "class Memo:\n    def __init__(self):\n        super().__init__()\n        self._seen = 1",
        "x = 'caf\u00e9 \u2192'",
        "name = x.kind.__name__",
    ],
)
def test_what_an_honest_program_may_need_is_allowed(line: str) -> None:
    assert parse_program(f"{line}\n{GOOD}").class_name == "StackTwoBlocks"


@pytest.mark.parametrize("name", ["stack", "Stack_two", "Stäck", "A" * 81])
def test_a_name_that_is_no_good_name_for_a_folder_is_refused(name: str) -> None:
    with pytest.raises(ProgramError, match="CamelCase"):
        parse_program(GOOD.replace("StackTwoBlocks", name))


@pytest.mark.parametrize(
    "source", ["-" * 9000 + "1", "a" + ".a" * 9000, "not " * 4000 + "1", "1+" * 9000 + "1"]
)
def test_what_is_nested_too_deep_for_a_parser_is_not_python(source: str) -> None:
    with pytest.raises(NotPython):
        parse_program(source)


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
