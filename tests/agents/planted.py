"""Planted proposals: good and bad ones, read from `tests/proposals`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from agents.author.grammar import parse_signature
from agents.roles import CritiqueRequest, Example, Proposal, Step

PROPOSALS = Path(__file__).parent.parent / "proposals"
STEP = re.compile(r"(\d+) x (.+)")


def planted(name: str) -> dict[str, CritiqueRequest]:
    """Read the questions of one class of proposals, by what is planted in them."""
    cases = json.loads((PROPOSALS / f"{name}.json").read_text())
    assert len({case["what"] for case in cases}) == len(cases), "two cases of one name"
    return {
        case["what"]: CritiqueRequest(
            draw=(0,),
            proposal=_proposal(case),
            nearest=tuple(
                Example(name=known, description=words, signature=text, score=0.8)
                for known, (words, text) in case.get("nearest", {}).items()
            ),
        )
        for case in cases
    }


def _proposal(case: dict[str, list[str]]) -> Proposal:
    told = {key: case[key] for key in ("name", "description", "assets")}
    steps, distractors = [_step(text) for text in case["steps"]], case.get("distractors", [])
    return Proposal.model_validate(
        {"reasons": "Planted.", "parents": (), **told, "steps": steps, "distractors": distractors}
    )


def _step(text: str) -> Step:
    found = STEP.fullmatch(text)
    assert found, f"{text!r} is no step"
    (clause,) = parse_signature(found[2])
    return Step(clause=clause, count=int(found[1]))
