"""What the nodes of an attempt ask, and what of the answers the state remembers.

A question to a role, to the memory or to the prover is put together here, asked inside a span and a meter,
and answered into a file of the attempt's folder; the part of the state that follows from it is returned.
Which question comes next is none of this module's business: see `graphs.attempt`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Generic, TypeVar  # Any: what a coroutine yields is between it and the event loop

from agents.ask import ask_for
from agents.exchange import Asked, Reply
from agents.roles import (
    Arbitrated,
    CodeRequest,
    Critique,
    CritiqueRequest,
    Program,
    Proposal,
    ProposeRequest,
    Question,
    Reflection,
    Reflector,
    ReflectRequest,
    RoleName,
)
from graphs.context import AttemptContext, Drawer
from graphs.recall import Plan, Shown
from graphs.spans import AGENT, INVOKE_AGENT, NODE, OPERATION, PROVIDER, Attribute, Kind, Noted
from graphs.state import AttemptState
from graphs.telling import CallSpans, told_calls, told_shown
from graphs.voting import in_favour, verdict_of
from sim.kinds import KINDS
from sim.report import Report
from sim.signature import signature

Q = TypeVar("Q", bound=Question)


@dataclass(frozen=True)
class Role(Generic[Q, Reply]):
    """One of the four roles: how to ask it, and what it answers."""

    name: RoleName
    reply: type[Reply]
    ask: Callable[[Q], Coroutine[Any, Any, Reply]]  # Any: see the import


Vote = Callable[[ReflectRequest], Coroutine[Any, Any, Reflection]]  # Any: see the import


class Questions:
    """The questions of one attempt, at one point of its walk."""

    def __init__(self, context: AttemptContext, state: AttemptState, node: str) -> None:
        self._context = context
        self._state = state
        self._node = node
        self._recall = context.recall
        self._team = context.crew.team
        self._before = state["before"]
        self._files = context.files(state["attempt"])

    async def examples_to_grow_from(self) -> AttemptState:
        """Draw a remembered task, and remember it and its neighbours, each with its score."""
        about = self._context.facts.settings.about
        with self._span("retrieve tasks", Kind.RETRIEVER, {"before": self._before, "about": about}) as span:
            found = await self._recall.around_a_task(self._draw("retrieval"), about, self._before)
            span.note(told_shown(found))
        return {
            "retrieved": {example.name: example.score for example in found.examples},
            "shown": list(found.told),
        }

    async def proposal(self, turn: int) -> AttemptState:
        """Ask for a task, or for a better one, and whether the memory holds it already."""
        state = self._state
        examples, known = await self._recall.for_proposer(state["retrieved"], self._before)
        request = ProposeRequest(
            draw=self._draw("proposer", turn),
            kinds=KINDS,
            examples=tuple(examples),
            known=tuple(known),
            rejected=self._context.rejections(state["attempt"]),
            about=self._context.facts.settings.about,
            previous=self._proposal() if turn else None,
            critique=self._files.reply(state["critique"], Critique) if turn else None,
            stage=self._context.stage,
        )
        role = Role("proposer", Proposal, self._team.proposer.propose)
        proposal, file = await self._ask(role, request, turn, retrieved=state.get("shown", ()))
        planned = signature([step.clause for step in proposal.steps])
        name, text = proposal.name, proposal.description
        duplicate_of = ""
        if self._context.has("novelty"):
            duplicate_of = await self._recall.duplicate_of(name, text, planned, self._before)
        return {
            "proposal": file,
            "name": name,
            "description": text,
            "signature": planned,
            "duplicate_of": duplicate_of,
            "reason": f"repeats {duplicate_of}" if duplicate_of else "",
            "revisions": 0,
            "repairs": 0,
        }

    async def critique(self) -> AttemptState:
        """Ask what is wrong with the proposal."""
        near = await self._retrieved(self._recall.near(self._state["description"], self._before))
        request = CritiqueRequest(
            draw=self._draw("critic", self._state["revisions"]),
            proposal=self._proposal(),
            nearest=near.examples,
        )
        turn = self._state["revisions"]
        role = Role("critic", Critique, self._team.critic.critique)
        answer, file = await self._ask(role, request, turn, retrieved=near.told)
        accepted = answer.accept and answer.feasible and not answer.duplicate_of
        return {
            "critique": file,
            "accepted": accepted,
            "duplicate_of": answer.duplicate_of,
            "reason": _joined(answer.problems) or ("" if accepted else "the critic gave no reason"),
            "advice": answer.suggestion,
        }

    async def program(self, turn: int) -> AttemptState:
        """Ask for a program, or for one that mends what the last report says."""
        state = self._state
        report = self._files.read(state["report"], Report) if turn else None
        plan = Plan(state["description"], state["signature"])
        symptom = report.reason if report else plan.description
        found = await self._retrieved(self._recall.for_coder(plan, symptom, self._before))
        request = CodeRequest(
            draw=self._draw("coder", turn),
            proposal=self._proposal(),
            examples=found.examples,
            lessons=found.lessons,
            program=self._program() if turn else None,
            report=report,
        )
        role = Role("coder", Program, self._team.coder.code)
        answer, file = await self._ask(role, request, turn, retrieved=found.told)
        return {"program": file, "fix": answer.reasons}

    async def report(self) -> AttemptState:
        """Have the program verified; a crash of the prover is not the program's, so it gets a second try."""
        report = await self._verified()
        if report.verdict == "crashed":
            report = await self._verified()
        state = self._state
        file = self._files.write(f"report-{state['repairs']}.json", report)
        found: AttemptState = {
            "report": file,
            "verdict": report.verdict,
            "phase": report.phase,
            "reason": report.reason,
            "signature": report.signature or state["signature"],
        }
        if not report.solved:
            found["fingerprints"] = [*state.get("fingerprints", []), report.fingerprint]
            found["symptom"] = f"{report.verdict} in phase {report.phase}: {report.reason}"
        return found

    async def votes(self) -> AttemptState:
        """Ask for every vote at once, each a question of its own; when they are even, ask the arbiter."""
        settings = self._context.facts.settings
        near = await self._retrieved(self._recall.for_reflection(self._state["description"], self._before))
        first = ReflectRequest(
            draw=self._draw("reflection"),
            vote=0,
            proposal=self._proposal(),
            program=self._program(),
            report=self._files.read(self._state["report"], Report),
            nearest=near.examples,
            failures=near.lessons,
        )
        reflect, numbers = self._team.reflection.reflect, range(settings.votes)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._recall.foresee(first.report.signature, first.program.source))
            votes = [group.create_task(self._vote(first, number, reflect, near.told)) for number in numbers]
        answers = [vote.result() for vote in votes]
        verdict = verdict_of(answers, settings.vote_rule, settings.vote_share)
        if verdict == "tie" and settings.tie == "strong" and (arbiter := self._arbiter()):
            answers.append(await self._vote(first, settings.votes, arbiter.reflect, near.told))
            verdict = "keep" if in_favour(answers[-1]) else "drop"
        against = [answer for answer in answers if not in_favour(answer)]
        to_a_person = verdict == "tie" and settings.tie == "person"
        return {
            "doubt": f"the {len(answers)} votes are even" if to_a_person else "",
            "votes": [in_favour(answer) for answer in answers],
            "decision": "drop" if verdict == "tie" else verdict,
            "reason": _joined(reason for answer in against for reason in answer.reasons),
            "advice": _joined(answer.lesson for answer in against),
        }

    async def preview(self) -> str:
        """Have the start and the end drawn, and return the file's name."""
        scene = self._files.read(self._state["report"], Report).scene
        if scene is None:
            raise ValueError(f"attempt {self._state['attempt']} is solved but has no scene to draw")
        with self._span("draw preview", Kind.TOOL, {}):
            picture = await self._context.meter.outside(self._context.crew.prover.preview(scene))
        return self._files.write_bytes("preview.webp", picture)

    async def _vote(self, first: ReflectRequest, vote: int, reflect: Vote, near: Sequence[str]) -> Reflection:
        """Put to a voter what the first one is asked, with entropy of its own."""
        request = first.model_copy(update={"draw": self._draw("reflection", 0, vote), "vote": vote})
        role = Role("reflection", Reflection, reflect)
        answer, _ = await self._ask(role, request, 0, vote, retrieved=near)
        return answer

    def _arbiter(self) -> Reflector | None:
        return self._team.arbiter if isinstance(self._team, Arbitrated) else None

    async def _verified(self) -> Report:
        context = self._context
        source, episodes = self._program().source, context.facts.settings.episodes
        what: dict[str, Attribute] = {"program": self._state["program"]}
        with self._span("verify program", Kind.EVALUATOR, what) as span:
            report = await context.meter.outside(context.crew.prover.verify(source, episodes=episodes))
            span.note(verdict=report.verdict, phase=report.phase, reason=report.reason)
        return report.without_times()

    async def _ask(
        self, role: Role[Q, Reply], request: Q, turn: int, vote: int = 0, *, retrieved: Sequence[str]
    ) -> tuple[Reply, str]:
        """Ask a role one question; return the answer and the name of its file.

        The file is named after the question, so a node that runs again after a kill finds the answer there
        and nothing is asked, and paid for, twice.
        """
        team, attempt = self._team.name, self._state["attempt"]
        asked = Asked(attempt, role.name, turn, vote, request, role.reply, team)
        who: dict[str, Attribute] = {OPERATION: INVOKE_AGENT, AGENT: role.name, PROVIDER: team}
        which: dict[str, Attribute] = {"turn": turn, "vote": vote, "retrieved": list(retrieved)}
        with self._span(f"invoke_agent {role.name}", Kind.AGENT, who | which) as span:
            store = self._context.exchanges
            asking = ask_for(asked, lambda: role.ask(request), store, None, CallSpans(self._context.spans))
            found = await self._context.meter.outside(asking)
            file = self._files.remember(PurePath(asked.file_name).name, found.reply)
            span.note(answer=file, **told_calls(found.calls))
        return found.reply, file

    async def _retrieved(self, looking: Coroutine[Any, Any, Shown]) -> Shown:  # Any: see the import
        """Look something up in the memory, in a span of its own."""
        with self._span("retrieve tasks", Kind.RETRIEVER, {"before": self._before}) as span:
            found = await looking
            span.note(told_shown(found))
        return found

    def _span(self, name: str, kind: Kind, attributes: dict[str, Attribute]) -> AbstractContextManager[Noted]:
        return self._context.spans.span(name, kind, {NODE: self._node, **attributes})

    def _draw(self, drawer: Drawer, turn: int = 0, vote: int = 0) -> tuple[int, ...]:
        return self._context.draw(self._state["attempt"], drawer, turn, vote)

    def _proposal(self) -> Proposal:
        return self._files.reply(self._state["proposal"], Proposal)

    def _program(self) -> Program:
        return self._files.reply(self._state["program"], Program)


def _joined(sentences: Iterable[str]) -> str:
    """Join sentences into one text; what was said twice is said once."""
    return "; ".join(dict.fromkeys(sentence for sentence in sentences if sentence))
