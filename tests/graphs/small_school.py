"""A small team that plans: stages of one goal each, as many as it is told, of which some fail.

As a script it pursues a target until it has written so many programs, and then dawdles until it is killed.
Arguments: root, programs.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from agents.ask import Halt
from agents.roles import (
    CodeRequest,
    Critique,
    CritiqueRequest,
    Plan,
    PlanRequest,
    Program,
    Proposal,
    ProposeRequest,
    Reflection,
    ReflectRequest,
    Stage,
    Step,
)
from graphs.pursue import Pursuit, pursue_with
from graphs.stages import Curriculum
from graphs.teaching import CurriculumWatch
from memory.workspace import Workspace
from sim.kinds import Kind
from sim.signature import Clause
from tests.graphs.small_world import SmallProver, SmallTeam, settings_for

MOVERS: tuple[Kind, ...] = ("block", "cylinder", "box")
PLACES: tuple[Kind, ...] = ("bowl", "pallet")


def stage_of(mover: Kind, place: Kind, needs: tuple[str, ...] = ()) -> Stage:
    """Make a stage that puts one thing into a place."""
    clause = Clause(verb="inside", mover=mover, target=place, selection="all")
    task = Proposal(
        reasons="",
        name=f"{mover}-{place}",
        description=f"Bring the {mover} to the {place}.",
        assets=(mover, place),
        steps=(Step(clause=clause, count=1),),
        distractors=(),
        parents=(),
    )
    return Stage(teaches=f"bring a {mover}", needs=needs, task=task)


def way(place: Kind) -> tuple[Stage, ...]:
    """Make three stages in a row that lead to one place."""
    names = [f"{mover}-{place}" for mover in MOVERS]
    needs = [(), (names[0],), (names[0], names[1])]
    return tuple(stage_of(mover, place, need) for mover, need in zip(MOVERS, needs, strict=True))


@dataclass
class SmallSchool(SmallTeam):
    """Plans a way into a bowl; after a setback, onto a pallet what failed. Never doubts itself otherwise."""

    hopeless: tuple[str, ...] = ()  # names of tasks whose programs never work
    builds: Kind | None = None  # what programs are about instead of what was asked for
    patience: int = 1000  # programs to write before it dawdles for ever
    speechless: Exception | None = None  # what it raises instead of its first plan
    broke: str = ""  # name of a task at whose program its money is spent

    @property
    def proposer(self) -> SmallSchool:
        return self

    async def plan(self, request: PlanRequest) -> Plan:
        await self._hear(request)
        if self.speechless:
            raise self.speechless
        if request.target == "for ever":
            await asyncio.sleep(3600)
        if request.target == "nonsense":
            return Plan(reasons="read it twice", refusal="nothing can be nonsense", stages=())
        failed = {setback.stage.name for setback in request.setbacks}
        if any(name.endswith("pallet") for name in failed):
            return Plan(reasons="tried both", refusal="there is no other way", stages=())
        stages = way("pallet") if failed else way("bowl")
        kept = tuple(stage for stage in way("bowl") if failed and stage.name in request.verified)
        return Plan(reasons=f"after {len(failed)} setbacks", refusal="", stages=(*kept, *stages))

    async def propose(self, request: ProposeRequest) -> Proposal:
        await self._hear(request)
        assert request.stage is not None
        return request.stage.task

    async def critique(self, request: CritiqueRequest) -> Critique:
        return Critique(problems=(), suggestion="", duplicate_of="", feasible=True, accept=True)

    async def code(self, request: CodeRequest) -> Program:
        await self._hear(request)
        if request.proposal.name == self.broke:
            raise Halt("the budget is used up")
        self.patience -= 1
        if self.patience < 0:
            await asyncio.sleep(3600)
        clause = request.proposal.steps[0].clause
        clause = clause.model_copy(update={"mover": self.builds or clause.mover})
        verdict = "unsolved" if request.proposal.name in self.hopeless else "solved"
        plan = {"verdict": verdict, "reason": "it slips", "clause": clause.model_dump()}
        return Program(reasons="", source=json.dumps(plan))

    async def reflect(self, request: ReflectRequest) -> Reflection:
        return Reflection(reasons=("fine",), language_matches=True, keep=True, lesson="")


async def small_pursuit(
    root: Path, team: SmallSchool, target: str = "a bowl of things", *, watch: CurriculumWatch | None = None
) -> Curriculum:
    """Pursue a target with the real graphs, memory and ledger, and an empty library; again, to go on."""
    begun = (root / "runs").is_dir()
    pursuit = Pursuit(
        target,
        settings_for(),
        Workspace(root),
        resume="run-0001" if begun else "",
        watch=watch or CurriculumWatch(),
        base=(),
    )
    return await pursue_with(team, SmallProver(), pursuit)


if __name__ == "__main__":
    asyncio.run(small_pursuit(Path(sys.argv[1]), SmallSchool(patience=int(sys.argv[2]))))
