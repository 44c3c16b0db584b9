"""The only writer: what an attempt proposes becomes true here, in the order of the attempts.

    task folder (and lesson) -> one line in the ledger -> index (in batches) -> checkpoint thread deleted

Every step may be repeated. A commit depends on the attempt's files, the ledger and the memory below its own
sequence number only, so a commit that a kill cut short is made again and writes the same bytes. The same goes
for what a person decides later about an attempt that waits.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from agents.roles import Program, Proposal
from graphs.attempt import cause
from graphs.checkpoints import Checkpoints
from graphs.context import AttemptContext
from graphs.ledger import Entry, Gate, Outcome, Ruling
from graphs.recall import names_before, repeated_by
from graphs.records import record_of, unique_name
from graphs.review import WAITING_FILE, Answer, Waiting, needs_person, put_aside
from graphs.spans import Kind
from graphs.state import AttemptState
from graphs.times import Times
from graphs.walk import Landing
from memory.card import TaskCard
from memory.memory import Memory
from memory.novelty import said_before
from memory.record import Lesson
from sim.report import Report

logger = logging.getLogger(__name__)

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

    def __init__(self, context: AttemptContext, memory: Memory, saver: Checkpoints, times: Times) -> None:
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
        logger.info(
            "attempt %d %s: %s%s", entry.attempt, entry.outcome, entry.name or "no task",
            f" ({entry.gate}: {entry.reason})" if entry.gate else "",
        )  # fmt: skip
        return entry

    async def _commit(self, landing: Landing) -> Entry:
        kept = await asyncio.to_thread(self._remember, landing)  # all work of the memory, handed over once
        entry = _entry(landing, kept, self._context.before(landing.attempt))
        self._context.ledger.append(entry)
        if entry.attempt % FLUSH_EVERY == FLUSH_EVERY - 1:
            await asyncio.to_thread(self._memory.flush)
        await self._saver.forget(landing.attempt)
        self._context.folders.release(landing.attempt)
        self._times.note(landing.attempt, landing.seconds)
        return entry

    async def rule(self, answer: Answer) -> Entry:
        """Make what a person decided about an attempt that waits true, and return its line of the ledger."""
        attributes = {"attempt": answer.attempt}
        with self._context.spans.span(f"review {answer.attempt}", Kind.CHAIN, attributes) as span:
            entry = await asyncio.to_thread(self._ruled, answer)
            self._context.ledger.append(entry)
            self._context.folders.release(answer.attempt)
            span.note(outcome=entry.outcome, gate=entry.gate, task=entry.name, reason=entry.reason)
        return entry

    def _ruled(self, answer: Answer) -> Entry:
        """Keep a task that waited, or let it go; a comment on what is refused becomes a lesson."""
        ledger, attempt = self._context.ledger, answer.attempt
        state = self._context.files(attempt).read(WAITING_FILE, Waiting).state()
        sequence = self._sequence_of(attempt, ledger.sequence)
        name, lesson = state["name"], ""
        decision = self._decide_again(answer, state, sequence)
        if decision.outcome == "kept":
            name = self._keep(attempt, state, sequence, answer.comment)
            sequence += 1
        elif decision.gate == "review":
            state = _with_comment(state, answer.comment)
        if "lesson" in state:
            lesson, sequence = self._learn(attempt, state, sequence)
        return ledger.entry(attempt).model_copy(
            update={
                "outcome": decision.outcome,
                "gate": decision.gate,
                "reason": decision.reason,
                "name": name,
                "duplicate_of": decision.duplicate_of,
                "lesson": lesson,
                "sequence": sequence,
                "ruling": Ruling(keep=answer.keep, comment=answer.comment, after=len(ledger)),
            }
        )

    def _decide_again(self, answer: Answer, state: AttemptState, sequence: int) -> Decision:
        """Follow a person's answer; what they would keep must be new still."""
        if not answer.keep:
            return Decision("dropped", "review", answer.comment or "a person turned it down", "")
        if twin := self._twin(state, sequence):
            return Decision("dropped", "commit", f"repeats {twin}, which landed while it waited", twin)
        return Decision("kept", "", "", "")

    def _remember(self, landing: Landing) -> Remembered:
        """Decide about a landing, and put its task and its lesson into the library."""
        attempt, state = landing.attempt, landing.state
        sequence = self._sequence_of(attempt, self._context.ledger.sequence)
        decision = self._decide(landing, sequence)
        name, lesson = state.get("name", ""), ""
        if decision.outcome == "waiting":
            put_aside(self._context.files(attempt), state)
            return Remembered(decision, name, lesson, sequence)
        if decision.outcome == "kept":
            name = self._keep(attempt, state, sequence)
            sequence += 1
        if "lesson" in state and not landing.error:
            lesson, sequence = self._learn(attempt, state, sequence)
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
        if twin := self._twin(state, sequence):
            return Decision("dropped", "commit", f"repeats {twin}, which landed meanwhile", twin)
        if why := needs_person(state, self._context.facts.settings):
            if self._context.stage is None:
                return Decision("waiting", "", why, "")
            return Decision("dropped", "reflection", f"{why}, and a curriculum waits for nobody", "")
        return Decision("kept", "", "", "")

    def _twin(self, state: AttemptState, sequence: int) -> str:
        """Return the task that a task to keep repeats; empty if none, or if the run does not ask."""
        task = state["name"], state["description"], state["signature"]
        return repeated_by(self._memory, task, sequence) if self._context.has("novelty") else ""

    def _keep(self, attempt: int, state: AttemptState, sequence: int, comment: str = "") -> str:
        """Put the task into the library and return the name it got there."""
        files = self._context.files(attempt)
        source = files.reply(state["program"], Program).source
        report = files.read(state["report"], Report)
        parents = files.reply(state["proposal"], Proposal).parents
        earlier = names_before(self._memory, sequence)
        name = unique_name(state["name"], earlier)
        record = record_of(name, state["description"], source, report, sequence).model_copy(
            update={
                "origin": "explored",
                "run": self._context.facts.run,
                "attempt": attempt,
                "parents": tuple(parent for parent in parents if parent in earlier),
                "comment": comment,
            }
        )
        self._memory.add_task(record, source, files.read_bytes(state["preview"]))
        return name

    def _learn(self, attempt: int, state: AttemptState, sequence: int) -> tuple[str, int]:
        """Put the attempt's lesson into the library; return its id and the next free number.

        Where an earlier one says the same, it is that one's id, and the number stays free.
        """
        run = self._context.facts.run
        lesson = Lesson(
            id=f"{run}-{attempt:06d}",
            sequence=sequence,
            task=state["name"],
            signature=state["signature"],
            run=run,
            attempt=attempt,
            **state["lesson"],
        )
        if earlier := said_before(lesson, self._memory.lessons):
            return earlier, sequence
        self._memory.add_lesson(lesson)
        return lesson.id, sequence + 1

    def _sequence_of(self, attempt: int, latest: int | None) -> int:
        """Return the first sequence number that is free for an attempt.

        What the attempt itself wrote before a kill does not count, so that a repeated commit gets the same
        number. What another run wrote while this one was interrupted does. `latest` is what the ledger says.
        """
        facts = self._context.facts
        items: list[TaskCard | Lesson] = [*self._memory.cards, *self._memory.lessons]
        others = [item.sequence + 1 for item in items if (item.run, item.attempt) != (facts.run, attempt)]
        return max([facts.start if latest is None else latest, *others])


def _with_comment(state: AttemptState, comment: str) -> AttemptState:
    """Put what a person says of a task that they refuse in the place of what the attempt had to teach."""
    without: AttemptState = {**state}
    without.pop("lesson", None)
    if not comment:
        return without
    return {
        **without,
        "lesson": {
            "symptom": f"solved, but turned down by a person: {comment}",
            "cause": cause(state),
            "fix": "",
        },
    }


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
