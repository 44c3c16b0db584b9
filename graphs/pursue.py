"""Pursue a target: the one function that `simwright curriculum` needs.

    curriculum = await pursue(Pursuit("build a car", settings, workspace), team)

A pursuit is a run like any other to the eye, in `runs/`, and walks another graph: `graphs.curriculum`. What
it opens and closes, and the summary that it leaves, are those of `graphs.explore`.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, field

from langchain_core.runnables import RunnableConfig

from agents.roles import MOST_STAGES, PlanningTeam, Sighted
from graphs.checkpoints import Checkpoints, check_checkpoints
from graphs.context import AttemptContext, Crew, Prover, RunFacts
from graphs.curriculum import REPLANS, build_curriculum_graph
from graphs.disk import explained
from graphs.explore import Session
from graphs.folder import AttemptFolders
from graphs.records import unique_name
from graphs.resume import Aim, begin_run, find_run, read_run
from graphs.seeding import seed_library, seed_unless_stopped
from graphs.settings import ExploreSettings
from graphs.spans import Spans
from graphs.stages import Curriculum, curriculum_names, read_curriculum, unbegun
from graphs.summary import Ending, Watch
from graphs.teaching import CurriculumWatch, TeachingContext
from memory.memory import Memory
from memory.workspace import Workspace
from sim.catalog import BaseTask, base_tasks
from sim.errors import UsageError
from sim.verify import Verifier

NAME_CHARS = 48  # of a curriculum; targets may be long
MOST_ATTEMPTS = MOST_STAGES * (1 + REPLANS)
NO_STEP_LIMIT = 2**31 - 1  # the graph is bounded by its stages; LangGraph's own limit would end long plans


@dataclass(frozen=True)
class Pursuit:
    """What a session begins with; `resume` names the run of a curriculum that was stopped or killed.

    Of `settings`, limits on attempts and time do not apply: a plan says how many attempts there are.
    """

    target: str
    settings: ExploreSettings
    workspace: Workspace
    resume: str = ""
    watch: CurriculumWatch = field(default_factory=CurriculumWatch)
    base: tuple[BaseTask, ...] = field(default_factory=base_tasks)


async def pursue(pursuit: Pursuit, team: PlanningTeam) -> Curriculum:
    """Plan the way to a target, and verify every stage of it and then the target.

    Raises:
        UsageError: if another run holds the memory, or the run to resume is unknown, complete or explores.
        NotBegun: if it was told to end before the run had begun.
    """
    async with Verifier(pursuit.settings.workers) as prover:
        if isinstance(team, Sighted):
            team.look_through(prover.preview)
        return await pursue_with(team, prover, pursuit)


async def pursue_with(team: PlanningTeam, prover: Prover, pursuit: Pursuit) -> Curriculum:
    """Do what `pursue` does, with whoever proves the programs."""
    aimed = _find(pursuit, team) if pursuit.resume else None
    await check_checkpoints(pursuit.watch.outside.checkpoints)
    with explained(pursuit.workspace.root):
        memory = await asyncio.to_thread(Memory.open, pursuit.workspace, purpose="curriculum")
        with closing(memory):
            if aimed is None:
                seeding = seed_library(memory, prover, pursuit.base, pursuit.settings.episodes)
                await seed_unless_stopped(seeding, pursuit.watch.stop)
                aimed = _begin(pursuit, team, memory.sequence)
            facts, aim = aimed
            session = PursuitSession(
                facts, Crew(team, prover), memory, Watch(pursuit.watch.stop, outside=pursuit.watch.outside)
            )
            session.pursue(
                Curriculum(name=aim.curriculum, target=aim.target, run=facts.run), team, pursuit.watch
            )
            await session.run()
            await asyncio.to_thread(memory.flush)
    return read_curriculum(pursuit.workspace, aim.curriculum)


def _begin(pursuit: Pursuit, team: PlanningTeam, start: int) -> tuple[RunFacts, Aim]:
    """Name the curriculum and its run; the folder of the one is there before the other is."""
    workspace = pursuit.workspace
    workspace.curricula.mkdir(parents=True, exist_ok=True)
    taken = [folder.name for folder in workspace.curricula.iterdir()]
    aim = Aim(curriculum=unique_name(pursuit.target[:NAME_CHARS], taken), target=pursuit.target)
    (workspace.curricula / aim.curriculum).mkdir()
    in_turn = {"lookahead": 1, "review": False}
    settings = pursuit.settings.of(MOST_ATTEMPTS).model_copy(update=in_turn)
    return begin_run(workspace, settings, team.name, start, aim), aim


def _find(pursuit: Pursuit, team: PlanningTeam) -> tuple[RunFacts, Aim]:
    workspace, run = pursuit.workspace, pursuit.resume
    aim = read_run(workspace, run).aim
    if aim is None:
        raise UsageError(f"{run} builds no curriculum; `simwright explore --resume {run}` goes on with it")
    if aim.curriculum in curriculum_names(workspace):
        known = read_curriculum(workspace, aim.curriculum)
        if known.standing != "building":
            raise UsageError(f"{run} is complete: its target {aim.target!r} is {known.standing}; begin anew")
    return find_run(workspace, run, pursuit.settings, team.name), aim


class PursuitSession(Session):
    """One session of a curriculum's run: opened, followed and summed up as any other, but for its graph."""

    def pursue(self, curriculum: Curriculum, team: PlanningTeam, watch: CurriculumWatch) -> None:
        """Say what the run is for; call it before `run`."""
        self._curriculum, self._planner, self._following = curriculum, team.proposer, watch

    async def _walk(self, spans: Spans, saver: Checkpoints) -> Ending:
        facts = self._facts
        begun = await self._begun(saver)
        context = TeachingContext(
            attempts=AttemptContext(
                facts,
                self._crew,
                self._recall,
                self._ledger,
                spans,
                self._meter,
                AttemptFolders(facts.folder),
            ),
            planner=self._planner,
            memory=self._memory,
            saver=saver,
            times=self._times,
            begun=begun,
            curriculum=self._curriculum,
            watch=self._following,
            on_commit=self._show,
        )
        config: RunnableConfig = {"recursion_limit": NO_STEP_LIMIT}
        # Without checkpoints of its own: the ledger and the plans say where a run stands.
        end = await build_curriculum_graph().ainvoke(unbegun(), config, context=context)
        if end["halt"]:
            self._note_halt(end["halt"])
            return "halted"
        return "stopped" if end["stopped"] else "attempts"
