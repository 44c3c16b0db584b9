"""From scenes back to a program: the task language, written as a good author would. Pure.

Whoever has what a task looks like for several seeds, whatever made it, gets a program that gives such scenes:
what never changes is written down, what changes is drawn as our language draws it, and where things lie is
ours anyway. Nothing here knows who made the scenes, and nothing runs: whether the program does what they did
is for verification to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.rewriting.asks import Ask, Unwritable, asks_of
from sim.rewriting.docstrings import docstring
from sim.rewriting.folding import INDENT, WIDTH, folded
from sim.rewriting.groups import families_of, groups_of
from sim.rewriting.writer import Writer
from sim.spec import SceneSpec

__all__ = ["Unwritable", "program_of"]

ENOUGH = 5  # seeds, below which what is drawn cannot be told from what is fixed


def program_of(scenes: Sequence[SceneSpec], summary: str, origin: str) -> str:
    """Write the program whose scenes these could be.

    Args:
        scenes: of one task, for different seeds, at least `ENOUGH`.
        summary: what the task is, in a sentence; may be empty.
        origin: one line on where the task comes from, for the head of the module.

    Raises:
        Unwritable: if the language, or this author, has no words for it.
    """
    if len(scenes) < ENOUGH:
        raise Unwritable(f"{len(scenes)} scenes, too few to tell what is drawn from what is fixed")
    asks = [asks_of(scene) for scene in scenes]
    try:
        return _written(scenes, asks, (summary, origin), split=False)
    except Unwritable as hard:
        try:
            return _written(scenes, asks, (summary, origin), split=True)
        except Unwritable:
            raise hard from None  # of the two, the reason that is about the whole task


def _written(
    scenes: Sequence[SceneSpec], asks: Sequence[list[Ask]], about: tuple[str, str], *, split: bool
) -> str:
    families = families_of(scenes, asks, split=split)
    writer = Writer(scenes, families, groups_of(scenes, families))
    writer.write()
    summary, origin = about
    doc = docstring(summary, writer.plans, families)
    head = [f'"""{origin}"""', "", *_imports(writer.imports), "", ""]
    lines = [
        f"class {scenes[0].task}(Task):",
        *_indented(doc, 1),
        "",
        f"{INDENT}def build(self, scene: Scene) -> None:",
    ]
    return "\n".join([*head, *lines, *_body(writer.lines)]) + "\n"


def _body(lines: Sequence[str]) -> list[str]:
    """Indent and fold the lines of `build`, some of which are in a loop."""
    body = []
    for line in lines:
        depth = 2 + line.startswith(INDENT)
        body += _indented(folded(line.strip(), depth), depth)
    return body


def _indented(lines: Sequence[str], depth: int) -> list[str]:
    return [INDENT * depth + line if line else "" for line in lines]


def _imports(names: set[str]) -> list[str]:
    ordered = sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    line = f"from sim.language import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return [line]
    return ["from sim.language import (", *(f"{INDENT}{name}," for name in ordered), ")"]
