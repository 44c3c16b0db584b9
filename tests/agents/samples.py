"""Requests, proposals and built scenes that the tests of the built-in author share."""

from __future__ import annotations

from typing import Any  # what a program defines, and what a table of text says, is known late

import numpy as np

from agents.author.assets import assets_of
from agents.author.grammar import Cell, cells
from agents.author.planning import compose
from agents.roles import CodeRequest, Example, Program, Proposal, ProposeRequest, Rejection, Step
from sim.kinds import KINDS, Kind
from sim.report import EpisodeResult, Report
from sim.signature import Clause, clauses_of, signature, skeleton
from sim.spec import SceneSpec
from sim.task import Task, build_scene

THIN = 8  # of so many cells, one is enough for a test that reads all


def propose_request(
    draw: int, known: tuple[str, ...] = (), rejected: tuple[str, ...] = (), examples: tuple[Example, ...] = ()
) -> ProposeRequest:
    refused = tuple(Rejection(name="x", signature=text, reason="") for text in rejected)
    return ProposeRequest(draw=(0, draw), kinds=KINDS, examples=examples, known=known, rejected=refused)


def composed(cell: Cell, seed: int = 0) -> Proposal:
    return compose(cell, np.random.default_rng(seed))


def sample_of_cells(share: int) -> list[Cell]:
    return list(cells())[:: share * THIN]


def code_request(proposal: Proposal, draw: int = 1) -> CodeRequest:
    return CodeRequest(draw=(draw,), proposal=proposal, examples=(), lessons=())


def build(source: str, seed: int = 0) -> SceneSpec:
    """Run a program that this suite wrote itself, in this process."""
    names: dict[str, Any] = {}  # Any: see the import
    exec(compile(source, "<program>", "exec"), names)
    task = next(v for v in names.values() if isinstance(v, type) and issubclass(v, Task) and v is not Task)
    return build_scene(task, seed)


def solved_report(source: str, actions: int = 3) -> Report:
    scene = build(source)
    clauses = clauses_of(scene)
    episode = EpisodeResult(seed=0, success=True, actions=actions)
    return Report(
        verdict="solved", phase="repeat", reason="", success_rate=1.0, episodes=(episode,),
        signature=signature(clauses), skeleton=skeleton(clauses), scene=scene,
    )  # fmt: skip


def promised(proposal: Proposal) -> str:
    return signature([step.clause for step in proposal.steps])


def as_program(source: str) -> Program:
    return Program(reasons="", source=source)


def step(text: str, count: int, link: str = "none") -> Step:
    verb, mover, target, selection, *order = text.split()
    fields: dict[str, Any] = {"verb": verb, "mover": mover, "target": target}  # Any: see the import
    return Step(
        clause=Clause(**fields, selection=selection, ordered=bool(order), link=link),  # type: ignore[arg-type]  # the fields come from a table of text
        count=count,
    )


def proposal(*steps: Step, distractors: tuple[Kind, ...] = ()) -> Proposal:
    return Proposal(
        reasons="", name="a-task", description="A task.", assets=assets_of(steps, distractors), steps=steps,
        distractors=distractors, parents=(),
    )  # fmt: skip
