"""Mends of places: too small for their loads, too large for the table, or too easy to hit.

Places grow when something does not fit them, and shrink only for the sake of the table.
"""

from __future__ import annotations

import ast
import re

from agents.author.mends.measures import LENGTHS, metres, resized
from agents.author.mends.splicing import (
    Cut,
    argument,
    called,
    calls,
    every,
    numbers,
    over,
    reworded,
    spliced,
    without_statement,
)
from agents.author.sizes import SLACK_M
from sim.kinds import Kind
from sim.report import Report

PLACES: tuple[Kind, ...] = ("container", "zone", "pallet", "box")
GROWTH = 2.0  # of a place that is too small
WIDER = 1.25  # a circle that is too tight
SHRINKAGE = 0.55  # of places when the table is full
LEAST_M = 0.10  # of a place that is made smaller


def larger_place(source: str, report: Report) -> str | None:
    """Make the place larger that is too small for its loads."""
    kind = next(
        (kind for kind in PLACES if re.search(rf"\b{kind}\b", report.reason.split("; make")[0])), None
    )
    if kind is None or not any(
        word in report.reason for word in ("larger", "longer", "wider", "leave", "too much")
    ):
        return None
    return resized(source, kind, lambda side: side * GROWTH, flat=True)


def wider_circle(source: str, report: Report) -> str | None:
    """Stand things in a wider circle."""
    if "circle" not in report.reason or "too tight" not in report.reason:
        return None
    radii = [argument(call, 2, "radius") for call in calls(source, "in_circle")]
    found = [number for radius in radii if radius is not None for number in numbers(radius)]
    return spliced(source, [over(source, node, metres(radius * WIDER)) for node, radius in found])


def container_for_bowl(source: str, report: Report) -> str | None:
    """Take a container where a bowl shall hold more than one thing."""
    shared = re.search(r"ask too much of the \w+ bowl|a \w+ bowl takes one thing", report.reason)
    if shared is None:
        return None
    source = re.sub(r"\bBowl\b", "Container", source)
    source = reworded(source, "bowls", "containers")
    return reworded(source, "bowl", "container")


def emptier(source: str, _report: Report) -> str | None:
    """Make room on a full table: smaller places, and nothing that no goal needs."""
    cuts = [
        without_statement(source, node)
        for node in every(source, ast.Expr)
        if isinstance(node.value, ast.Call) and called(node.value) == "add" and node.col_offset == 8
    ]
    better = spliced(source, cuts) or source
    for kind in PLACES[:3]:
        better = resized(better, kind, lambda side: max(side * SHRINKAGE, LEAST_M), flat=True) or better
    return better if better != source else None


def harder(source: str, _report: Report) -> str | None:
    """Make targets smaller that nearly any move would reach."""
    return resized(source, "zone", lambda side: max(side * SHRINKAGE, LEAST_M), flat=True)


def rope_and_mark(source: str, report: Report) -> str | None:
    """Make a line as long as its rope, and a square's open side."""
    told = re.search(r"the rope is ([\d.]+) m long and the (line|open side)", report.reason)
    if told is None:
        return None
    kind: Kind = "line" if told[2] == "line" else "square"
    length = float(told[1]) + (SLACK_M if kind == "line" else 0.0)
    name, parameter = kind.capitalize(), LENGTHS[kind.capitalize()][0]
    cuts: list[Cut] = []
    for call in calls(source, name):
        given = argument(call, 1, parameter)
        _, end, _ = over(source, call, "")
        new = f", {parameter}={metres(length)}"
        cuts.append(over(source, given, metres(length)) if given is not None else (end - 1, end - 1, new))
    return spliced(source, cuts)
