"""The frame of a program: module, class, docstring, and how sizes and sentences are written as Python.

What stands inside `build` is the business of `agents.author.rendering`.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from agents.author.drafting import Draft, Goal, Group
from agents.author.sizes import LEAST_RING, cubes
from agents.author.words import LONGEST_NAMED, SUCCESS, counted, listed, number, preposition, sentence
from sim.kinds import FACTS, Kind, Vec3
from sim.words import plural

LENGTHS: dict[Kind, str] = {  # kinds of one length, and what their constructors call it
    "block": "size", "shape": "size", "hole": "size", "ball": "diameter", "disk": "diameter",
    "rope": "length", "square": "side",
}  # fmt: skip
WIDTH = 105  # characters a line of a program may have
LINE = 98  # characters of a docstring's first line


@dataclass(frozen=True)
class Title:
    """What a program is called: the task's name in kebab-case, and a sentence that says what to do."""

    name: str
    summary: str


def class_name(name: str) -> str:
    """Turn stack-blocks into StackBlocks."""
    return "".join(word.capitalize() for word in name.split("-"))


def module(title: Title, imports: set[str], lines: list[str], draft: Draft) -> str:
    """Put imports, class, docstring and the lines of `build` together."""
    body = "\n".join(f"        {line}" for line in lines)
    return f'''{_imported(sorted(imports))}


class {class_name(title.name)}(Task):
    """{_opening(title.summary, len(draft.goals))}

    {_wrapped(f"Scene: {_scene_words(draft)}")}
    {_wrapped(f"Success: {_success_words(draft)}")}
    """

    def build(self, scene: Scene) -> None:
{body}
'''


def _imported(names: list[str]) -> str:
    line = f"from sim.language import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    listed_names = "".join(f"    {name},\n" for name in names)
    return f"from sim.language import (\n{listed_names})"


def _opening(summary: str, steps: int) -> str:
    """Write what to do: one line, and a paragraph for the steps that have no room there."""
    first, *rest = re.split(r"(?:,? then| and finally) ", summary)
    if len(summary) <= LINE or not rest:
        return _wrapped(summary)
    more = "one more step follows" if steps == LONGEST_NAMED else f"{number(steps - 1)} more steps follow"
    later = _wrapped(f"Then {', then '.join(rest)}")
    return f"{first}; {more}.\n\n    {later}"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4).lstrip()


def _scene_words(draft: Draft) -> str:
    places = [_place_words(goal, goal.base) for goal in draft.goals if goal.base]
    movers = []
    for goal in draft.goals:
        for group in goal.movers:
            tail = " of different sizes" if group.graded else ""
            if goal.clause.verb == "bridge":
                tail = " to lay across" if group is goal.movers[-1] else " for posts"
            count = _present(goal, group)
            movers.append(f"{counted(count, group.kind)}{tail}")
            if goal.clause.selection == "one":
                movers += [f"{movers.pop()} to move", _others(goal.others, group.kind)]
    bystanders = [f"{counted(1, kind)} that stays" for kind in draft.bystanders]
    sorted_ = [goal for goal in draft.goals if goal.clause.selection == "color"]
    each = number(LEAST_RING if any(goal.clause.verb == "circle" for goal in sorted_) else 1)
    colors = f", {each} of each colour" if sorted_ else ""
    return f"{listed([*places, *movers, *bystanders])}{colors}, anywhere on the table."


def _present(goal: Goal, group: Group) -> int:
    """Return how many things a program adds for a group, others that a sentence may not mean apart."""
    if goal.clause.selection == "any":
        return group.count + goal.others
    rings = goal.clause.verb == "circle" and goal.clause.selection == "color"
    return group.count * (LEAST_RING if rings else 1)


def _place_words(goal: Goal, base: Group) -> str:
    if base.kind == "rods":
        return "a stand with three rods"
    if base.kind == "hole":
        return f"a kit with {counted(goal.count + goal.others, 'hole')}"
    return counted(base.count, "base" if base.fixed else base.kind)


def _others(count: int, kind: Kind) -> str:
    return f"another {kind}" if count == 1 else f"{number(count)} other {plural(kind)}"


def _success_words(draft: Draft) -> str:
    said = []
    for goal in draft.goals:
        by_size = goal.clause.selection == "size"
        order = (
            ", ordered by size"
            if by_size
            else ", in the order of the sentence"
            if goal.clause.ordered
            else ""
        )
        said.append(SUCCESS[goal.clause.verb].format(what=_who(goal), where=_whither(goal)) + order)
    return sentence("; ".join(said))


def _who(goal: Goal) -> str:
    """What a success is told of: "every named block"."""
    kinds = " and ".join(dict.fromkeys(group.kind for group in goal.movers))
    if goal.clause.selection == "any":
        return (
            f"one of the {plural(kinds)}"
            if goal.count == 1
            else f"each of any {number(goal.count)} {plural(kinds)}"
        )
    named = "named " if goal.clause.selection == "one" else ""
    return f"{'the' if goal.count == 1 else 'every'} {named}{kinds}"


def _whither(goal: Goal) -> str:
    """Where it is then: "in a bowl of its own"."""
    clause, before = goal.clause, preposition(goal.clause)
    noun = "base" if goal.base is not None and goal.base.fixed else clause.target
    carried = goal.source >= 0 and goal.shares == "object" and goal.count > 1 and clause.verb == "on"
    if clause.selection == "color":
        return f"{before} the {noun} of its colour"
    if clause.verb in ("between", "aligned"):
        return f"{before} the two {plural(noun)}"
    if carried or (goal.base is not None and goal.base.count > 1):
        return f"{'on' if carried else before} a {noun} of its own"
    if clause.target == "rods":
        free = not clause.ordered and clause.selection == "all"
        return "on a rod of its own" if free else "on the rod that is said"
    return f"{before} the {noun}"


def constructor_size(kind: Kind, size: Vec3) -> str:
    """Write the size argument of a constructor, nothing when it is the default."""
    default = FACTS[kind].default_size
    if kind == "pile":
        return f", count={cubes(size)}"
    if kind == "line":
        return f", length={size[0]:g}"
    if size == default or FACTS[kind].smallest == FACTS[kind].largest:
        return ""
    x, y, z = size
    if kind in LENGTHS:
        return f", {LENGTHS[kind]}={x:g}"
    if kind == "cylinder":
        return f", diameter={x:g}, height={z:g}"
    if kind in ("zone", "pallet"):
        return f", size=({x:g}, {y:g})"
    return f", size=({x:g}, {y:g}, {z:g})"


def grades(group: Group) -> tuple[str, str]:
    """Write the table of widths of a graded group, and the size argument that uses it."""
    values = "(" + ", ".join(f"{size[0]:g}" for size in group.sizes) + ")"
    height = f"{group.sizes[0][2]:g}"
    arguments = {
        "block": ", size=width", "cylinder": f", diameter=width, height={height}", "disk": ", diameter=width",
    }  # fmt: skip
    return values, arguments.get(group.kind, f", size=(width, width, {height})")


def quoted(words: str) -> str:
    """Write a sentence as a string literal, with an f when it has something to fill in."""
    return f'{"f" if "{" in words else ""}"{words}"'
