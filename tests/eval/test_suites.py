"""Suites name tasks, and the ten that come with Simwright are what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.suites import TEN, read_suite
from sim.errors import UsageError
from sim.program import parse_program


def test_the_suite_has_ten_tasks_each_named_by_its_program() -> None:
    suite = read_suite(TEN)
    assert len(suite) == 10
    assert all(parse_program(source).task_name == name for name, source in suite.items())


def test_every_program_beside_the_suite_is_in_it() -> None:
    sources = set(read_suite(TEN).values())
    programs = list((TEN.parent / "tasks").glob("*.py"))
    assert programs
    assert all(path.read_text(encoding="utf-8") in sources for path in programs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tasks = [", "not TOML"),
        ("tasks = []", "no suite"),
        ('jobs = ["a"]', "no suite"),
        ('tasks = ["put-block-in-bow"]', "no base task"),
        ('tasks = ["missing.py"]', "no program"),
    ],
)
def test_a_broken_suite_is_a_clear_error(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "suite.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_suite(path)


def test_no_suite_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no suite"):
        read_suite(tmp_path / "none.toml")
