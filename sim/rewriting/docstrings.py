"""Writes the docstring of a program: what the task is, its scene, and when it is done. Pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from sim.rewriting.groups import Family
from sim.rewriting.plans import Plan
from sim.words import NUMBERS, plural

WIDTH = 106  # of a line of a docstring within a class, its indentation left out
SUMMARY = 100
SUCCESS = {
    "inside": "rest inside", "on": "rest on", "within": "lie wholly within", "inserted": "lie in",
    "at": "lie in the nook of", "spans": "lies along",
    "stacked": "stand one on the other, bottom to top as they are named",
    "layered": "stand in full layers on",
    "pyramid": "stand as a pyramid on",
}  # fmt: skip


def docstring(summary: str, plans: Sequence[Plan], families: Sequence[Family]) -> list[str]:
    """Write the lines of a docstring, quotes included, without the indentation of the class."""
    first = plain(summary) or "Do what the sentences say."
    things = _things(plans)
    scene = f"Scene: {_listed(things)}, anywhere on the table."
    success = f"Success: {'; '.join(dict.fromkeys(_done(f, plans) for f in families))}."
    return [f'"""{first}', "", *_lines(scene), *_lines(success), '"""']


def plain(summary: str) -> str:
    """Make one printable sentence of what somebody wrote about a task, of a length that fits a line."""
    shown = "".join(letter if letter.isprintable() else " " for letter in summary.replace("\\", "/"))
    words = " ".join(shown.replace('"', "'").split())
    first = re.split(r"(?<=[.!?]) ", words)[0] if len(words) > SUMMARY else words
    if len(first) > SUMMARY:
        first = f"{first[:SUMMARY].rsplit(' ', 1)[0].rstrip(',;:')} ..."
    if first and first[-1] not in ".!?":
        first += "."
    return first[:1].upper() + first[1:]


def _lines(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, WIDTH, break_long_words=False)


def _things(plans: Sequence[Plan]) -> list[str]:
    """Say what is in the scene; things that are called alike are counted together."""
    used = {plan.group.kind for plan in plans if plan.group.roles}
    counts: dict[tuple[str, ...], tuple[int, int]] = {}
    for plan in plans:
        colors = {color for row in plan.column.values for color in row}
        other = ["other"] if not plan.group.roles and plan.group.kind in used else []
        words = (*other, *(colors if len(colors) == 1 else ()), plan.group.kind)
        low, high = counts.get(words, (0, 0))
        counts[words] = (low + min(plan.group.counts), high + max(plan.group.counts))
    return [_told(words, low, high) for words, (low, high) in counts.items()]


def _told(words: tuple[str, ...], low: int, high: int) -> str:
    *before, kind = words
    if kind.endswith("s"):  # rods are several things by name
        return " ".join(words)
    if low == high == 1:
        called = " ".join(words)
        return f"an{called}" if called.startswith("other") else f"{_article(called)} {called}"
    several = f"up to {_spoken(high)}" if low == 0 else f"{_spoken(low)} to {_spoken(high)}"
    called = " ".join([*before, kind if high == 1 else plural(kind)])
    return f"{_spoken(high) if low == high else several} {called}"


def _article(called: str) -> str:
    return "an" if called[0] in "aeiou" else "a"


def _done(family: Family, plans: Sequence[Plan]) -> str:
    """Say when the goals of a family hold."""
    sides: dict[str, list[Plan]] = {"mover": [], "target": []}
    for plan in plans:
        for number, side, _ in plan.group.roles:
            if number == family.number:
                sides["mover" if side == "mover" else "target"].append(plan)
    each = "every" if family.form == "each" or any(not p.group.single for p in sides["mover"]) else "the"
    movers = " and ".join(dict.fromkeys(p.group.kind for p in sides["mover"]))
    targets = " and ".join(dict.fromkeys(p.group.kind for p in sides["target"]))
    many = any(not p.group.single for p in sides["target"])
    verb = SUCCESS.get(family.verb, "")
    if family.first.building:
        names = " and ".join(dict.fromkeys(_plural(p, sides["mover"]) for p in sides["mover"]))
        if family.verb != "stacked":
            return f"the {names} {verb} the {targets}"
        if len(family.first.movers) == 1:
            return f"the {names} stands on the {targets}"
        return f"the {names} {verb}{f', on the {targets}' if targets else ''}"
    if family.verb == "on_rod":
        return "every disk is over the rod that was named last for it"
    own = " of its own" if family.paired else ""
    singular = re.sub(r"^(rest|lie|stand|are)\b", lambda m: {"are": "is"}.get(m[0], f"{m[0]}s"), verb)
    return f"{each} {movers} {singular} {f'a {targets}{own}' if many or own else f'the {targets}'}"


def _plural(plan: Plan, among: Sequence[Plan]) -> str:
    several = sum(other.group.kind == plan.group.kind for other in among) > 1
    return plural(plan.group.kind) if several or not plan.group.single else plan.group.kind


def _listed(things: Sequence[str]) -> str:
    return f"{', '.join(things[:-1])} and {things[-1]}" if len(things) > 1 else things[0]


def _spoken(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
