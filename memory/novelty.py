"""Is this task new, or this lesson? Pure.

A task repeats a known one when any of these holds, asked in this order:

1. it has the same name: a name is a folder, and is given once;
2. it has the same signature: colours, counts and sizes aside, it is the same task;
3. it has the same skeleton (the signature with kinds replaced by their roles) and its description is nearly
   the same text, by cosine: cylinders for blocks in the same sentence teach nothing.

Near texts alone are no proof: "largest at the bottom" and "smallest at the bottom" are near, and differ.

A lesson repeats an earlier one when both are about the same signature and say the same went wrong, numbers
and names in quotes aside, and the same mended it, or nothing: what cannot be done is tried more than once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from memory.card import TaskCard
from memory.embedding import Vector
from memory.record import Lesson
from memory.retrieve import cosines
from sim.kinds import FACTS
from sim.report import nameless

NEARLY_THE_SAME = 0.97  # cosine of two descriptions


def duplicate_of(
    name: str,
    description: str,
    signature: str,
    known: Iterable[TaskCard],
    vector_of: Callable[[str], Vector],
) -> str:
    """Return the name of the known task that a new one repeats, or "".

    Args:
        name: of the new task.
        description: of the new task.
        signature: of the new task; empty when unknown, then only name and description are compared.
        known: tasks in the order in which they are asked.
        vector_of: embeds a text; called only for tasks of the same skeleton.
    """
    records = tuple(known)
    for record in records:
        if record.name == name:
            return record.name
    for record in records:
        if signature and record.signature == signature:
            return record.name
    wanted = skeleton_of(signature) if signature else ""
    alike = [record for record in records if not signature or record.skeleton == wanted]
    return _nearly_the_same(description, alike, vector_of)


def said_before(lesson: Lesson, known: Iterable[Lesson]) -> str:
    """Return the id of the first earlier lesson, of another attempt, that a lesson repeats, or ""."""
    said = nameless(lesson.symptom)
    for one in known:
        if (
            one.signature == lesson.signature
            and one.fix == lesson.fix
            and one.sequence < lesson.sequence
            and (one.run, one.attempt) != (lesson.run, lesson.attempt)
            and nameless(one.symptom) == said
        ):
            return one.id
    return ""


def skeleton_of(signature: str) -> str:
    """Return the skeleton of a signature's text, as `sim.signature.skeleton` writes it."""
    clauses = {re.sub(r"\((\w+) -> (\w+)\)", _roles, clause) for clause in signature.split(" + ")}
    return " + ".join(sorted(clauses))


def _roles(match: re.Match[str]) -> str:
    roles: dict[str, str] = {kind: facts.role for kind, facts in FACTS.items()}
    mover, target = match.groups()
    return f"({roles.get(mover, mover)} -> {roles.get(target, target)})"


def _nearly_the_same(description: str, records: list[TaskCard], vector_of: Callable[[str], Vector]) -> str:
    """Return the nearest of the records whose descriptions are nearly the same, or ""."""
    if not records:
        return ""
    query = vector_of(description)
    scores = cosines(query, [vector_of(record.description) for record in records])
    near = [(-s, r.name) for s, r in zip(scores, records, strict=True) if s >= NEARLY_THE_SAME]
    return min(near)[1] if near else ""
