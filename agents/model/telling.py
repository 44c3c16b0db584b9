"""How remembered tasks, reports and scenes are told to a model: short, whole, and the same each time.

Everything here was written by a model or a stranger at some time, so a prompt shows it between marks that it
cannot close itself. Pure functions; prompts use them as filters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import singledispatch
from typing import TypeVar

from agents.roles import Example, Setback
from sim.report import Report
from sim.spec import Data, GoalSpec, SceneSpec

T = TypeVar("T")


def marked(text: object, name: str) -> str:
    """Put a text between marks; marks inside it are broken up, so that it cannot end itself."""
    inside = re.sub(r"<(/?)data", r"<\\\1data", str(text).strip("\n"))
    safe_name = re.sub(r"[^\w .-]", "", name)
    return f'<data name="{safe_name}">\n{inside}\n</data>'


def as_json(data: Data) -> str:
    """Write data as JSON, a field a line."""
    return data.model_dump_json(indent=1)


def spread(items: Sequence[T], count: int) -> list[T]:
    """Return at most so many items, evenly from first to last."""
    if len(items) <= count:
        return list(items)
    return [items[index * len(items) // count] for index in range(count)]


@singledispatch
def told(data: Data) -> str:
    """Tell something in plain text."""
    raise TypeError(f"nobody has said how to tell a {type(data).__name__}")


@told.register
def _example(example: Example) -> str:
    head = f"{example.name} [{example.signature}]\n{example.description}"
    return f"{head}\n{example.program.strip()}" if example.program else head


@told.register
def _setback(setback: Setback) -> str:
    return f"{as_json(setback.stage)}\nwhat went wrong: {setback.reason}"


@told.register
def _report(report: Report) -> str:
    lines = [f"verdict: {report.verdict}", f"phase: {report.phase}"]
    if report.reason:
        lines.append(f"reason: {report.reason}")
    if report.episodes:
        solved = sum(episode.success for episode in report.episodes)
        lines.append(f"solved: {solved} of {len(report.episodes)} episodes")
        reasons = dict.fromkeys(episode.reason for episode in report.episodes if episode.reason)
        lines += [f"an episode failed: {reason}" for reason in reasons]
    lines += [f"flag: {flag}" for flag in report.flags]
    if report.signature:
        lines.append(f"signature: {report.signature}")
    if report.traceback:
        lines.append(report.traceback.strip())
    return "\n".join(lines)


@told.register
def _scene(scene: SceneSpec) -> str:
    things = [
        f"#{index} {'fixed ' if thing.fixed else ''}{thing.name}, "
        f"{' x '.join(f'{length:g}' for length in thing.size)} m"
        for index, thing in enumerate(scene.objects)
    ]
    return "\n".join([*things, *(_goal(scene, goal) for goal in scene.goals)])


def _goal(scene: SceneSpec, goal: GoalSpec) -> str:
    """Tell a goal as it is judged, beside the sentence that asks for it."""
    verb = goal.slots[0].relation if goal.arrangement == "none" else goal.arrangement
    moved = ", ".join(f"#{index} {scene.objects[index].name}" for index in goal.objects)
    places = ", ".join(f"#{index} {scene.objects[index].name}" for index in goal.frames) or "the table"
    how = "".join([", in this order" if goal.ordered else "", ", on the way only" if goal.transient else ""])
    return f'"{goal.instruction}" means: {verb}, {goal.count} of [{moved}] to [{places}]{how}'
