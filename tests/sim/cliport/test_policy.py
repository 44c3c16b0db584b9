"""The rules of the dialect: what such programs need passes, and everything else does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cliport.policy import speaks_cliport
from sim.cliport.recorder import EXAMPLE
from sim.errors import ProgramError
from sim.program import parse_program
from tests.sim.cliport.making import PROGRAMS, source_of


def test_who_imports_cliport_speaks_its_dialect() -> None:
    assert parse_program(EXAMPLE).dialect == "cliport"
    assert parse_program(EXAMPLE).class_name == "Example"
    assert not speaks_cliport("x = 'import cliport'")


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_every_planted_program_that_is_python_is_allowed(path: Path) -> None:
    if path.stem != "syntax_error":
        assert parse_program(path.read_text()).dialect == "cliport"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("import subprocess", "'subprocess'"),
        ("os.system('true')", "os.system"),
        ("os.environ", "os.environ"),
        ("open('x')", "'open'"),
        ("().__class__", "'__class__'"),
        ("random.random.__self__", "'__self__'"),
        ("np.memmap('x')", "'memmap'"),
        ("np.zeros(1).ctypes", "'ctypes'"),
        ("np.zeros(1).tofile('x')", "'tofile'"),
        ("env.obj_ids = {}", "changes 'obj_ids' of another object"),
        ("Task.reward = 3", "changes 'reward' of another object"),
        ("self.lang_template.format('{0.__class__}')", "reaches into a value"),
        ("x = '{a[0]}'; x.format(a=[1])", "reaches into a value"),
        ("getattr(self, 'x')", "'getattr'"),
    ],
)
def test_what_such_a_program_does_not_need_is_refused(line: str, named: str) -> None:
    with pytest.raises(ProgramError, match="line") as refused:
        parse_program(source_of(line))
    assert named in str(refused.value)


def test_a_family_of_classes_is_read_by_its_first_member() -> None:
    more = EXAMPLE + "\nclass Another(Example):\n    pass\n"
    assert parse_program(more).class_name == "Example"


def test_a_program_without_reset_is_refused() -> None:
    with pytest.raises(ProgramError, match="no method reset"):
        parse_program("from cliport.tasks.task import Task\nclass Empty(Task):\n    pass\n")
