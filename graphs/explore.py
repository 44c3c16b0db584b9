"""Run the exploratory graph: the one function that the command line needs.

    summary = await explore(settings, workspace, team, watch=Watch(stop=stop, on_progress=show))

This module opens what a run needs, in the right order, and closes it for sure. What happens in between is in
`graphs.run`, and in an attempt in `graphs.attempt`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from typing import Literal

from langchain_core.runnables import RunnableConfig

from agents.ask import Halt
from agents.roles import Sighted, Team
from graphs.checkpoints import Checkpoints, check_checkpoints, open_checkpoints
from graphs.commit import Committer
from graphs.context import AttemptContext, Crew, RunFacts
from graphs.costs import spending_of
from graphs.disk import DiskMeter, explained, refusal
from graphs.folder import AttemptFolders
from graphs.ledger import Counts, Entry, Ledger
from graphs.meter import Meter
from graphs.recall import Recall
from graphs.resume import begin_run, find_run, limit_reached, read_run
from graphs.review import Answers, ReviewFolder
from graphs.run import FAILURES_IN_A_ROW, STRETCH, RunContext, build_run_graph, follow_answers
from graphs.seeding import seed_library, seed_unless_stopped
from graphs.sessions import session
from graphs.settings import ExploreSettings
from graphs.spans import Spans
from graphs.state import RunState
from graphs.statistics import Tally, is_exhausted, statistics
from graphs.summary import COMPLETE, Ending, Progress, RunSummary, Watch, kept_tasks
from graphs.times import Times
from graphs.walk import Pool, Walker
from memory.memory import Memory
from memory.workspace import Workspace
from sim.atomic import write_file
from sim.catalog import BaseTask, base_tasks
from sim.errors import UsageError
from sim.verify import Verifier

THREADS = 4  # for calls to the memory, which come one at a time, and for what roles put into threads
STEPS = 3 * STRETCH + 10  # of one invocation of the run graph, LangGraph's own limit; three are an attempt

logger = logging.getLogger(__name__)


async def explore(
    settings: ExploreSettings,
    workspace: Workspace,
    team: Team,
    *,
    resume: str = "",
    watch: Watch | None = None,
) -> RunSummary:
    """Walk attempts until a limit is reached, and keep what is new and proven.

    Args:
        settings: budgets and limits; with `resume`, those stored with the run win, but `workers` and `hours`.
        workspace: where the library, the index and the runs lie.
        team: who answers the four roles.
        resume: the run to continue, `run-0001`; empty starts a new one.
        watch: how to follow the run and to end it early.

    Raises:
        UsageError: if another run holds the memory, or the run to resume is unknown or complete.
        NotBegun: if it was told to end before the run had begun.
    """
    async with Verifier(settings.workers) as prover:
        if isinstance(team, Sighted):
            team.look_through(prover.preview)
        start = Start(settings, workspace, resume, watch or Watch())
        return await explore_with(Crew(team, prover), start)


@dataclass(frozen=True)
class Start:
    """What a session begins with; see `explore`. `base` are the tasks that a new library is seeded with."""

    settings: ExploreSettings
    workspace: Workspace
    resume: str
    watch: Watch
    base: tuple[BaseTask, ...] = field(default_factory=base_tasks)


async def explore_with(crew: Crew, start: Start) -> RunSummary:
    """Do what `explore` does, with whoever proves the programs."""
    found = _find(start, crew.team) if start.resume else None
    await check_checkpoints(start.watch.outside.checkpoints)
    with explained(start.workspace.root):
        memory = await asyncio.to_thread(Memory.open, start.workspace, purpose="explore")
        with closing(memory):
            if found is None:
                seeding = seed_library(memory, crew.prover, start.base, start.settings.episodes)
                await seed_unless_stopped(seeding, start.watch.stop)
                found = begin_run(start.workspace, start.settings, crew.team.name, memory.sequence)
            summary = await Session(found, crew, memory, start.watch).run()
            await asyncio.to_thread(memory.flush)
    return summary


def _find(start: Start, team: Team) -> RunFacts:
    stored = read_run(start.workspace, start.resume)
    if stored.aim:
        raise UsageError(
            f"{start.resume} builds a curriculum; `simwright curriculum --resume {start.resume}` goes on"
        )
    if stored.replays:
        raise UsageError(
            f"{start.resume} replays {stored.replays}, on a copy of the library that is gone by now; "
            f"`simwright explore --replay {stored.replays}` begins anew"
        )
    facts = find_run(start.workspace, start.resume, start.settings, team.name)
    ledger = Ledger(facts.folder / "ledger.jsonl")
    answers = ReviewFolder(facts.folder)
    limit = limit_reached(facts.settings, ledger.counts)
    if limit and not any(answers.answer_to(attempt) for attempt in ledger.waiting):
        kept = statistics(ledger.entries).funnel.kept
        raise UsageError(
            f"{facts.run} is complete: it reached its limit of {limit} with {len(ledger)} attempts and "
            f"{kept} kept tasks; {_what_to_do(facts.run, ledger)}"
        )
    return facts


def _what_to_do(run: str, ledger: Ledger) -> str:
    """Say how a complete run goes on: with answers, or not at all."""
    if waiting := len(ledger.waiting):
        return f"{waiting} more wait for a person: answer with `simwright review {run}`, then resume it"
    return "start a new run, it builds on what this one kept"


class Session:
    """One run, from its beginning or a resume to its end or an interruption."""

    def __init__(
        self, facts: RunFacts, crew: Crew, memory: Memory, watch: Watch, answers: Answers | None = None
    ) -> None:
        """Prepare a session; `answers` are those of the run's folder if none are given."""
        self._facts = facts
        self._answers = answers or ReviewFolder(facts.folder)
        self._crew = crew
        self._memory = memory
        self._recall = Recall(memory, blind="retrieval" in facts.settings.without)
        self._watch = watch
        self._ledger = Ledger(facts.folder / "ledger.jsonl")
        self._first = len(self._ledger)
        entries = self._ledger.entries
        self._tally = Tally(entries, facts.settings.without)
        self._meter = Meter()
        self._halt = ""
        self._times = Times(facts.folder / "times.jsonl")
        self._disk = DiskMeter(facts.folder, memory.workspace.library, facts.settings)
        self._disk.note(*entries)

    async def run(self) -> RunSummary:
        """Walk the run graph and write the summary."""
        self._meter.watch(asyncio.get_running_loop(), THREADS)
        logger.info(
            "%s: session begins, with %d attempts committed and %d workers; answers: %s",
            self._facts.run, self._first, self._facts.settings.workers, self._crew.team.name,
        )  # fmt: skip
        self._show(None)
        facts, outside = self._facts, self._watch.outside
        async with AsyncExitStack() as stack:
            stack.enter_context(session(facts.folder, facts.settings.workers))
            spans = Spans(facts.folder / "spans.jsonl", facts.run, outside)
            stack.push_async_callback(asyncio.to_thread, spans.close)  # a collector may take seconds
            database = None if facts.recording else outside.checkpoints
            saver = await stack.enter_async_context(open_checkpoints(facts.folder, facts.run, database))
            end = await self._walk(spans, saver)
            if end in COMPLETE:  # what was in flight will never be needed
                await _forget_all(saver)
        return self._written(self._summary(end))

    def _written(self, summary: RunSummary) -> RunSummary:
        """Write how the run ended; a disk that has no room even for that has said why it halted."""
        try:
            write_file(
                self._facts.folder / "summary.json", summary.model_dump_json(indent=1).encode() + b"\n"
            )
        except OSError as error:
            if not (reason := refusal(error, self._facts.folder)):
                raise
            raise UsageError(f"{summary.message}; its summary could not be written: {reason}") from error
        logger.info("%s", summary.message)
        return summary

    async def _walk(self, spans: Spans, saver: Checkpoints) -> Ending:
        facts = self._facts
        context = AttemptContext(
            facts, self._crew, self._recall, self._ledger, spans, self._meter, AttemptFolders(facts.folder)
        )
        begun = await self._begun(saver)
        pool = Pool(Walker(context, saver, begun), facts.settings.workers)
        hours = facts.settings.hours
        run_context = RunContext(
            facts=facts,
            ledger=self._ledger,
            pool=pool,
            committer=Committer(context, self._memory, saver, self._times),
            answers=self._answers,
            watch=self._watch,
            disk=self._disk,
            deadline=None if hours is None else time.monotonic() - self._times.session_s + 3600 * hours,
            first=self._first,
            on_commit=self._show,
            on_halt=self._note_halt,
        )
        try:
            await follow_answers(run_context)
            return await _walk_run_graph(run_context)
        finally:
            await pool.drain(seconds=0.0)  # nothing may outlive the saver

    def _note_halt(self, reason: str) -> None:
        self._halt = reason

    async def _begun(self, saver: Checkpoints) -> set[int]:
        """Return the attempts that an earlier session left behind, and forget those that were committed."""
        begun = await saver.attempts()
        await _forget(saver, {attempt for attempt in begun if attempt < self._first})
        return begun

    def _show(self, entry: Entry | None) -> None:
        """Tell the caller where the run stands."""
        if entry and entry.ruling:  # it was counted as waiting
            self._tally = Tally(self._ledger.entries, self._facts.settings.without)
        elif entry:
            self._tally.add(entry)
        progress = Progress(
            run=self._facts.run,
            settings=self._facts.settings,
            statistics=self._tally.statistics,
            outcome=entry.outcome if entry else "",
            name=entry.name if entry else "",
            reason=entry.reason if entry else "",
            committed=len(self._ledger) - self._first,
            misses=self._ledger.counts.misses,
            seconds=self._times.session_s,
        )
        self._watch.on_progress(progress)

    def _summary(self, end: Ending) -> RunSummary:
        entries = self._ledger.entries
        numbers = self._tally.statistics
        walked = len(entries) - self._first
        spending = spending_of(self._facts.folder, self._crew.team.name, entries)
        wait = "" if self._facts.recording else _wait(self._facts.run, entries)
        return RunSummary(
            run=self._facts.run,
            attempts=numbers.attempts,
            kept=kept_tasks(entries),
            funnel=numbers.funnel,
            edges=numbers.edges,
            overhead_ms_per_attempt=round(1000 * self._meter.overhead_s / max(walked, 1), 2),
            seconds=round(self._times.run_s, 3),
            exhausted=is_exhausted(entries),
            ended=end,
            interrupted=end not in COMPLETE,
            message=(self._halt or _message(end, self._facts.run, entries)) + wait,
            usage=spending.usage,
            costs=spending.costs,
        )


async def _forget(saver: Checkpoints, attempts: set[int]) -> None:
    for attempt in sorted(attempts):
        await saver.forget(attempt)


async def _forget_all(saver: Checkpoints) -> None:
    try:
        await _forget(saver, await saver.attempts())
    except Halt as away:
        logger.warning("the run is complete, but checkpoints that nobody needs are left: %s", away)


async def _walk_run_graph(context: RunContext) -> Ending:
    # Without checkpoints of its own: the ledger says where a run stands.
    graph, config = build_run_graph(), RunnableConfig(recursion_limit=STEPS)
    # At its limit already, a run only follows answers.
    reached: Ending | Literal[""] = limit_reached(context.facts.settings, context.ledger.counts)
    state: RunState = {"next": context.first, "landed": False, "ended": reached}
    while True:
        stretch: RunState = {**state, "until": state["next"] + STRETCH}
        end = await graph.ainvoke(stretch, config, context=context, version="v2")
        state = end.value
        if reason := state["ended"]:
            return reason
        if state["next"] < stretch["until"]:
            raise RuntimeError("the run graph came to its end without a reason: its routers are wrong")


def _message(end: Ending, run: str, entries: tuple[Entry, ...]) -> str:
    """Say in a sentence why the run ended, and how to go on where it can."""
    sentences: dict[Ending, Callable[[], str]] = {
        "attempts": lambda: f"{run} made its {len(entries)} attempts",
        "kept": lambda: f"{run} kept as many tasks as it was asked for",
        "patience": lambda: f"{run} ran out of patience: {_misses(entries)} kept nothing",
        "hours": lambda: f"{run} used up its time; it can be resumed",
        "stopped": lambda: f"{run} was stopped; it can be resumed",
        "disk": lambda: f"{run} used up its disk",  # the meter itself says how much
        "halted": lambda: f"{run} cannot go on",  # `Halt` itself says why
        "failures": lambda: (
            f"{run} gave up: {FAILURES_IN_A_ROW} attempts in a row broke, and none of them by its own fault; "
            f"the last said: {entries[-1].reason}. Mend that, then resume the run"
        ),
    }
    return sentences[end]()


def _misses(entries: tuple[Entry, ...]) -> str:
    misses = Counts.of(entries).misses
    return "an attempt" if misses == 1 else f"{misses} attempts in a row"


def _wait(run: str, entries: tuple[Entry, ...]) -> str:
    """Say how many tasks wait for a person, and where to decide; nothing if none does."""
    waiting = sum(entry.outcome == "waiting" for entry in entries)
    wait = "a task waits" if waiting == 1 else f"{waiting} tasks wait"
    return f"; {wait} for a person: `simwright review {run}`" if waiting else ""
