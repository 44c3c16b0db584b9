"""The reference names everything that a program may use, and the page in docs is what the code says."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import sim.language
from sim.kinds import KINDS
from sim.reference import RELATION_METHODS, SCENE_METHODS, TASK_METHODS, markdown, offered, sections
from sim.relations import Relation
from sim.scene import Scene
from sim.task import Task

PAGE = Path(__file__).parents[2] / "docs" / "language.md"

# What the house itself calls, once a program has ended.
INTERNAL = {"things", "parts", "poses", "feeders", "goals"}


def test_the_page_in_docs_is_what_the_code_says() -> None:
    remedy = "write it anew: simwright language > docs/language.md"
    assert PAGE.read_text(encoding="utf-8") == markdown(), remedy


def test_everything_that_a_program_may_import_is_described() -> None:
    text = markdown()
    described = {name for kind in ("Model", "Relation", "Spot", "AnyOf") for name in offered(kind)}
    assert described | {"Scene", "Task", "VARIANTS"} == set(sim.language.__all__)
    assert [name for name in described if f"### {name}\n" not in text] == []
    assert "VARIANTS" in text


@pytest.mark.parametrize(
    ("owner", "names"), [(Scene, SCENE_METHODS), (Task, TASK_METHODS), (Relation, RELATION_METHODS)]
)
def test_every_method_is_for_programs_or_for_the_house(owner: type, names: tuple[str, ...]) -> None:
    public = {name for name, _ in inspect.getmembers(owner, inspect.isfunction) if name[0] != "_"}
    assert public - INTERNAL == set(names)


def test_every_kind_has_a_row_and_every_section_words() -> None:
    assert [kind for kind in KINDS if f"| {kind} |" not in markdown()] == []
    assert all(section.text.strip() for section in sections())


def test_signatures_stand_there_as_in_the_source() -> None:
    text = markdown()
    assert "Block(color: str, size: float = 0.04) -> Model" in text
    assert "scene.integer(low: int, high: int) -> int" in text
