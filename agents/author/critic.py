"""The built-in critic: says what is wrong with a proposal before any code is written."""

from __future__ import annotations

from agents.author.grammar import parse_signature
from agents.author.rules import Fault, faults_of
from agents.roles import Critique, CritiqueRequest, Proposal
from sim.signature import signature

SUGGESTIONS = {
    "fewer": "take {count}",
    "more": "take {count} or more",
    "target": "choose another support or place",
    "mover": "move something that stays where it is put",
    "drop": "leave that step out, or let it use what the step before moved",
    "distractors": "keep others of its kind only where one of them is named",
    "give up": "think of another task",
}


class BuiltInCritic:
    """Judges proposals by kinds, sizes, counts and what the memory holds; needs no physics."""

    async def critique(self, request: CritiqueRequest) -> Critique:
        """Answer with problems, or none."""
        proposal = request.proposal
        faults = faults_of(proposal)
        duplicate = _duplicate(request)
        problems = [_told(fault, proposal) for fault in faults]
        if duplicate:
            problems.append(f"{duplicate} asks for exactly the same")
        suggestions = [SUGGESTIONS[fault.mend].format(count=fault.count) for fault in faults]
        if duplicate:
            suggestions.append("change what moves, where to, or how it is chosen")
        return Critique(
            problems=tuple(problems),
            suggestion="; ".join(dict.fromkeys(suggestions)),
            duplicate_of=duplicate,
            feasible=all(fault.feasible for fault in faults),
            accept=not problems,
        )


def _told(fault: Fault, proposal: Proposal) -> str:
    """Say a fault, with the step that it is about when there are several."""
    if len(proposal.steps) < 2:
        return fault.words
    return f"step {fault.step + 1}: {fault.words}"


def _duplicate(request: CritiqueRequest) -> str:
    """Name the remembered task with the same signature, or nothing."""
    mine = signature([step.clause for step in request.proposal.steps])
    for example in request.nearest:
        held = parse_signature(example.signature)
        if example.signature == mine or (held and signature(list(held)) == mine):
            return example.name
    return ""
