"""The four roles: what each is asked and what it answers.

Behind a role stands the built-in author (`agents.author`) or a chat model. Both get the same request and owe
the same reply. Replies put reasons before verdicts, and use neither dictionaries nor defaults, so that their
JSON schema is one that model endpoints can enforce.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal, Protocol, Self, runtime_checkable

from pydantic import Field, model_validator

from sim.kinds import Kind
from sim.report import Report
from sim.signature import Clause, signature
from sim.spec import Data, SceneSpec

RoleName = Literal["proposer", "critic", "coder", "reflection"]
MOST_STAGES = 12  # of a plan; a longer one has lost sight of its target


class Step(Data):
    """One planned goal: the clause of the signature it will have, and how many objects it moves."""

    clause: Clause
    count: int = Field(ge=1, le=8, description="How many objects are moved.")


class Proposal(Data):
    """A task that has no program yet."""

    reasons: str = Field(description="Why this task, given what the library holds.")
    name: str = Field(description="Kebab-case, at most six words: stack-blocks-by-size.")
    description: str = Field(description="One or two sentences: the scene and what shall hold.")
    assets: tuple[str, ...] = Field(description="What the scene needs, in words: block, red bowl, ...")
    steps: tuple[Step, ...] = Field(description="The goals, in the order in which they are spoken.")
    distractors: tuple[Kind, ...] = Field(description="Movable objects that no goal asks for.")
    parents: tuple[str, ...] = Field(description="Names of the tasks that this one builds on.")


class Stage(Data):
    """One task on the way to a target: the skill that it teaches, and what has to be learned before it."""

    teaches: str = Field(description="The skill, as a verb phrase: stack blocks in any order.")
    needs: tuple[str, ...] = Field(description="Names of the earlier stages that it builds on.")
    task: Proposal

    @property
    def name(self) -> str:
        """The name of its task."""
        return self.task.name

    @property
    def goals(self) -> str:
        """The signature that a task of this stage has to have."""
        return signature([step.clause for step in self.task.steps])


class Plan(Data):
    """The way to a target: a curriculum before anything of it is built."""

    reasons: str = Field(description="What the target is made of, and why in this order.")
    refusal: str = Field(description="Why the target cannot be built, and what could be; empty if it can.")
    stages: tuple[Stage, ...] = Field(
        description="In the order in which they are learned, the target itself last; none when refused."
    )

    @model_validator(mode="after")
    def _leads_to_the_target(self) -> Self:
        """Refuse a plan that says yes and no, and a stage that needs what does not come before it."""
        if bool(self.refusal) == bool(self.stages):
            raise ValueError("a plan has either stages or a refusal; give one of them")
        if len(self.stages) > MOST_STAGES:
            raise ValueError(f"{len(self.stages)} stages are too many; take {MOST_STAGES} at most")
        earlier: list[str] = []
        for stage in self.stages:
            if stage.name in earlier:
                raise ValueError(f"two stages are called {stage.name!r}; a name is given once")
            if strangers := [need for need in stage.needs if need not in earlier]:
                raise ValueError(f"{stage.name} needs {', '.join(strangers)}, which do not come before it")
            earlier.append(stage.name)
        return self


class Critique(Data):
    """What the critic thinks of a proposal, reasons first."""

    problems: tuple[str, ...] = Field(description="Concrete faults; empty if none.")
    suggestion: str = Field(description="What would mend them; empty if nothing is wrong.")
    duplicate_of: str = Field(description="The task that this one repeats; empty if none.")
    feasible: bool
    accept: bool


class Program(Data):
    """A program for a proposal."""

    reasons: str = Field(description="What was decided, or what was changed after a report.")
    source: str


class Reflection(Data):
    """One vote on whether a solved task is worth keeping."""

    reasons: tuple[str, ...] = Field(description="Each reason for the vote, one sentence each.")
    language_matches: bool = Field(description="Every instruction says exactly what its goal asks.")
    keep: bool
    lesson: str = Field(description="What to do differently next time; empty if kept.")


class Example(Data):
    """A remembered task, shown to a role as data."""

    name: str
    description: str
    signature: str
    score: float
    program: str = ""


class Rejection(Data):
    """A recent attempt that was dropped, so that it is not made again."""

    name: str
    signature: str
    reason: str


class Question(Data):
    """Base of all requests: `draw` is the entropy that a role without a model draws from."""

    draw: tuple[int, ...]


class ProposeRequest(Question):
    """Invent a task; or, when `previous` is there, mend that proposal."""

    kinds: tuple[Kind, ...]
    examples: tuple[Example, ...]
    known: tuple[str, ...] = Field(description="Signatures that the library holds, oldest first.")
    rejected: tuple[Rejection, ...]
    about: str = Field(
        default="",
        description="What the person who started the run would like to see; empty if nothing in particular.",
    )
    previous: Proposal | None = None
    critique: Critique | None = None
    stage: Stage | None = Field(
        default=None,
        description="Of a curriculum: what the task has to be; it needs tasks that are known by these names.",
    )


class Setback(Data):
    """A stage that did not become a verified task, and why."""

    stage: Stage
    reason: str


class PlanRequest(Question):
    """Take a target apart into stages; or, after setbacks, find another way to it."""

    target: str = Field(description="What shall be possible in the end, in somebody's words.")
    kinds: tuple[Kind, ...]
    examples: tuple[Example, ...] = Field(description="Verified tasks that are near to the target.")
    previous: Plan | None = None
    verified: tuple[str, ...] = Field(default=(), description="Stages that are done and may be built on.")
    setbacks: tuple[Setback, ...] = Field(default=(), description="What was tried in vain, oldest first.")


class CritiqueRequest(Question):
    """Judge a proposal beside the tasks nearest to it."""

    proposal: Proposal
    nearest: tuple[Example, ...]


class CodeRequest(Question):
    """Write a program; or, when `program` and `report` are there, repair that program."""

    proposal: Proposal
    examples: tuple[Example, ...]
    lessons: tuple[str, ...]
    program: Program | None = None
    report: Report | None = None


class ReflectRequest(Question):
    """Vote on a program that verification solved; `report.scene` is what it built."""

    vote: int
    proposal: Proposal
    program: Program
    report: Report
    nearest: tuple[Example, ...]
    failures: tuple[str, ...] = Field(default=(), description="Of attempts near to it that led to no task.")


class Proposer(Protocol):
    """Invents tasks."""

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Answer with a proposal."""


class Planner(Proposer, Protocol):
    """A proposer in its second mode: it plans the way to a target."""

    async def plan(self, request: PlanRequest) -> Plan:
        """Answer with stages, or with the reason why there are none."""


class Critic(Protocol):
    """Finds what is wrong with a proposal before any code is written."""

    async def critique(self, request: CritiqueRequest) -> Critique:
        """Answer with problems, or none."""


class Coder(Protocol):
    """Writes and repairs programs."""

    async def code(self, request: CodeRequest) -> Program:
        """Answer with a whole program."""


class Reflector(Protocol):
    """Votes on solved tasks."""

    async def reflect(self, request: ReflectRequest) -> Reflection:
        """Answer with one vote."""


@runtime_checkable
class Sighted(Protocol):
    """A team of which some see: it wants pictures of scenes."""

    def look_through(self, draw: Callable[[SceneSpec], Awaitable[bytes]]) -> None:
        """Have scenes drawn, start and end, as WebP."""


@runtime_checkable
class Arbitrated(Protocol):
    """A team in which somebody may be asked when votes are even."""

    @property
    def arbiter(self) -> Reflector | None:
        """Who is asked; None if there is nobody stronger than those who voted."""


class Team(Protocol):
    """All four roles, by name of attribute."""

    @property
    def name(self) -> str:
        """Who answers: "built-in author", or the names of models."""

    @property
    def proposer(self) -> Proposer:
        """Who proposes."""

    @property
    def critic(self) -> Critic:
        """Who criticises."""

    @property
    def coder(self) -> Coder:
        """Who writes programs."""

    @property
    def reflection(self) -> Reflector:
        """Who votes."""


class PlanningTeam(Team, Protocol):
    """A team whose proposer also plans."""

    @property
    def proposer(self) -> Planner:
        """Who proposes and plans."""
