"""Requests to the four roles, good answers to them, and a team of models in front of the test server."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from agents.author import BuiltInAuthor
from agents.author.planner import plan
from agents.model.album import Draw
from agents.model.asking import Desk, Patience
from agents.model.methods import LIBRARIES, Capabilities, Capability, Remembered
from agents.model.prompts import Prompts
from agents.model.team import ModelTeam, Stage
from agents.models import Access, Endpoint, ModelOptions, ModelsSettings, endpoint_of
from agents.roles import (
    CodeRequest,
    Critique,
    CritiqueRequest,
    Example,
    PlanRequest,
    Program,
    ProposeRequest,
    Question,
    Reflection,
    ReflectRequest,
    RoleName,
)
from agents.transcript import Method
from agents.usage import Account, Limits
from sim.kinds import KINDS
from sim.reference import sections
from sim.spec import Data
from tests.agents.samples import composed, propose_request, sample_of_cells, solved_report

TODAY = date(2026, 11, 23)
MODEL = "small"
HANDBOOK = {section.title: section.text for section in sections()}
PROPOSAL = composed(sample_of_cells(100)[0])
NEAR = (Example(name="a-task", description="A task.", signature="on(ball -> zone) by all", score=0.5),)
SOURCE = HANDBOOK["A program"].partition("```python\n")[2].partition("```")[0]
PROGRAM = Program(reasons="It is the simplest way.", source=SOURCE)
REPORT = solved_report(SOURCE)
CRITIQUE = Critique(problems=(), suggestion="", duplicate_of="", feasible=True, accept=True)
REFLECTION = Reflection(reasons=("It is clear.",), language_matches=True, keep=True, lesson="")


@dataclass(frozen=True)
class Part:
    """One role: a request, a good reply to it, and what a model writes to give that reply."""

    role: RoleName
    request: Question
    reply: Data
    said: str

    def ask(self, team: ModelTeam) -> Awaitable[Data]:
        """Ask the role of a team."""
        request = self.request
        match request:
            case ProposeRequest():
                return team.proposer.propose(request)
            case PlanRequest():
                return team.proposer.plan(request)
            case CritiqueRequest():
                return team.critic.critique(request)
            case CodeRequest():
                return team.coder.code(request)
            case ReflectRequest():
                return team.reflection.reflect(request)
        raise TypeError(type(request))


def fenced(program: Program) -> str:
    """Write a program as a coder does."""
    return f"{program.reasons}\n\n```python\n{program.source}```\n"


CODE = CodeRequest(draw=(1,), proposal=PROPOSAL, examples=NEAR, lessons=("Mind the gap.",))
REFLECT = ReflectRequest(draw=(1,), vote=0, proposal=PROPOSAL, program=PROGRAM, report=REPORT, nearest=NEAR)
PARTS: dict[RoleName, Part] = {
    "proposer": Part("proposer", propose_request(1), PROPOSAL, PROPOSAL.model_dump_json()),
    "critic": Part(
        "critic",
        CritiqueRequest(draw=(1,), proposal=PROPOSAL, nearest=NEAR),
        CRITIQUE,
        CRITIQUE.model_dump_json(),
    ),
    "coder": Part("coder", CODE, PROGRAM, fenced(PROGRAM)),
    "reflection": Part("reflection", REFLECT, REFLECTION, REFLECTION.model_dump_json()),
}
PLAN_REQUEST = PlanRequest(draw=(1,), target="put the red block into the bowl", kinds=KINDS, examples=NEAR)
PLAN = plan(PLAN_REQUEST)
PLANNING = Part("proposer", PLAN_REQUEST, PLAN, PLAN.model_dump_json())
QUESTIONS: tuple[Part, ...] = (*PARTS.values(), PLANNING)
OPEN = Endpoint()
ALL_SMALL = ModelsSettings(all=f"openai:{MODEL}")
NO_LIMITS = Limits()
PROMPTS = Prompts(HANDBOOK)
QUICK = ModelOptions(timeout_s=2, deadline_s=5, tries=3, input_usd=1, cached_usd=0.5, output_usd=2)


@dataclass(frozen=True)
class Setting:
    """What differs from test to test; all roles ask the one model at `url` unless `models` says otherwise."""

    url: str
    options: ModelOptions = QUICK
    endpoint: Endpoint = OPEN
    models: ModelsSettings = ALL_SMALL
    limits: Limits = NO_LIMITS
    known: Method | None = "schema"
    key: str = "key"
    draw: Draw | None = None
    memory: Path | None = None  # where capabilities are remembered


def team_at(setting: Setting) -> tuple[ModelTeam, Account]:
    """Make a team, and the account that it draws on."""
    settings = setting.models.model_copy(update={"options": setting.options})
    endpoint = setting.endpoint
    names = {"openai", *settings.endpoints}
    access = {
        name: Access(
            name, setting.url, setting.key, endpoint if name == "openai" else endpoint_of(settings, name)
        )
        for name in names
    }
    account = Account(setting.limits)
    desk = Desk(PROMPTS, account, capabilities(setting), Patience(first_s=0.001, most_s=0.01))
    return ModelTeam(Stage(settings, access, desk, BuiltInAuthor(), setting.draw)), account


def capabilities(setting: Setting) -> Capabilities:
    """Make a memory of what models can do, in which the one method is known for every model."""
    made = Capabilities(setting.memory, TODAY)
    if setting.known is None or setting.memory is None:
        return made
    names = ("small", "large")
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    known = tuple(
        Capability(base_url=setting.url, model=name, method=setting.known, found=TODAY, libraries=libraries)
        for name in names
    )
    setting.memory.write_text(Remembered(models=known).model_dump_json(), encoding="utf-8")
    return Capabilities(setting.memory, TODAY)
