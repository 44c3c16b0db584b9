"""How votes on a solved task are counted. Pure.

A vote answers two points by yes or no: whether every instruction says what its goal asks, and whether the
task is worth keeping. It is in favour when both are yes.

majority
    more than half of the votes are in favour
unanimous
    all of them are
rubric
    each point, counted by itself, has the share of the votes that is asked for; so doubts of single voters at
    different points do not add up, and no point makes up for another

Under majority and rubric votes can be even. A tie is nobody's decision: who is asked then is a setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agents.roles import Reflection
from graphs.settings import VoteRule

Verdict = Literal["keep", "drop", "tie"]

ROUNDING = 1e-9  # of shares


def in_favour(vote: Reflection) -> bool:
    """Say whether a vote is for keeping a task."""
    return vote.keep and vote.language_matches


def verdict_of(votes: Sequence[Reflection], rule: VoteRule, share: float) -> Verdict:
    """Count votes.

    Args:
        votes: at least one.
        rule: how they are counted.
        share: of the votes, in (0.5, 1], that each point needs under `rubric`.
    """
    everybody = len(votes)
    match rule:
        case "unanimous":
            return "keep" if all(map(in_favour, votes)) else "drop"
        case "majority":
            yes = sum(map(in_favour, votes))
            enough = 2 * yes > everybody
        case "rubric":
            yes = min(sum(vote.language_matches for vote in votes), sum(vote.keep for vote in votes))
            enough = yes >= share * everybody - ROUNDING
    if enough:
        return "keep"
    return "tie" if 2 * yes == everybody else "drop"
