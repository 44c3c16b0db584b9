"""A program under the pen: its lines, the names it has used, and how things and goals are written down.

What a program says is the business of `agents.author.rendering` and `agents.author.setpieces`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from agents.author.drafting import Group
from agents.author.framing import WIDTH, constructor_size, quoted
from agents.author.words import SIDE_SENTENCES
from sim.kinds import Kind

PLACE_COLORS: dict[Kind, tuple[str, ...]] = {
    "container": ("brown", "gray"), "pallet": ("brown", "gray"), "zone": ("green", "yellow", "blue", "cyan"),
    "bowl": ("gray", "brown"), "corner": ("brown", "green", "blue"),
    "box": ("gray", "brown"), "block": ("gray", "brown"), "cylinder": ("gray", "brown"),
    "stand": ("brown", "gray"), "fixture": ("gray", "brown"), "rods": ("brown", "gray"),
    "line": ("brown", "gray"), "square": ("brown", "gray"),
}  # fmt: skip
PALETTES = ('("red", "blue", "green")', '("red", "yellow", "pink")', '("blue", "orange", "pink")')


@dataclass
class Page:
    """A program under the pen: lines of `build`, and the names that later lines may use."""

    rng: np.random.Generator
    lines: list[str] = field(default_factory=list)
    moved: dict[int, dict[Kind, str]] = field(default_factory=dict)  # goal, kind: name of its thing(s)
    places: dict[int, str] = field(default_factory=dict)  # goal: name of its place(s)
    said: dict[int, str] = field(default_factory=dict)  # goal: how a sentence calls what moved, at rest
    sides: dict[str, tuple[str, ...]] = field(default_factory=dict)  # place: the sides of it that are free
    taken: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=lambda: {"Scene", "Task"})

    def name(self, *wishes: str) -> str:
        """Take the first variable name that is free."""
        free = next((wish for wish in wishes if wish not in self.taken), f"{wishes[-1]}_{len(self.taken)}")
        self.taken.add(free)
        return free

    def pick(self, items: tuple[str, ...]) -> str:
        """Draw one of several wordings."""
        return items[int(self.rng.integers(len(items)))]

    def side(self, place: str) -> str:
        """Take a side of a thing where nothing stands yet.

        The table is too shallow for something before a thing and something behind it.
        """
        free = self.sides.get(place, tuple(SIDE_SENTENCES))
        side = self.pick(free)
        deep = ("front", "behind")
        self.sides[place] = tuple(s for s in free if s != side and not (side in deep and s in deep))
        return side

    def make(self, group: Group, color: str, size: str = "") -> str:
        """Write the constructor call of one thing of a group."""
        model = group.kind.capitalize()
        self.imports.add(model)
        fixed = ", fixed=True" if group.fixed else ""
        if group.kind == "shape":
            color = f"{color}, scene.choice({self.uses('VARIANTS')})"
        return f"scene.add({model}({color}{size or constructor_size(group.kind, group.sizes[0])}){fixed})"

    def uses(self, word: str) -> str:
        """Import a relation and return its name."""
        self.imports.add(word)
        return word


def goal_lines(relation: str, words: str) -> list[str]:
    """Write the statement of a goal, on several lines when it is long."""
    line = f"self.goal({relation}, {quoted(words)})"
    if len(line) + 12 <= WIDTH:
        return [line]
    return ["self.goal(", f"    {relation},", f"    {quoted(words)},", ")"]


def listing(page: Page, name: str, item: str, loop: str) -> None:
    """Write a list comprehension, on several lines when it is long."""
    line = f"{name} = [{item} {loop}]"
    if len(line) + 8 <= WIDTH:
        page.lines.append(line)
    else:
        page.lines += [f"{name} = [", f"    {item}", f"    {loop}", "]"]
