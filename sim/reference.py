"""The reference of the task language, in Markdown, made from the code that it describes.

Signatures, docstrings, tables of facts and limits are all read where they are used, so what stands here is
what holds. The words between them are the only ones that somebody has to keep true.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

import sim.language
from sim.accepts import accepted_by
from sim.build import CPU_S
from sim.catalog import base_tasks
from sim.colors import COLORS, DISTINCT_COLORS
from sim.kinds import FACTS, KINDS, VARIANTS, KindFacts, Vec3
from sim.program import ALLOWED_IMPORTS, FORBIDDEN_NAMES, MAX_SOURCE
from sim.relations import Relation
from sim.report import Phase
from sim.scene import Scene
from sim.spec import MAX_GOALS, MAX_OBJECTS, TABLE_X, TABLE_Y
from sim.task import MAX_WORDS, Task

TITLE = "The task language"
EXAMPLE = "put-block-in-bowl"
SCENE_METHODS = ("add", "feed", "colors", "integer", "uniform", "choice", "shuffled")  # what a program calls
TASK_METHODS = ("build", "goal")
RELATION_METHODS = ("steps",)


@dataclass(frozen=True)
class Section:
    """A part of the reference: a heading and Markdown below it."""

    title: str
    text: str


def sections() -> tuple[Section, ...]:
    """Return the whole reference, part by part."""
    return (
        Section("A program", _program()),
        Section("The task", _methods(Task, TASK_METHODS, "self")),
        Section("The scene", _methods(Scene, SCENE_METHODS, "scene")),
        Section("Things", _things()),
        Section("Relations and arrangements", _relations()),
        Section("Spots and choices", _spots()),
        Section("Kinds", _kinds()),
        Section("Colours and shapes", _names()),
        Section("Limits", _limits()),
    )


def markdown() -> str:
    """Return the reference as one page."""
    parts = [f"# {TITLE}", "Written by `simwright language` from the code; do not edit."]
    for section in sections():
        parts += [f"## {section.title}", section.text]
    return "\n\n".join(parts) + "\n"


def offered(returns: str) -> dict[str, Callable[..., object]]:
    """Return the functions of the language whose result is of a type, by name."""
    found = {name: getattr(sim.language, name) for name in sim.language.__all__}
    return {
        name: made
        for name, made in found.items()
        if inspect.isfunction(made) and inspect.signature(made).return_annotation == returns
    }


def _program() -> str:
    example = next(task for task in base_tasks() if task.name == EXAMPLE)
    return (
        "A program is one Python module with one class derived from `Task`. Its method `build` fills a scene "
        "and states goals; it runs no physics, and the same seed gives the same scene. Lengths are metres, "
        "angles radians; x points away from the robot, y to its left, z up.\n\n"
        f"```python\n{example.source.strip()}\n```"
    )


def _methods(owner: type, names: Iterable[str], spoken: str) -> str:
    entries = [_entry(f"{spoken}.{name}", getattr(owner, name), method=True) for name in names]
    return "\n\n".join([_prose(owner), *entries])


def _things() -> str:
    lead = (
        "Models of objects, for `scene.add`. What that returns is a thing, with the attributes `kind`, "
        "`color`, `size`, `height` and `name` (what a sentence calls it: red block)."
    )
    return "\n\n".join([lead, *(_entry(name, made) for name, made in offered("Model").items())])


def _relations() -> str:
    lead = (
        "What a goal asks for. Wherever a relation takes a thing it takes a list of things as well, unless "
        "its signature says otherwise. Whatever could never hold is refused while the program builds."
    )
    entries = []
    for name, made in offered("Relation").items():
        accepted = accepted_by(name)
        takes = f"Moves: {', '.join(accepted.movers)}. To: {', '.join(accepted.targets)}."
        entries.append(f"{_entry(name, made)}\n\n{takes}")
    for name in RELATION_METHODS:
        entries.append(_entry(f"relation.{name}", getattr(Relation, name), method=True))
    return "\n\n".join([lead, *entries])


def _spots() -> str:
    lead = (
        "A spot is a place on the table made from other things; give it to `at`. The ground there is kept "
        "free. Of a choice of things any will do; give it to `inside`, `on`, `within` or `at`."
    )
    entries = []
    for name, made in offered("Spot").items():
        accepted = accepted_by(name)
        takes = f"Takes: {', '.join(accepted.movers)}. Made from: {', '.join(accepted.targets)}."
        entries.append(f"{_entry(name, made)}\n\n{takes}")
    entries += [_entry(name, made) for name, made in offered("AnyOf").items()]
    return "\n\n".join([lead, *entries])


def _kinds() -> str:
    lead = (
        "Sizes are x, y, z in metres. A fixed kind stays where it is unless `scene.add(..., fixed=False)`; "
        "a carried one can be lifted by the suction tip."
    )
    head = ["kind", "role", "usual size", "smallest", "largest", "mass, kg", "friction", "fixed", "carried"]
    return f"{lead}\n\n{_table(head, ((kind, *_facts(FACTS[kind])) for kind in KINDS))}"


def _facts(facts: KindFacts) -> Iterator[str]:
    yield facts.role
    yield from map(_size, (facts.default_size, facts.smallest, facts.largest))
    yield from (f"{facts.mass_kg:g}", f"{facts.friction:g}", _yes(facts.fixed), _yes(facts.graspable))


def _names() -> str:
    return (
        f"Colours: {', '.join(COLORS)}. `scene.colors` draws from those that a camera can tell apart: "
        f"{', '.join(DISTINCT_COLORS)}.\n\nShapes of pieces and holes (`VARIANTS`): {', '.join(VARIANTS)}."
    )


def _limits() -> str:
    rows = (
        ("imports", ", ".join(f"`{name}`" for name in ALLOWED_IMPORTS)),
        ("names that may not be used", ", ".join(f"`{name}`" for name in sorted(FORBIDDEN_NAMES))),
        ("characters of a program", MAX_SOURCE),
        ("processor time of all seeds", f"{CPU_S:g} s"),
        ("objects of a scene", MAX_OBJECTS),
        ("goals of a task", MAX_GOALS),
        ("characters of an instruction", f"{MAX_WORDS}, on one line"),
        ("the table, x", f"{TABLE_X[0]:g} to {TABLE_X[1]:g} m"),
        ("the table, y", f"{TABLE_Y[0]:g} to {TABLE_Y[1]:g} m"),
        ("phases of verification", ", ".join(get_args(Phase))),
    )
    return _table(["what", "limit"], rows)


def _entry(name: str, made: Callable[..., object], *, method: bool = False) -> str:
    return f"### {name}\n\n```python\n{name}{_signature(made, method=method)}\n```\n\n{_prose(made)}"


def _signature(made: Callable[..., object], *, method: bool) -> str:
    """Return a signature as it stands in the source: annotations are text there, and methods have a self."""
    signature = inspect.signature(made)
    parameters = list(signature.parameters.values())[1 if method else 0 :]
    return str(signature.replace(parameters=parameters)).replace("'", "")


def _prose(made: object) -> str:
    """Return a docstring; arguments become a list."""
    text, _, arguments = inspect.cleandoc(made.__doc__ or "").partition("\n\nArgs:\n")
    if not arguments:
        return text
    items: list[str] = []
    for line in arguments.splitlines():
        starts_item = line.startswith("    ") and not line.startswith("     ")
        if starts_item:
            items.append(f"- {line.strip()}")
        elif line.strip():
            items[-1] += f" {line.strip()}"
    return f"{text}\n\n" + "\n".join(items)


def _table(head: list[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _size(size: Vec3) -> str:
    return " x ".join(f"{length:g}" for length in size)


def _yes(holds: bool) -> str:
    return "yes" if holds else ""
