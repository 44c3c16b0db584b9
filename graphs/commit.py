"""The only writer: what an attempt proposes becomes true here, in the order of the attempts.

    task folder (and lesson) -> one line in the ledger -> index (in batches) -> checkpoint thread deleted

Every step may be repeated. A commit depends on the attempt's files, the ledger and the memory below its own
sequence number only, so a commit that a kill cut short is made again and writes the same bytes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from agents.roles import Program, Proposal
from graphs.checkpoints import CheckpointFile, thread_of
from graphs.context import AttemptContext
from graphs.ledger import Entry, Gate, Outcome
from graphs.recall import names_before, repeated_by
from graphs.records import record_of, unique_name
from graphs.spans import Kind
from graphs.state import AttemptState
from graphs.times import Times
from graphs.walk import Landing
from memory.memory import Memory
from memory.record import Lesson, TaskRecord
from sim.report import Report

FLUSH_EVERY = 8  # commits; adding to the index one by one costs several times as much


@dataclass(frozen=True)
class Decision:
    """What the last gate makes of a landing."""

    outcome: Outcome
    gate: Gate
    reason: str
    duplicate_of: str


@dataclass(frozen=True)
class Remembered:
    """What a commit left in the memory: `sequence` is the next free number after it."""

    decision: Decision
    name: str
    lesson: str
    sequence: int


class Committer:
    """Commits landings, one at a time."""

    def __init__(self, context: AttemptContext, memory: Memory, saver: CheckpointFile, times: Times) -> None:
        self._context = context
        self._memory = memory
        self._saver = saver
        self._times = times

    async def commit(self, landing: Landing) -> Entry:
        """Make a landing true and return its line of the ledger."""
        attributes = {"attempt": landing.attempt}
        with self._context.spans.span(f"commit {landing.attempt}", Kind.CHAIN, attributes) as span:
            entry = await self._commit(landing)
            span.note(outcome=entry.outcome, gate=entry.gate, task=entry.name, reason=entry.reason)
        return entry

    async def _commit(self, landing: Landing) -> Entry:
        kept = await asyncio.to_thread(self._remember, landing)  # all work of the memory, handed over once
        entry = _entry(landing, kept, self._context.before(landing.attempt))
        self._context.ledger.append(entry)
        if entry.attempt % FLUSH_EVERY == FLUSH_EVERY - 1:
            await asyncio.to_thread(self._memory.flush)
        self._saver.delete_thread(thread_of(self._context.facts.run, landing.attempt))
        self._context.folders.release(landing.attempt)
        self._times.note(landing.attempt, landing.seconds)
        return entry

    def _remember(self, landing: Landing) -> Remembered:
        """Decide about a landing, and put its task and its lesson into the library."""
        sequence = self._sequence_of(landing.attempt)
        decision = self._decide(landing, sequence)
        name, lesson = landing.state.get("name", ""), ""
        if decision.outcome == "kept":
            name = self._keep(landing, sequence)
            sequence += 1
        if "lesson" in landing.state and not landing.error:
            lesson = self._learn(landing, sequence)
            sequence += 1
        return Remembered(decision, name, lesson, sequence)

    def _decide(self, landing: Landing, sequence: int) -> Decision:
        """Repeat the novelty gate for a task to keep: another attempt may have landed it meanwhile."""
        state = landing.state
        if landing.error:
            outcome: Outcome = "failed" if landing.gate == "error" else "dropped"
            return Decision(outcome, landing.gate, landing.error, "")
        if state["outcome"] != "kept":
            twin = state["duplicate_of"] if state["gate"] in ("novelty", "critique") else ""
            return Decision("dropped", state["gate"], state["reason"], twin)
        task = state["name"], state["description"], state["signature"]
        twin = repeated_by(self._memory, task, sequence) if self._context.has("novelty") else ""
        if twin:
            return Decision("dropped", "commit", f"repeats {twin}, which landed meanwhile", twin)
        return Decision("kept", "", "", "")

    def _keep(self, landing: Landing, sequence: int) -> str:
        """Put the task into the library and return the name it got there."""
        state, files = landing.state, self._context.files(landing.attempt)
        source = files.reply(state["program"], Program).source
        report = files.read(state["report"], Report)
        parents = files.reply(state["proposal"], Proposal).parents
        earlier = names_before(self._memory, sequence)
        name = unique_name(state["name"], earlier)
        record = record_of(name, state["description"], source, report, sequence).model_copy(
            update={
                "origin": "explored",
                "run": self._context.facts.run,
                "attempt": landing.attempt,
                "parents": tuple(parent for parent in parents if parent in earlier),
            }
        )
        self._memory.add_task(record, source, files.read_bytes(state["preview"]))
        return name

    def _learn(self, landing: Landing, sequence: int) -> str:
        """Put the attempt's lesson into the library and return its id."""
        state, run = landing.state, self._context.facts.run
        lesson = Lesson(
            id=f"{run}-{landing.attempt:06d}",
            sequence=sequence,
            task=state["name"],
            signature=state["signature"],
            run=run,
            attempt=landing.attempt,
            **state["lesson"],
        )
        self._memory.add_lesson(lesson)
        return lesson.id

    def _sequence_of(self, attempt: int) -> int:
        """Return the first sequence number that is free for an attempt.

        What the attempt itself wrote before a kill does not count, so that a repeated commit gets the same
        number. What another run wrote while this one was interrupted does.
        """
        facts = self._context.facts
        latest = self._context.ledger.sequence_after(attempt - 1, facts.start)
        items: list[TaskRecord | Lesson] = [*self._memory.records, *self._memory.lessons]
        others = [item.sequence + 1 for item in items if (item.run, item.attempt) != (facts.run, attempt)]
        return max([latest, *others])


def _entry(landing: Landing, kept: Remembered, before: int) -> Entry:
    """Write down an attempt that saw the memory below the sequence number `before`."""
    state: AttemptState = landing.state
    decision = kept.decision
    return Entry(
        attempt=landing.attempt,
        outcome=decision.outcome,
        gate=decision.gate,
        reason=decision.reason,
        name=kept.name,
        description=state.get("description", ""),
        signature=state.get("signature", ""),
        duplicate_of=decision.duplicate_of,
        verdict=state.get("verdict", ""),
        phase=state.get("phase", ""),
        revisions=state.get("revisions", 0),
        repairs=state.get("repairs", 0),
        votes=tuple(state.get("votes", ())),
        retrieved=tuple(state.get("retrieved", ())),
        path=tuple(state.get("path", ())),
        lesson=kept.lesson,
        before=before,
        sequence=kept.sequence,
    )
