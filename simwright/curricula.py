"""Make the report of a curriculum from its file and the library: the graph of its stages, and every task.

The Markdown draws the graph with Mermaid. The HTML page draws the same graph itself, as SVG, because it must
show without a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graphs.costs import spending_of
from graphs.resume import run_names
from graphs.stages import FILE, Curriculum, StageRecord
from memory.library import Library
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.costs import cost_line
from simwright.files import write_whole
from simwright.pages import data_address, markdown, page
from simwright.runs import find_run
from simwright.wording import success_text

COLUMN: Final = 216  # pixels from one column of the picture to the next
ROW: Final = 76
BOX: Final = (176, 56)
LINE: Final = 24  # characters of a name in a box
HEADLINES: Final = {
    "verified": "Verified: the target and what leads to it can be done.",
    "building": "Not finished yet.",
    "failed": "The target was not verified.",
    "refused": "Refused: the target cannot be built.",
}


@dataclass(frozen=True)
class Box:
    """A stage in the picture: its upper left corner and its lines of text, pixels; `mark` is a class."""

    x: int
    y: int
    lines: tuple[str, ...]
    mark: str


@dataclass(frozen=True)
class Arrow:
    """From a stage to one that needs it: the path of an SVG curve."""

    path: str


@dataclass(frozen=True)
class Picture:
    """The graph of the stages, drawn; pixels."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Shown:
    """A stage with what the library knows of its task."""

    stage: StageRecord
    description: str
    signature: str
    success: str
    picture: str  # a data: address; empty when there is none


@dataclass(frozen=True)
class CurriculumReport:
    """Everything that a report says."""

    curriculum: Curriculum
    headline: str
    shown: tuple[Shown, ...]
    mermaid: str
    picture: Picture
    costs: str = ""  # of models, in a line


@dataclass(frozen=True)
class WrittenCurriculum:
    """Where a curriculum's files lie."""

    file: Path
    markdown: Path
    html: Path


def write_curriculum_report(workspace: Workspace, curriculum: Curriculum) -> WrittenCurriculum:
    """Write `curriculum.md` and `curriculum.html` beside the curriculum's file, each whole or not at all."""
    report = curriculum_report(workspace, curriculum)
    folder = workspace.curricula / curriculum.name
    written = WrittenCurriculum(folder / FILE, folder / "curriculum.md", folder / "curriculum.html")
    write_whole(written.markdown, markdown("curriculum.md", report).encode())
    write_whole(written.html, page("curriculum.html", report).encode())
    return written


def curriculum_report(workspace: Workspace, curriculum: Curriculum) -> CurriculumReport:
    """Gather everything that a report says."""
    library = Library(workspace.library)
    return CurriculumReport(
        curriculum=curriculum,
        headline=" ".join(filter(None, (HEADLINES[curriculum.standing], curriculum.reason))),
        shown=tuple(_shown(library, stage) for stage in curriculum.stages),
        mermaid=mermaid(curriculum.stages),
        picture=drawn(curriculum.stages),
        costs=_costs(workspace, curriculum),
    )


def _costs(workspace: Workspace, curriculum: Curriculum) -> str:
    """Say what models cost; nothing if none was called, or the folder of the run is gone."""
    if curriculum.run not in run_names(workspace):
        return ""
    run = find_run(workspace, curriculum.run)
    usage = spending_of(run.folder, run.team, run.entries).usage
    return cost_line(usage, attempts=len(run.entries), kept=len(run.kept))


def _shown(library: Library, stage: StageRecord) -> Shown:
    try:
        record = library.task(stage.task).record
    except UsageError:  # not verified, or removed from the library since
        return Shown(stage, "", "", "", "")
    preview = library.preview(stage.task)
    picture = data_address(preview.read_bytes(), preview.suffix) if preview else ""
    return Shown(stage, record.description, record.signature, success_text(record.report), picture)


def mark_of(stage: StageRecord) -> str:
    """Name what became of a stage: verified, reused, failed, or waiting."""
    if stage.verified:
        return "reused" if stage.reused else "verified"
    return "failed" if stage.reason else "waiting"


def mermaid(stages: tuple[StageRecord, ...]) -> str:
    """Write the graph in Mermaid's language; a name that a role gave can be no markup."""
    numbers = {stage.name: f"s{number}" for number, stage in enumerate(stages)}
    lines = ["flowchart LR"]
    for stage in stages:
        label = "".join(letter for letter in stage.name if letter.isalnum() or letter in "-_ ")
        lines.append(f'    {numbers[stage.name]}["{label}"]:::{mark_of(stage)}')
        lines += [f"    {numbers[need]} --> {numbers[stage.name]}" for need in stage.needs if need in numbers]
    lines.append("    classDef failed stroke-dasharray:4")
    lines.append("    classDef reused stroke-width:3px")
    return "\n".join(lines)


def drawn(stages: tuple[StageRecord, ...]) -> Picture:
    """Lay the stages out in columns, each to the right of all that it needs."""
    columns: dict[str, int] = {}
    places: dict[str, tuple[int, int]] = {}
    for stage in stages:
        column = max((columns[need] + 1 for need in stage.needs if need in columns), default=0)
        row = list(columns.values()).count(column)
        columns[stage.name], places[stage.name] = column, (column * COLUMN, row * ROW)
    arrows = [
        _arrow(places[need], places[stage.name]) for stage in stages for need in stage.needs if need in places
    ]
    return Picture(
        width=max((x for x, _ in places.values()), default=0) + BOX[0],
        height=max((y for _, y in places.values()), default=0) + BOX[1],
        boxes=tuple(Box(*places[s.name], lines=_lines(s.name), mark=mark_of(s)) for s in stages),
        arrows=tuple(arrows),
    )


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> Arrow:
    """Lead from the right side of one box along its row, then into the left side of another."""
    x, y = start[0] + BOX[0], start[1] + BOX[1] // 2
    to_x, to_y = end[0], end[1] + BOX[1] // 2
    gap = COLUMN - BOX[0]
    return Arrow(
        f"M {x} {y} L {to_x - gap} {y} C {to_x - gap // 2} {y}, {to_x - gap // 2} {to_y}, {to_x} {to_y}"
    )


def _lines(name: str) -> tuple[str, ...]:
    """Break a name at its hyphens into lines that fit a box."""
    lines = [""]
    for word in name.split("-"):
        longer = f"{lines[-1]}-{word}" if lines[-1] else word
        if len(longer) <= LINE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines[:3])
