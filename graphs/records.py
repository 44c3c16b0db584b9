"""What becomes of a verified program when it enters the library: its record.

Pure: the same program, report and name give the same record.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from memory.library import program_hash
from memory.record import TaskRecord
from sim.report import Report

NAME_CHARS = 80
DESCRIPTION_CHARS = 600


def record_of(name: str, description: str, source: str, report: Report, sequence: int) -> TaskRecord:
    """Make the record of a base task.

    Raises:
        ValueError: if the report has no scene, which means that nothing was verified.
    """
    if report.scene is None:
        raise ValueError(f"the report on {name!r} has no scene: only verified tasks have records")
    return TaskRecord(
        name=name,
        description=description[:DESCRIPTION_CHARS] or name,
        instructions=tuple(goal.instruction for goal in report.scene.goals),
        signature=report.signature,
        skeleton=report.skeleton,
        kinds=tuple(sorted({thing.kind for thing in report.scene.objects})),
        origin="base",
        sequence=sequence,
        program_sha256=program_hash(source),
        report=report.without_times(),
    )


def unique_name(wish: str, taken: Collection[str]) -> str:
    """Turn a wish into a name that the library can hold: kebab-case, and numbered if it is taken."""
    words = re.findall(r"[a-z0-9]+", wish.lower()) or ["task"]
    name = "-".join(words)[:NAME_CHARS].strip("-")
    number = 1
    candidate = name
    while candidate in taken:
        number += 1
        ending = f"-{number}"
        candidate = name[: NAME_CHARS - len(ending)].strip("-") + ending
    return candidate
