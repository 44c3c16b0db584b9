"""A mind for the test server: it reads a prompt's marked data, and has the built-in author answer.

Nothing but the prompt reaches it, so a prompt that left out what a role needs would show.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import threading
from typing import Any, TypeVar, get_args  # Any: JSON as it came

from agents.author import BuiltInAuthor
from agents.model.telling import marked
from agents.roles import (
    CodeRequest,
    Critique,
    CritiqueRequest,
    Plan,
    PlanRequest,
    Program,
    Proposal,
    ProposeRequest,
    ReflectRequest,
    Setback,
    Stage,
)
from sim.kinds import KINDS
from sim.report import Phase, Report, Verdict
from sim.spec import Data
from tests.agents.model.stage import fenced
from tests.agents.samples import solved_report
from tests.openai_server import Body

DATA = re.compile(r'<data name="([^"]*)">\n(.*?)\n</data>', re.DOTALL)
assert DATA.fullmatch(marked("text", "name"))

WENT_WRONG = "\nwhat went wrong: "

D = TypeVar("D", bound=Data)


class AuthorMind:
    """Answers chat completions as the built-in author would; safe to call from several threads."""

    def __init__(self) -> None:
        self._author = BuiltInAuthor()
        self._draws = itertools.count()
        self._lock = threading.Lock()

    def __call__(self, body: Body) -> str:
        """Return what the model says."""
        system, question = (text_of(message) for message in body["messages"])
        found = dict(DATA.findall(question))
        with self._lock:
            draw = next(self._draws)
        if system.startswith("You invent"):
            return self._proposal(found, draw)
        if system.startswith("You plan"):
            return self._plan(question, draw)
        if system.startswith("You judge"):
            request = CritiqueRequest(draw=(draw,), proposal=read(found["proposal"], Proposal), nearest=())
            return asyncio.run(self._author.critic.critique(request)).model_dump_json()
        if system.startswith("You write"):
            return self._program(found, draw)
        if system.startswith("You vote"):
            return self._vote(found, draw)
        return json.dumps({"pigment_name": "green"})

    def _proposal(self, found: dict[str, str], draw: int) -> str:
        request = ProposeRequest(
            draw=(draw,),
            kinds=KINDS,
            examples=(),
            known=tuple(found.get("known", "").splitlines()),
            rejected=(),
            previous=read(found["previous"], Proposal) if "previous" in found else None,
            critique=read(found["critique"], Critique) if "critique" in found else None,
            stage=read(found["stage"], Stage) if "stage" in found else None,
        )
        return asyncio.run(self._author.proposer.propose(request)).model_dump_json()

    def _plan(self, question: str, draw: int) -> str:
        blocks = DATA.findall(question)
        found = dict(blocks)
        request = PlanRequest(
            draw=(draw,),
            target=found["target"],
            kinds=KINDS,
            examples=(),
            previous=read(found["previous"], Plan) if "previous" in found else None,
            verified=tuple(found.get("verified", "").splitlines()),
            setbacks=tuple(setback_of(text) for _, text in blocks if WENT_WRONG in text),
        )
        return asyncio.run(self._author.proposer.plan(request)).model_dump_json()

    def _program(self, found: dict[str, str], draw: int) -> str:
        program = Program(reasons="", source=found["program"] + "\n") if "program" in found else None
        request = CodeRequest(
            draw=(draw,),
            proposal=read(found["proposal"], Proposal),
            examples=(),
            lessons=(),
            program=program,
            report=report_of(found["report"]) if program else None,
        )
        return fenced(asyncio.run(self._author.coder.code(request)))

    def _vote(self, found: dict[str, str], draw: int) -> str:
        source = found["program"] + "\n"
        request = ReflectRequest(
            draw=(draw,),
            vote=0,
            proposal=read(found["proposal"], Proposal),
            program=Program(reasons="", source=source),
            report=solved_report(source),
            nearest=(),
        )
        return asyncio.run(self._author.reflection.reflect(request)).model_dump_json()


def text_of(message: Body) -> str:
    """Return the text of a message, with or without pictures."""
    content: Any = message["content"]  # Any: see the import
    return str(content) if isinstance(content, str) else str(content[0]["text"])


def read(text: str, kind: type[D]) -> D:
    """Read data that a prompt showed as JSON."""
    return kind.model_validate_json(text)


def setback_of(text: str) -> Setback:
    """Read a setback back from how it was told."""
    stage, _, reason = text.partition(WENT_WRONG)
    return Setback(stage=read(stage, Stage), reason=reason)


def report_of(text: str) -> Report:
    """Read a report back from how it was told."""
    said = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    verdict, phase = said["verdict"], said["phase"]
    assert verdict in get_args(Verdict)
    assert phase in get_args(Phase)
    return Report.model_validate({"verdict": verdict, "phase": phase, "reason": said.get("reason", "")})
