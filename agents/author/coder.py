"""The built-in coder: from a proposal to a program, and from a report to a better one.

Its own programs it repairs by turning a knob and writing them again; other ones by `agents.author.mends`.
Wording follows from the proposal alone, so that a repair changes what the report complains about and nothing
else. What a program is like inside is `agents.author.drafting`; how it is written, `agents.author.rendering`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from agents.author.drafting import NoIdea, draft
from agents.author.framing import Title
from agents.author.mends.mending import mended
from agents.author.rendering import render
from agents.author.sizes import Care
from agents.roles import CodeRequest, Program, Proposal
from sim.kinds import Kind
from sim.report import Report

OPTIMISTIC = 0.1  # share of first drafts that take things as large as they come
LARGE = 1.5
SCALES = (LARGE, 1.0, 0.85, 0.72)
ROOMS = (0, 3, 6)  # centimetres
FEWER = (0, 1, 2)
SUMMARY_WIDTH = 200  # characters of a docstring's first sentence

# What a verdict calls for, gentlest first: each name is a turn of a knob in `_turned`.
TURNS: dict[str, tuple[str, ...]] = {
    "full": ("smaller", "fewer", "no bystanders"),
    "impossible": ("room", "smaller", "fewer"),
    "misuse": ("room", "smaller", "fewer"),
    "unstable": ("normal", "smaller", "fewer"),
    "unsolved": ("normal", "room", "fewer", "smaller"),
    "unrepeatable": ("room", "smaller", "fewer"),
    "trivial": ("smaller", "room"),
    "random": ("smaller",),
}


@dataclass(frozen=True)
class Version:
    """A program and the care with which it was written."""

    care: Care
    source: str


class BuiltInCoder:
    """Writes programs in the task language, and repairs them from reports."""

    async def code(self, request: CodeRequest) -> Program:
        """Answer with a whole program; the work is done in a thread."""
        return await asyncio.to_thread(_code, request)


def _code(request: CodeRequest) -> Program:
    if request.program is not None and request.report is not None:
        return _repaired(request, request.program, request.report)
    return _first(request)


def _first(request: CodeRequest) -> Program:
    rng = np.random.default_rng(np.random.SeedSequence(request.draw))
    careful = _warned(request)
    large = not careful and rng.random() < OPTIMISTIC
    care = Care(scale=LARGE) if large else Care()
    proposal, left_out = _writable(request.proposal)
    reasons = ["Large things are easier to see and to grasp."] if large else []
    reasons += [f"A lesson from a task like this one: {careful}"] if careful else []
    reasons += [f"Left out, for I do not know how to write it: {left_out}."] if left_out else []
    models = [example.name for example in request.examples if example.program][:2]
    if models:
        reasons.append(f"Written after the manner of {' and '.join(models)}.")
    version = _version(proposal, care) or _version(proposal, Care())
    if version is None:
        return Program(reasons="I have no idea how to write this.", source=_stub(request.proposal))
    return Program(reasons=" ".join(reasons) or "Sizes as usual.", source=version.source)


def _warned(request: CodeRequest) -> str:
    """Return a lesson about the same kind of goal, if there is one."""
    verbs = [f"{step.clause.verb}({step.clause.mover}" for step in request.proposal.steps]
    return next((lesson for lesson in request.lessons if any(verb in lesson for verb in verbs)), "")


def _writable(proposal: Proposal) -> tuple[Proposal, str]:
    """Leave out steps that cannot be drafted; return what was wrong with them."""
    complaints: list[str] = []
    while proposal.steps:
        try:
            draft(proposal, Care())
        except NoIdea as trouble:
            complaints.append(str(trouble))
            proposal = proposal.model_copy(update={"steps": proposal.steps[:-1]})
        else:
            break
    return proposal, "; ".join(complaints)


def _version(proposal: Proposal, care: Care) -> Version | None:
    try:
        drafted = draft(proposal, care)
    except NoIdea:
        return None
    if not drafted.goals:
        return None
    rng = np.random.default_rng(np.random.SeedSequence(_entropy(proposal)))
    return Version(care, render(Title(proposal.name, _summary(proposal)), drafted, rng))


def _entropy(proposal: Proposal) -> list[int]:
    """Turn what a proposal says into entropy, so that its wording stays the same through all repairs."""
    text = f"{proposal.name} {proposal.description} {[step.count for step in proposal.steps]}"
    return list(hashlib.sha256(text.encode()).digest())


def _summary(proposal: Proposal) -> str:
    first = proposal.description.split(". ")[0].strip().rstrip(".")
    short = first.replace('"', "'").replace("\\", "/").replace("\n", " ")
    return f"{short[:SUMMARY_WIDTH] or proposal.name.replace('-', ' ').capitalize()}."


def _stub(proposal: Proposal) -> str:
    return f"# I do not know how to write {proposal.name}.\n"


# --- repairing --------------------------------------------------------------------------------------------


def _repaired(request: CodeRequest, program: Program, report: Report) -> Program:
    proposal, _ = _writable(request.proposal)
    mine = next((v for v in _versions(proposal) if v.source == program.source), None)
    told = f"{report.verdict}: {report.reason}"
    if mine is None:
        return _mended(proposal, program.source, report)
    for turn in TURNS.get(report.verdict, ("smaller", "room", "fewer")):
        better = _turn(proposal, mine, turn)
        if better is not None and better.source != program.source:
            return Program(
                reasons=f"{_said(turn, mine.care, better.care)} because {told}", source=better.source
            )
    return Program(reasons=f"I have no idea what else to change. {told}", source=program.source)


def _mended(proposal: Proposal, source: str, report: Report) -> Program:
    """Mend what somebody else wrote; write it anew only where no mend knows what to do."""
    told = f"{report.verdict}: {report.reason}"
    better = mended(source, report)
    if better is not None:
        return Program(reasons=f"{better.what} That is because {told}", source=better.source)
    fresh = _version(proposal, Care())
    if fresh is None or fresh.source == source:
        return Program(reasons=f"I have no idea what to change. {told}", source=source)
    return Program(reasons=f"Written anew, because {told}", source=fresh.source)


def _versions(proposal: Proposal) -> Iterator[Version]:
    """Write every version that repairs can reach."""
    spare = (proposal, proposal.model_copy(update={"distractors": _asked(proposal)}))
    for subject, scale, room, fewer in product(spare, SCALES, ROOMS, FEWER):
        version = _version(subject, Care(scale=scale, room=room, fewer=fewer))
        if version is not None:
            yield version


def _turn(proposal: Proposal, version: Version, turn: str) -> Version | None:
    if turn == "no bystanders":
        bare = proposal.model_copy(update={"distractors": _asked(proposal)})
        return _version(bare, version.care)
    care = _turned(version.care, turn)
    return None if care is None else _version(proposal, care)


def _turned(care: Care, turn: str) -> Care | None:
    """Turn one knob one notch further; None at its end."""
    if turn == "normal":
        return replace(care, scale=1.0) if care.scale > 1 else None
    if turn == "smaller":
        scale = _next(SCALES, care.scale)
        return None if scale is None else replace(care, scale=scale)
    if turn == "room":
        if care.scale > 1:  # large things first become normal ones
            return replace(care, scale=1.0)
        room = _next(ROOMS, care.room)
        return None if room is None else replace(care, room=int(room))
    fewer = _next(FEWER, care.fewer)
    return None if fewer is None else replace(care, fewer=int(fewer))


def _next(notches: tuple[float, ...], value: float) -> float | None:
    later = notches[notches.index(value) + 1 :]
    return later[0] if later else None


def _said(turn: str, before: Care, after: Care) -> str:
    if after.scale != before.scale:
        return f"Made things {after.scale / before.scale:.0%} as large,"
    if after.room != before.room:
        return f"Made places {after.room - before.room} cm longer,"
    if after.fewer != before.fewer:
        return "Took one object less,"
    return "Removed what no goal needs," if turn == "no bystanders" else "Changed,"


def _asked(proposal: Proposal) -> tuple[Kind, ...]:
    """Distractors of which one is named: the only ones that a task needs."""
    kinds = {step.clause.mover for step in proposal.steps if step.clause.selection == "one"}
    return tuple(kind for kind in proposal.distractors if kind in kinds)
