"""Mends of colours that do not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from difflib import get_close_matches

from agents.author.assets import SHADES
from agents.author.mends.lexicon import MODELS
from agents.author.mends.splicing import (
    argument,
    called,
    calls,
    reworded,
    sequences,
    strings,
)
from sim.colors import COLORS, DISTINCT_COLORS
from sim.report import Report


def colors(source: str, report: Report) -> str | None:
    """Take the nearest colours that exist, everywhere where a program names one that does not."""
    told = re.search(r"color '([^']+)' does not exist", report.reason)
    if told is None:
        return None
    wrong = dict.fromkeys([told[1], *_other_wrong_colors(source)])
    taken = {str(node.value) for node in strings(source)}
    for color in wrong:
        better = _nearest_color(color, taken)
        taken.add(better)
        source = reworded(source, color, better)
    return source


def _other_wrong_colors(source: str) -> Iterable[str]:
    """Return strings that stand where colours stand."""
    for call in calls(source, *MODELS):
        place = 1 if called(call) == "Hole" else 0
        value = argument(call, place, "color")
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value not in COLORS:
            yield value.value
    for listed in sequences(source):
        words = [node.value for node in listed.elts if isinstance(node, ast.Constant)]
        if any(word in COLORS or word in SHADES for word in words):
            yield from (word for word in words if isinstance(word, str) and word not in COLORS)


def _nearest_color(word: str, taken: set[str]) -> str:
    """Return the colour that comes closest by name or by look, if it is free; else one that is."""
    near = [SHADES.get(word.lower(), ""), *get_close_matches(word.lower(), COLORS, n=1, cutoff=0.7)]
    wishes = [color for color in (*near, *DISTINCT_COLORS) if color]
    return next((color for color in wishes if color not in taken), wishes[0])
