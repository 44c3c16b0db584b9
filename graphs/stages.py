"""A curriculum: what its graph remembers, and the file that it becomes.

`curricula/NAME/curriculum.json` is written when a curriculum begins and after each stage, so it can be read
at any time. Nothing that a clock or a machine decides is in it: the same seed writes the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypedDict

from pydantic import Field, ValidationError

from agents.roles import Plan, Stage
from graphs.ledger import Entry
from memory.workspace import Workspace
from sim.atomic import write_file
from sim.errors import UsageError
from sim.spec import Data

FORMAT: Literal[1] = 1
FILE = "curriculum.json"

Standing = Literal["building", "verified", "failed", "refused"]


class Outcome(TypedDict):
    """What became of a stage: the task of the library that stands for it, or why there is none."""

    asked: str  # signature that the task has to have
    task: str
    reused: bool
    reason: str


class Attempted(TypedDict):
    """A stage that was tried in vain: the plan that asked for it (a file), its name, and why."""

    plan: str
    stage: str
    reason: str


class CurriculumState(TypedDict, total=False):
    """The curriculum graph. Only plain data: plans lie in files, and the ledger says what was attempted."""

    plan: str  # file name of the plan that is followed
    replans: int
    refusal: str  # why there is no plan, or no other one
    waiting: list[str]  # stages that were not tried yet, without the target
    target: str  # the stage that is the target itself
    attempt: int  # number of the next attempt
    outcomes: dict[str, Outcome]  # by stage
    setbacks: list[Attempted]  # oldest first
    failed: bool  # the stage that was tried last
    stopped: bool  # somebody asked for an end, or no model can go on
    halt: str  # why no model can go on


def unbegun() -> CurriculumState:
    """Return the state in which nothing was asked or tried."""
    return {
        "plan": "", "replans": 0, "refusal": "", "waiting": [], "target": "", "attempt": 0, "outcomes": {},
        "setbacks": [], "failed": False, "stopped": False, "halt": "",
    }  # fmt: skip


class StageRecord(Data):
    """One stage, as far as it came."""

    name: str
    verified: bool
    reused: bool = Field(description="The library held it before this curriculum asked for it.")
    teaches: str
    needs: tuple[str, ...] = Field(description="Names of stages that come before it.")
    task: str = Field(description="Its name in the library; empty while it is not verified.")
    program: str = Field(description="Path of its program in the workspace; empty while it is not verified.")
    reason: str = Field(description="Why it failed; empty otherwise.")


class Curriculum(Data):
    """The content of `curriculum.json`."""

    format: Literal[1] = FORMAT
    name: str
    target: str = Field(description="What shall be possible in the end, in somebody's words.")
    run: str = Field(description="The run that builds it.")
    standing: Standing = "building"
    reason: str = Field(default="", description="Why the target was refused or failed, or nobody can go on.")
    plan: str = Field(default="", description="What the planner says of its plan.")
    stages: tuple[StageRecord, ...] = Field(
        default=(), description="In order; the target itself is the last."
    )
    order: tuple[str, ...] = Field(
        default=(), description="Verified tasks in the order in which a policy learns them."
    )

    @property
    def verified(self) -> bool:
        """Whether the target can be done."""
        return self.standing == "verified"

    def halted(self, reason: str) -> Curriculum:
        """Return the curriculum as it stands while no model can go on; the next session forgets why."""
        return self.model_copy(update={"reason": reason})

    def ended(self, refusal: str) -> Curriculum:
        """Return the curriculum as it ended; `refusal` is what a planner said who found no (other) way."""
        if not self.stages:
            return self.model_copy(update={"standing": "refused", "reason": refusal})
        target = self.stages[-1]
        failed: Standing = "verified" if target.verified else "failed"
        reason = "" if target.verified else refusal or target.reason
        return self.model_copy(update={"standing": failed, "reason": reason})


def records_of(plan: Plan, outcomes: dict[str, Outcome]) -> tuple[StageRecord, ...]:
    """Join a plan with what became of its stages."""
    return tuple(_record(stage, outcomes.get(stage.name)) for stage in plan.stages)


def _record(stage: Stage, outcome: Outcome | None) -> StageRecord:
    task = outcome["task"] if outcome else ""
    return StageRecord(
        name=stage.name,
        verified=bool(task),
        reused=bool(outcome and outcome["reused"]),
        teaches=stage.teaches,
        needs=stage.needs,
        task=task,
        program=f"library/tasks/{task}/program.py" if task else "",
        reason=outcome["reason"] if outcome else "",
    )


def order_of(stages: tuple[StageRecord, ...]) -> tuple[str, ...]:
    """List the verified tasks, each once; what a stage needs comes before it in any plan."""
    return tuple(dict.fromkeys(stage.task for stage in stages if stage.verified))


def outcome_of(stage: Stage, entry: Entry, found: str) -> Outcome:
    """Say what an attempt did for its stage.

    A stage is verified when the library holds a task of its very signature: one that the attempt added, or
    one that was there. What a coder made of it otherwise may be a good task, but it is not this stage.

    Args:
        stage: what was asked for.
        entry: what became of the attempt.
        found: signature of the task that was kept, or repeated; empty if there is none.
    """
    asked = stage.goals
    if found == asked:
        reused = entry.outcome != "kept"
        task = entry.duplicate_of if reused else entry.name
        return Outcome(asked=asked, task=task, reused=reused, reason="")
    reason = f"asked for was {asked!r}, built was {found!r}" if entry.outcome == "kept" else entry.reason
    return Outcome(asked=asked, task="", reused=False, reason=reason)


def still_done(plan: Plan, outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
    """Return the outcomes of verified stages; one that a new plan gives other goals is not done any more."""
    asked = {stage.name: stage.goals for stage in plan.stages}
    return {
        name: outcome
        for name, outcome in outcomes.items()
        if outcome["task"] and asked.get(name, outcome["asked"]) == outcome["asked"]
    }


def curriculum_names(workspace: Workspace) -> list[str]:
    """List the curricula of a workspace by name."""
    if not workspace.curricula.is_dir():
        return []
    return sorted(file.parent.name for file in workspace.curricula.glob(f"*/{FILE}"))


def write_curriculum(workspace: Workspace, curriculum: Curriculum) -> Path:
    """Write a curriculum's file, whole or not at all, and return where it lies."""
    path = workspace.curricula / curriculum.name / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, curriculum.model_dump_json(indent=1).encode() + b"\n")
    return path


def read_curriculum(workspace: Workspace, name: str) -> Curriculum:
    """Read a curriculum.

    Raises:
        UsageError: if there is none of that name, or its file is damaged.
    """
    path = workspace.curricula / name / FILE
    if not path.is_file():
        known = ", ".join(curriculum_names(workspace)) or "none yet"
        raise UsageError(f"there is no curriculum {name!r} in {workspace.curricula}; there are: {known}")
    try:
        return Curriculum.model_validate_json(path.read_bytes())
    except ValidationError as wrong:
        raise UsageError(
            f"{path} is damaged ({wrong.error_count()} faults); resume its run, which writes it again"
        ) from wrong
