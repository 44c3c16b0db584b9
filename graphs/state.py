"""What the two graphs remember between nodes: names, numbers and short texts.

Every checkpoint stores the whole state, so programs, reports and proposals lie in files and the state holds
their names. Only plain data: it must pass LangGraph's strict reader.
"""

from __future__ import annotations

import operator
from typing import Annotated, Literal, TypedDict

from graphs.ledger import Gate, Outcome
from graphs.summary import Ending


class LessonDraft(TypedDict):
    """A lesson before the commit gives it a number."""

    symptom: str
    cause: str
    fix: str


class AttemptState(TypedDict, total=False):
    """One attempt. It is finished when, and only when, it has an `outcome`."""

    # Given at the start.
    attempt: int
    before: int  # it sees what the memory held below this sequence number

    # What it made: file names in the attempt's folder.
    proposal: str
    critique: str
    program: str
    report: str
    preview: str

    # What routers and the ledger need to know about it.
    path: Annotated[list[str], operator.add]  # nodes walked through
    retrieved: dict[str, float]  # tasks shown to the proposer, with their scores
    shown: list[str]  # the same, as the trace tells it
    name: str
    description: str
    signature: str  # as planned, then as verification found it
    duplicate_of: str
    revisions: int
    accepted: bool
    repairs: int
    verdict: str
    phase: str
    fingerprints: list[str]  # of the reports, in order
    symptom: str  # what verification said about the last program that it did not solve
    votes: list[bool]  # who were in favour; after a tie, the last one is the arbiter
    decision: Literal["keep", "drop"]  # of the votes
    reason: str  # what the last gate said
    advice: str  # what critic or voters would do
    doubt: str  # why a person has to decide, although the votes do not; missing or empty if they do
    fix: str  # what the coder changed in a repair

    # How it ended.
    outcome: Outcome
    gate: Gate
    lesson: LessonDraft


class RunState(TypedDict, total=False):
    """The run. Everything else about it is in the ledger."""

    next: int  # the attempt to commit next
    until: int  # the first attempt of the next stretch
    landed: bool  # it walked to its end
    ended: Ending | Literal[""]  # which limit was reached; empty while there is none
