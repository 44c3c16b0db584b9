"""Which text stands for a task, a program or a lesson when it is embedded.

Pure. A text's key is its hash: a vector belongs to a text, so it is right as long as the text is the same.
"""

from __future__ import annotations

import hashlib

from memory.card import Described
from memory.record import Lesson


def task_text(record: Described) -> str:
    """Return what stands for a task: its name in words, its description, its instructions."""
    instructions = list(dict.fromkeys(record.instructions))  # three bowls may be spoken of alike
    return " ".join([description_text(record.name, record.description), *instructions])


def description_text(name: str, description: str) -> str:
    """Return what stands for a task of which only name and description are known."""
    return f"{name.replace('-', ' ')}. {description}"


def program_text(signature: str, source: str) -> str:
    """Return what stands for a program: what it asks for, then how; imports say nothing."""
    lines = [line for line in source.splitlines() if not line.startswith(("from ", "import "))]
    return "\n".join([signature, *(line for line in lines if line.strip())])


def lesson_text(lesson: Lesson) -> str:
    """Return what stands for a lesson: what was seen, and why."""
    return f"{lesson.symptom} {lesson.cause}".strip()


def text_key(text: str) -> str:
    """Return the key of a text: its sha256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
