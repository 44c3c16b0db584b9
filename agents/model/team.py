"""The team whose roles are played by chat models; the built-in author stands in where it is told to.

Each role is a small class with the one method that the graphs call. Whom it asks is a casting of
`agents.models`: the role's model, a strong one once the simulator has said no, a fallback at the end.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from agents.ask import Unanswered
from agents.model.album import Album, Draw
from agents.model.asking import Asking, Desk, Job, structured
from agents.model.chat import Chat, Wire
from agents.model.methods import Mixture
from agents.model.parsing import parsed, parsed_program
from agents.model.planning import sound
from agents.model.schema import schema_of
from agents.models import ROLES, Access, ModelFacts, ModelsSettings, casting, team_name
from agents.roles import (
    Coder,
    CodeRequest,
    Critic,
    Critique,
    CritiqueRequest,
    Plan,
    Planner,
    PlanningTeam,
    PlanRequest,
    Program,
    Proposal,
    ProposeRequest,
    Question,
    Reflection,
    Reflector,
    ReflectRequest,
    RoleName,
)
from agents.transcript import Method
from sim.spec import Data, SceneSpec

D = TypeVar("D", bound=Data)
Answer = Callable[[], Awaitable[D]]


@dataclass(frozen=True)
class Stage:
    """Where models play: how each endpoint is reached, what questions need, who stands in, who draws."""

    settings: ModelsSettings
    access: Mapping[str, Access]
    desk: Desk
    understudy: PlanningTeam
    draw: Draw | None = None


class ModelTeam:
    """Four roles, each behind the models that the settings name. Close it when nobody asks any more."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._wires = {name: Wire(access) for name, access in stage.access.items()}
        self._chats: dict[str, Chat] = {}
        self._album = Album(stage.draw) if stage.draw else None
        self._cast = {role: casting(stage.settings, role) for role in ROLES}

    @property
    def name(self) -> str:
        """Who answers."""
        return team_name(self.stage.settings)

    @property
    def proposer(self) -> Planner:
        """Who proposes and plans."""
        return self.understudy.proposer if self._cast["proposer"].is_built_in else _ModelProposer(self)

    @property
    def critic(self) -> Critic:
        """Who criticises."""
        return self.understudy.critic if self._cast["critic"].is_built_in else _ModelCritic(self)

    @property
    def coder(self) -> Coder:
        """Who writes programs."""
        return self.understudy.coder if self._cast["coder"].is_built_in else _ModelCoder(self)

    @property
    def reflection(self) -> Reflector:
        """Who votes."""
        return self.understudy.reflection if self._cast["reflection"].is_built_in else _ModelReflection(self)

    @property
    def understudy(self) -> PlanningTeam:
        """Who stands in for a model."""
        return self.stage.understudy

    def look_through(self, draw: Draw) -> None:
        """Have scenes drawn by whoever can, for models that see."""
        self._album = Album(draw)

    async def aclose(self) -> None:
        """Close all connections."""
        for wire in self._wires.values():
            await wire.aclose()

    @property
    def arbiter(self) -> Reflector | None:
        """Who breaks a tie between votes: the strong model, if there is one."""
        return _ModelReflection(self, strong=True) if self.stage.settings.strong else None

    async def answer(self, job: Job[D], stand_in: Answer[D], *, strong: bool = False) -> D:
        """Have a job done by the models of its role, in their order; `stand_in` is the built-in author.

        Raises:
            Halt: if nothing can go on.
            Unanswered: if the last one of them gave no usable answer.
        """
        cast = self._cast[job.role]
        *others, last = cast.strong if strong else cast.first
        for facts in others:
            try:
                return await self._done_by(facts, job, stand_in)
            except Unanswered:
                continue  # what it said is in the transcript; the next one is asked
        return await self._done_by(last, job, stand_in)

    async def try_out(self, role: RoleName, facts: ModelFacts) -> Method:
        """Ask a model one tiny question in the way that a role would, and say which way that is.

        Raises:
            Fault: if it gives no answer.
        """
        asking = Asking(self.stage.desk, self.chat(facts), structured(role, Question(draw=()), Mixture))
        return await asking.try_out("text" if role == "coder" else None)

    async def pictures(self, scene: SceneSpec | None, *, strong: bool = False) -> tuple[bytes, ...]:
        """Have a scene drawn for a reflection whose model sees; once, for all votes on it."""
        cast = self._cast["reflection"]
        seers = [facts for facts in (cast.strong if strong else cast.first) if facts and facts.options.sees]
        if scene is None or self._album is None or not seers:
            return ()
        return (await self._album.picture(scene),)

    async def _done_by(self, facts: ModelFacts | None, job: Job[D], stand_in: Answer[D]) -> D:
        if facts is None:
            return await stand_in()
        shown = job if facts.options.sees else replace(job, pictures=())
        return await Asking(self.stage.desk, self.chat(facts), shown).reply()

    def chat(self, facts: ModelFacts) -> Chat:
        """Return the way to a model; the same one for all who ask for it."""
        if facts.full_name not in self._chats:
            self._chats[facts.full_name] = Chat(facts, self._wires[facts.endpoint])
        return self._chats[facts.full_name]


class _Role:
    def __init__(self, team: ModelTeam) -> None:
        self._team = team
        self._behind = team.understudy


class _ModelProposer(_Role):
    async def propose(self, request: ProposeRequest) -> Proposal:
        job = structured("proposer", request, Proposal)
        return await self._team.answer(job, lambda: self._behind.proposer.propose(request))

    async def plan(self, request: PlanRequest) -> Plan:
        """Answer as the proposer's model, which is paid as one: to plan is its second mode."""
        job = Job("proposer", request, lambda text: sound(parsed(text, Plan), request), schema_of(Plan))
        return await self._team.answer(job, lambda: self._behind.proposer.plan(request))


class _ModelCritic(_Role):
    async def critique(self, request: CritiqueRequest) -> Critique:
        job = structured("critic", request, Critique)
        return await self._team.answer(job, lambda: self._behind.critic.critique(request))


class _ModelCoder(_Role):
    async def code(self, request: CodeRequest) -> Program:
        job = Job("coder", request, parsed_program)
        strong = request.report is not None  # the simulator said no
        return await self._team.answer(job, lambda: self._behind.coder.code(request), strong=strong)


class _ModelReflection(_Role):
    def __init__(self, team: ModelTeam, *, strong: bool = False) -> None:
        super().__init__(team)
        self._strong = strong

    async def reflect(self, request: ReflectRequest) -> Reflection:
        pictures = await self._team.pictures(request.report.scene, strong=self._strong)
        job = structured("reflection", request, Reflection, pictures)
        return await self._team.answer(
            job, lambda: self._behind.reflection.reflect(request), strong=self._strong
        )
