"""What the nodes of the curriculum graph do: ask for a plan, walk a stage as an attempt, write things down.

A curriculum is built within a run, with its ledger, its attempts and its checkpoints. A resume walks the
graph from its beginning: plans are found among the exchanges and attempts in the ledger, so that everything
done is passed by at once. Which step comes next is none of this module's business: see `graphs.curriculum`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, TypeVar  # Any: what a coroutine yields is between it and the event loop

from agents.ask import Halt, Unanswered, ask_for
from agents.exchange import Asked, ExchangeStore
from agents.roles import Example, Plan, Planner, PlanRequest, Setback, Stage
from graphs.checkpoints import Checkpoints
from graphs.commit import Committer
from graphs.context import AttemptContext
from graphs.folder import PLANS, AttemptFolder, plans_folder
from graphs.ledger import Entry
from graphs.outside import Outside
from graphs.recall import EXAMPLES, Recall, Shown, told
from graphs.recall import Plan as Task
from graphs.spans import AGENT, INVOKE_AGENT, OPERATION, PROVIDER, Attribute, Kind
from graphs.stages import (
    Attempted,
    Curriculum,
    CurriculumState,
    order_of,
    outcome_of,
    records_of,
    still_done,
    write_curriculum,
)
from graphs.telling import CallSpans, told_calls
from graphs.times import Times
from graphs.walk import Landing, Pool, Walker
from memory.library import Library
from memory.memory import Memory
from sim.kinds import KINDS

T = TypeVar("T")


def plans_of(run: Path) -> ExchangeStore:
    """Return where the planner's answers lie in the folder of a run."""
    return ExchangeStore(plans_folder(run))


@dataclass(frozen=True)
class CurriculumWatch:
    """How the caller follows a curriculum and ends it early.

    `stop` may be set at any time; the stage in flight ends at its next step, and the curriculum can be
    resumed. `on_change` is called after every plan and stage, from the event loop: it must be quick.
    `outside` are services beyond the workspace.
    """

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    on_change: Callable[[Curriculum], None] = lambda curriculum: None
    outside: Outside = field(default_factory=Outside)


@dataclass(frozen=True)
class TeachingContext:
    """What the nodes of the curriculum graph may use; `begun` are attempts that an earlier session left."""

    attempts: AttemptContext
    planner: Planner
    memory: Memory
    saver: Checkpoints
    times: Times
    begun: set[int]
    curriculum: Curriculum  # as it began
    watch: CurriculumWatch
    on_commit: Callable[[Entry], None]


class Teaching:
    """The work of one node, at one point of the way."""

    def __init__(self, context: TeachingContext, state: CurriculumState) -> None:
        self._context = context
        self._attempts = context.attempts
        self._state = state

    async def plan(self) -> CurriculumState:
        """Ask for a plan; after setbacks for another one, which keeps what is verified.

        Without an answer nothing goes on, not even past the failed stage: a resume asks again, and what it is
        told must not meet attempts that were made for another plan.
        """
        try:
            answered = await self._unless_stopped(self._answer())
        except (Halt, Unanswered) as reason:
            return {"stopped": True, "halt": str(reason)}
        if answered is None:
            return {"stopped": True}
        answer, file = answered
        if answer.refusal:
            return self._noted({"refusal": answer.refusal})
        done = still_done(answer, self._state["outcomes"])
        *stages, target = (stage.name for stage in answer.stages)
        return self._noted(
            {
                "plan": file,
                "waiting": [name for name in stages if name not in done],
                "target": target,
                "outcomes": done,
                "failed": False,
            }
        )

    async def stage(self, name: str) -> CurriculumState:
        """Walk a stage through the attempt graph, and commit it."""
        state = self._state
        stage = next(stage for stage in self._plan(state["plan"]).stages if stage.name == name)
        try:
            entry = await self._entry(stage)
        except Halt as reason:
            return {"stopped": True, "halt": str(reason)}
        if entry is None:
            return {"stopped": True}
        outcome = outcome_of(stage, entry, self._signature_of(entry))
        tried = Attempted(plan=state["plan"], stage=name, reason=outcome["reason"])
        return self._noted(
            {
                "attempt": state["attempt"] + 1,
                "outcomes": {**state["outcomes"], name: outcome},
                "setbacks": state["setbacks"] if outcome["task"] else [*state["setbacks"], tried],
                "failed": not outcome["task"],
            }
        )

    async def report(self) -> CurriculumState:
        """Write down how it ended; one that was stopped is still being built."""
        state, now = self._state, self._now(self._state)
        if not state["stopped"]:
            now = now.ended(state["refusal"])
        self._write(now.halted(state["halt"]) if state["halt"] else now)
        return {"waiting": []}

    # --- plans --------------------------------------------------------------------------------------------

    async def _answer(self) -> tuple[Plan, str]:
        """Ask the planner; return what it says, and the name of the file that holds it."""
        context, state = self._attempts, self._state
        turn, target = len(state["setbacks"]), self._context.curriculum.target
        near = await context.recall.near(target, context.before(state["attempt"]))
        request = PlanRequest(
            draw=context.draw(state["attempt"], "plan", turn),
            target=target,
            kinds=KINDS,
            examples=near.examples,
            previous=self._plan(state["plan"]) if state["plan"] else None,
            verified=tuple(name for name, outcome in state["outcomes"].items() if outcome["task"]),
            setbacks=tuple(map(self._setback, state["setbacks"])),
        )
        team = context.crew.team.name
        asked = Asked(0, "proposer", turn, 0, request, Plan, team)
        who: dict[str, Attribute] = {OPERATION: INVOKE_AGENT, AGENT: "proposer", PROVIDER: team}
        with context.spans.span("invoke_agent proposer", Kind.AGENT, who) as span:
            store, listener = plans_of(context.facts.folder), CallSpans(context.spans)
            answer = ask_for(asked, lambda: self._context.planner.plan(request), store, None, listener)
            found = await context.meter.outside(answer)
            file = PurePath(asked.file_name).name
            span.note(answer=file, retrieved=list(near.told), **told_calls(found.calls))
        return found.reply, file

    async def _unless_stopped(self, question: Coroutine[Any, Any, T]) -> T | None:  # Any: see the import
        """Return what a question brings; None if somebody asks for an end before it does."""
        asking = asyncio.create_task(question)
        stopping = asyncio.create_task(self._context.watch.stop.wait())
        try:
            await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else None
        finally:
            asking.cancel()
            stopping.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)

    def _plan(self, file: str) -> Plan:
        return AttemptFolder(self._attempts.facts.folder / PLANS / f"{0:06d}").reply(file, Plan)

    def _setback(self, tried: Attempted) -> Setback:
        stages = self._plan(tried["plan"]).stages
        return Setback(
            stage=next(stage for stage in stages if stage.name == tried["stage"]), reason=tried["reason"]
        )

    # --- stages -------------------------------------------------------------------------------------------

    async def _entry(self, stage: Stage) -> Entry | None:
        """Return what became of the stage's attempt, from the ledger or by walking it; None if stopped."""
        attempt, ledger = self._state["attempt"], self._attempts.ledger
        if attempt < len(ledger):
            return ledger.entry(attempt)
        context = self._context_of(stage)
        landing = await self._landing(context, attempt)
        if landing is None:
            return None
        committer = Committer(context, self._context.memory, self._context.saver, self._context.times)
        entry = await committer.commit(landing)
        self._context.on_commit(entry)
        return entry

    async def _landing(self, context: AttemptContext, attempt: int) -> Landing | None:
        """Walk an attempt to its end; when it is to stop, let it end at its next step and return None."""
        stop = self._context.watch.stop
        pool = Pool(Walker(context, self._context.saver, self._context.begun), workers=1)
        try:
            if not stop.is_set():
                pool.admit(attempt)
            await pool.wait(attempt, stop, None)
            if stop.is_set():
                await pool.drain()
                if not pool.has_landed(attempt):
                    return None
            return pool.take(attempt)  # raises what broke the machinery, which is not the attempt's
        finally:
            await pool.drain(seconds=0.0)

    def _context_of(self, stage: Stage) -> AttemptContext:
        """Give the attempt its stage, which speaks of what it needs by the names in the library."""
        outcomes = self._state["outcomes"]
        needs = [outcomes[need]["task"] for need in stage.needs if need in outcomes]
        known = stage.model_copy(update={"needs": tuple(dict.fromkeys(filter(None, needs)))})
        return replace(self._attempts, stage=known, recall=StageRecall(self._context.memory, known))

    def _signature_of(self, entry: Entry) -> str:
        """Return the signature of the task that an attempt kept, or found in the library; empty if none."""
        name = entry.name if entry.outcome == "kept" else entry.duplicate_of
        return next((card.signature for card in self._context.memory.cards if card.name == name), "")

    # --- the file -----------------------------------------------------------------------------------------

    def _noted(self, changes: CurriculumState) -> CurriculumState:
        """Write the curriculum as it is after these changes, and return the changes."""
        self._write(self._now({**self._state, **changes}))
        return changes

    def _now(self, state: CurriculumState) -> Curriculum:
        plan = self._plan(state["plan"]) if state["plan"] else None
        stages = records_of(plan, state["outcomes"]) if plan else ()
        return self._context.curriculum.model_copy(
            update={"plan": plan.reasons if plan else "", "stages": stages, "order": order_of(stages)}
        )

    def _write(self, curriculum: Curriculum) -> None:
        """Write the curriculum and tell the caller."""
        write_curriculum(self._context.memory.workspace, curriculum)
        self._context.watch.on_change(curriculum)


class StageRecall(Recall):
    """The memory as a stage sees it: what it builds on comes first.

    Only the same signature makes a repetition. Elsewhere nearly the same words do, too, but a stage is asked
    for by what it teaches, and its words are plain.
    """

    def __init__(self, memory: Memory, stage: Stage) -> None:
        super().__init__(memory)
        self._stage = stage

    async def around_a_task(self, draw: tuple[int, ...], about: str, before: int) -> Shown:
        """Return what the stage builds on, then what is near to it; nothing is drawn."""
        near = await self.near(self._stage.task.description, before)
        return _first(await asyncio.to_thread(self._teachers, before), near)

    async def for_coder(self, plan: Task, symptom: str, before: int) -> Shown:
        """Return what the stage builds on, with programs, before what else helps to write its own."""
        found = await super().for_coder(plan, symptom, before)
        return _first(await asyncio.to_thread(self._teachers, before), found)

    async def duplicate_of(self, name: str, description: str, signature: str, before: int) -> str:
        """Return the remembered task of the same signature; empty if none."""
        known = await asyncio.to_thread(self._memory.signatures, before=before)
        return known.get(signature, "")

    def _teachers(self, before: int) -> list[Example]:
        library = Library(self._memory.workspace.library)
        return [
            Example(
                name=card.name,
                description=card.description,
                signature=card.signature,
                score=1.0,  # it was asked for by name
                program=library.program(card),
            )
            for card in self._memory.cards
            if card.name in self._stage.needs and card.sequence < before
        ]


def _first(teachers: list[Example], others: Shown) -> Shown:
    """Put what was asked for by name before what was found, and leave out what is then too many."""
    names = {example.name for example in teachers}
    examples = [*teachers, *(example for example in others.examples if example.name not in names)][:EXAMPLES]
    needed = [told(teacher.name, teacher.score, "needed") for teacher in teachers]
    found = [line for line in others.told if line.partition(" ")[0] not in names]
    return Shown(tuple(examples), others.lessons, (*needed, *found))
