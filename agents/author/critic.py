"""The built-in critic: says what is wrong with a proposal before any code is written.

Four questions, each with a module of its own: is everything there (`assets`), can it be done (`rules`, and
`sense` for lengths), do words and steps agree (`sense`), and has it been done before (`likeness`).
"""

from __future__ import annotations

from agents.author.assets import unknown_assets
from agents.author.likeness import twin
from agents.author.rules import Fault, faults_of
from agents.author.sense import contradictions, oversized
from agents.roles import Critique, CritiqueRequest, Proposal

SUGGESTIONS = {
    "fewer": "take {count}",
    "more": "take {count} or more",
    "target": "choose another support or place",
    "mover": "move something that stays where it is put",
    "drop": "leave that step out, or let it use what the step before moved",
    "distractors": "keep others of its kind only where one of them is named",
    "words": "say in the description what the steps say",
    "sizes": "choose sizes that fit each other",
    "give up": "think of another task",
}


class BuiltInCritic:
    """Judges proposals by kinds, sizes, counts, words and what the memory holds; needs no physics."""

    async def critique(self, request: CritiqueRequest) -> Critique:
        """Answer with problems, or none."""
        proposal = request.proposal
        unknown = unknown_assets(proposal)
        faults = [*faults_of(proposal), *oversized(proposal)]
        if not (faults or unknown):  # the words of what cannot be are not worth reading
            faults += contradictions(proposal)
        duplicate = twin(proposal, request.nearest)
        problems = [asset.words for asset in unknown] + [_told(fault, proposal) for fault in faults]
        suggestions = [asset.instead for asset in unknown]
        suggestions += [SUGGESTIONS[fault.mend].format(count=fault.count) for fault in faults]
        if duplicate:
            problems.append(f"{duplicate} asks for exactly the same")
            suggestions.append("change what moves, where to, or how it is chosen")
        return Critique(
            problems=tuple(problems),
            suggestion="; ".join(dict.fromkeys(suggestions)),
            duplicate_of=duplicate,
            feasible=not unknown and all(fault.feasible for fault in faults),
            accept=not problems,
        )


def _told(fault: Fault, proposal: Proposal) -> str:
    """Say a fault, with the step that it is about when there are several."""
    if len(proposal.steps) < 2 or fault.mend == "words":
        return fault.words
    return f"step {fault.step + 1}: {fault.words}"
