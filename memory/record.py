"""What the memory keeps: tasks that were verified, and lessons from those that were not.

Records hold nothing that a clock or a machine decides, so the same run writes the same bytes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.report import Report
from sim.spec import Data

FORMAT: Literal[1] = 1

TaskName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Provenance(Data):
    """Where a task comes from that was not made here."""

    library: Literal["gensim", "file"] = Field(description="A GenSim library, or a single file.")
    file: str = Field(max_length=200, description="The program's place there.")
    sha256: str = Field(description="Of the program as it came.")
    rewritten: bool = Field(
        default=False,
        description="Whether `program.py` is a rewriting of it, which then lies beside as `original.py`.",
    )


class TaskRecord(Data):
    """One verified task: everything about it but its program, which lies beside it as `program.py`."""

    format: Literal[1] = FORMAT
    name: TaskName
    description: str = Field(min_length=1, max_length=600)
    instructions: tuple[str, ...] = Field(description="Of the first verified seed.")
    signature: str
    skeleton: str
    kinds: tuple[str, ...] = Field(description="Kinds of objects in the scene, sorted.")
    origin: Literal["base", "explored", "imported"]
    sequence: int = Field(ge=0, description="Place in the order of commits to this library.")
    run: str = Field(default="", description="The run that wrote it; empty for base tasks.")
    attempt: int | None = None
    parents: tuple[str, ...] = Field(default=(), description="Tasks that it was made from.")
    comment: str = Field(default="", description="Of the person who let it in, if one was asked.")
    program_sha256: str
    provenance: Provenance | None = Field(
        default=None, exclude_if=lambda provenance: provenance is None, description="Of what was imported."
    )
    report: Report = Field(description="Without times.")


class Lesson(Data):
    """A failure worth remembering."""

    format: Literal[1] = FORMAT
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,100}$")]
    sequence: int = Field(ge=0, description="Place in the order of commits, shared with tasks.")
    task: str
    signature: str
    symptom: str = Field(description="What verification or an agent said: verdict and reason.")
    cause: str
    fix: str = Field(default="", description="What mended it; empty if nothing did.")
    run: str = ""
    attempt: int | None = None


Why = Literal["similar", "diverse", "signature", "success", "failure", "drawn", "needed"]


class Neighbour(Data):
    """A remembered task near to a query."""

    name: str
    score: float = Field(description="Cosine similarity, 1 is the same.")
    description: str
    signature: str
    program: str = Field(default="", description="Source; only where it was asked for.")
    why: Why = Field(default="similar", description="What it was chosen for; see `memory.retrieve`.")


class NearLesson(Data):
    """A lesson near to a query; `why` says whether its attempt led to a task in the end, or failed."""

    lesson: Lesson
    score: float = Field(description="Cosine similarity, 1 is the same.")
    why: Why
