"""Made-up tasks, lessons and vectors, as small as the types allow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from memory.embedding import Vector, Vectors
from memory.library import StoredTask, program_hash
from memory.memory import Memory
from memory.record import Lesson, TaskRecord
from sim.report import Report

NAMES = ("stack-blocks", "sort-balls-into-bowls", "pack-boxes", "build-a-tower", "push-box-into-corner")
SOLVED = Report(verdict="solved", phase="repeat", reason="", success_rate=1.0)


class HashEmbedder:
    """An embedder without meaning: each text has a direction of its own, the same each time."""

    def __init__(self, name: str = "hash", dimensions: int = 384) -> None:
        self.identity = f"{name}:0"
        self.dimensions = dimensions
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([direction(text, self.dimensions) for text in texts or [""]])[: len(texts)]


def direction(text: str, dimensions: int = 384) -> Vector:
    """Return a random unit vector that depends on a text alone."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=dimensions).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def program_of(name: str) -> str:
    """Return a program that says little more than its name."""
    return f'from sim.language import Task\n\n\nclass Made(Task):\n    """Program of {name}."""\n'


def record_of(name: str, sequence: int, **changes: object) -> TaskRecord:
    """Return a record whose signature is its own."""
    words = name.replace("-", " ")
    record = TaskRecord(
        name=name,
        description=f"{words.capitalize()} on the table.",
        instructions=(words,),
        signature=f"on(block -> zone) by all, {name}",
        skeleton=f"on(stackable -> region) by all, {name}",
        kinds=("block", "zone"),
        origin="explored",
        sequence=sequence,
        program_sha256=program_hash(program_of(name)),
        report=SOLVED,
    )
    return record.model_copy(update=changes)


def task_of(name: str, sequence: int) -> StoredTask:
    """Return a task as the library holds it."""
    return StoredTask(record_of(name, sequence), program_of(name))


def lesson_of(id_: str, sequence: int, symptom: str = "timeout: it ran too long") -> Lesson:
    """Return a lesson."""
    return Lesson(
        id=id_, sequence=sequence, task="t", signature="s", symptom=symptom, cause="an endless loop"
    )


def fill(memory: Memory, names: Sequence[str] = NAMES) -> None:
    """Put tasks, and then one lesson, into a memory."""
    for name in names:
        memory.add_task(record_of(name, memory.sequence), program_of(name), b"picture")
    memory.add_lesson(lesson_of("lesson-1", memory.sequence))
