"""A team and a prover as small as their contracts allow, and as moody: every edge of the graph gets taken.

They decide from the draw alone, so they are exactly as repeatable as the graphs around them. Only the time
that they take is up to chance: results must not depend on it. A "program" is a line of JSON that says what
the prover shall find.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from agents.roles import (
    CodeRequest,
    Critique,
    CritiqueRequest,
    Program,
    Proposal,
    ProposeRequest,
    Question,
    Reflection,
    ReflectRequest,
    Step,
)
from graphs.context import Crew
from graphs.explore import Start, explore_with
from graphs.ledger import Entry, read_ledger
from graphs.settings import ExploreSettings
from graphs.summary import RunSummary, Watch
from memory.workspace import Workspace
from sim.catalog import BaseTask, base_tasks
from sim.kinds import Kind
from sim.report import Report
from sim.signature import Clause, clauses_of, signature, skeleton
from sim.spec import GoalSpec, ObjectSpec, Pose, SceneSpec, Slot

MOVERS: tuple[Kind, ...] = ("block", "box", "cylinder", "ball")
TARGETS: tuple[Kind, ...] = ("bowl", "container", "zone", "pallet", "box")
PICTURE = b"RIFF....WEBP, more or less"


def mood(question: Question) -> random.Random:
    """Draw from the entropy of a question and nothing else."""
    return random.Random(repr(question.draw))


async def dawdle() -> None:
    """Take a time that nobody can foresee."""
    await asyncio.sleep(random.random() * 0.003)


@dataclass
class SmallTeam:
    """All four roles in one. `before_answer` hears every question first: tests break things there."""

    before_answer: Callable[[Question], None] = lambda question: None
    name: str = "small team"
    asked: list[Question] = field(default_factory=list)

    @property
    def proposer(self) -> SmallTeam:
        return self

    @property
    def critic(self) -> SmallTeam:
        return self

    @property
    def coder(self) -> SmallTeam:
        return self

    @property
    def reflection(self) -> SmallTeam:
        return self

    async def propose(self, request: ProposeRequest) -> Proposal:
        await self._hear(request)
        chance = mood(request)
        clause = Clause(
            verb=chance.choice(("inside", "on")),
            mover=chance.choice(MOVERS),
            target=chance.choice(TARGETS),
            selection="all",
        )
        return Proposal(
            reasons=f"{len(request.known)} signatures are known",
            name=f"{clause.verb}-{clause.mover}-{clause.target}",
            description=f"Bring each {clause.mover} {clause.verb} the {clause.target}.",
            assets=(clause.mover, clause.target),
            steps=(Step(clause=clause, count=1),),
            distractors=(),
            parents=tuple(example.name for example in request.examples[:1]),
        )

    async def critique(self, request: CritiqueRequest) -> Critique:
        await self._hear(request)
        accept = mood(request).random() < 0.6
        return Critique(
            problems=() if accept else (f"{request.proposal.name} is dull",),
            suggestion="" if accept else "be brave",
            duplicate_of="",
            feasible=True,
            accept=accept,
        )

    async def code(self, request: CodeRequest) -> Program:
        await self._hear(request)
        chance = mood(request)
        verdict = chance.choices(("solved", "error", "unsolved"), (6, 3, 1))[0]
        clause = request.proposal.steps[0].clause
        plan = {"verdict": verdict, "reason": chance.choice("abc"), "clause": clause.model_dump()}
        return Program(reasons="looked again" if request.report else "as asked", source=json.dumps(plan))

    async def reflect(self, request: ReflectRequest) -> Reflection:
        await self._hear(request)
        keep = mood(request).random() < 0.7
        reasons = ("it is fine",) if keep else ("it is dull",)
        return Reflection(
            reasons=reasons, language_matches=True, keep=keep, lesson="" if keep else "be brave"
        )

    async def _hear(self, question: Question) -> None:
        self.asked.append(question)
        self.before_answer(question)
        await dawdle()


class SmallProver:
    """Believes what the program says about itself; base tasks, which are real programs, are solved."""

    async def verify(self, source: str, *, episodes: int = 10, first_seed: int = 0) -> Report:
        await dawdle()
        if not source.startswith("{"):
            clause = Clause(verb="at", mover="block", target="corner", selection="all")
            return solved(clause, f"base{abs(hash_of(source)) % 1000}")
        plan = json.loads(source)
        if plan["verdict"] == "solved":
            return solved(Clause.model_validate(plan["clause"]), "")
        return Report(verdict=plan["verdict"], phase="build", reason=plan["reason"])

    async def preview(self, scene: SceneSpec) -> bytes:
        await dawdle()
        return PICTURE


def hash_of(text: str) -> int:
    """Hash as Python's own does not: the same in every process."""
    return random.Random(text).getrandbits(30)


def scene_of(clause: Clause) -> SceneSpec:
    """Build the smallest scene that has a clause's kinds."""

    def thing(kind: Kind, x: float) -> ObjectSpec:
        size = (0.124, 0.124, 0.044)
        return ObjectSpec(kind=kind, color="red", size=size, mass=0.1, pose=Pose(position=(x, 0, 0)))

    target = "box" if clause.target == "table" else clause.target
    relation = clause.verb if clause.verb in ("inside", "on", "at", "within") else "on"
    slot = Slot(relation=relation, frame=1, position=(0, 0, 0), accepts=(0,))
    goal = GoalSpec(slots=(slot,), count=1, instruction=f"bring the {clause.mover} to the {target}")
    objects = (thing(clause.mover, 0.4), thing(target, 0.6))
    return SceneSpec(task="Small", seed=0, objects=objects, goals=(goal,))


def solved(clause: Clause, suffix: str) -> Report:
    """Report success on a scene that has this clause; a suffix makes another signature of it."""
    scene = scene_of(clause)
    clauses = clauses_of(scene)
    return Report(
        verdict="solved",
        phase="repeat",
        reason="",
        success_rate=1.0,
        signature=signature(clauses) + suffix,
        skeleton=skeleton(clauses) + suffix,
        scene=scene,
    )


def settings_for(**changes: object) -> ExploreSettings:
    """Return the settings of a small run."""
    return ExploreSettings.model_validate({"attempts": 12, "lookahead": 4, "episodes": 1, **changes})


FIVE = ("align-box-corner", "packing-boxes", "place-in-zones", "put-block-in-bowl", "stack-block-pyramid")


async def small_run(
    root: Path,
    settings: ExploreSettings,
    *,
    resume: str = "",
    team: SmallTeam | None = None,
    watch: Watch | None = None,
) -> RunSummary:
    """Run the real graphs, memory, ledger and checkpoints with the small crew."""
    crew = Crew(team or SmallTeam(), SmallProver())
    start = Start(settings, Workspace(root), resume, watch or Watch(), small_library())
    return await explore_with(crew, start)


def small_library() -> tuple[BaseTask, ...]:
    """Return five of the base tasks: enough to grow from, and quick to read."""
    return tuple(task for task in base_tasks() if task.name in FIVE)


def ledger_of(root: Path, run: str = "run-0001") -> list[Entry]:
    """Read a run's ledger."""
    return read_ledger(root / "runs" / run / "ledger.jsonl")


def truth_of(root: Path) -> dict[str, bytes]:
    """Return every byte that a seed must decide: the library and all ledgers."""
    files = [*(root / "library").rglob("*"), *(root / "runs").glob("*/ledger.jsonl")]
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(files) if path.is_file()}
