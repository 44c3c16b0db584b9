"""Votes are counted by a rule; when they are even, the arbiter is asked, if there is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agents.roles import Reflection, ReflectRequest
from graphs.ledger import Entry
from graphs.settings import ExploreSettings, Tie, VoteRule
from graphs.voting import Verdict, verdict_of
from sim.errors import UsageError
from simwright.settings import load_settings
from tests.graphs.small_world import SmallTeam, ledger_of, settings_for, small_run

YES, NO = (True, True), (False, False)
FALSE_WORDS, DULL = (False, True), (True, False)  # (the words match, worth keeping)


def vote(points: tuple[bool, bool]) -> Reflection:
    matches, keep = points
    return Reflection(reasons=("so",), language_matches=matches, keep=keep, lesson="")


@pytest.mark.parametrize(
    ("rule", "votes", "verdict"),
    [
        ("majority", [YES], "keep"),
        ("majority", [YES, YES, NO], "keep"),
        ("majority", [YES, NO, NO], "drop"),
        ("majority", [YES, NO], "tie"),
        ("majority", [YES, FALSE_WORDS, DULL], "drop"),
        ("majority", [YES, YES, FALSE_WORDS, DULL], "tie"),
        ("unanimous", [YES, YES, YES], "keep"),
        ("unanimous", [YES, YES, DULL], "drop"),
        ("unanimous", [YES, NO], "drop"),
        ("rubric", [YES, FALSE_WORDS, DULL], "keep"),  # two of three at each point
        ("rubric", [YES, DULL, DULL], "drop"),
        ("rubric", [YES, FALSE_WORDS, FALSE_WORDS], "drop"),
        ("rubric", [YES, YES, YES, FALSE_WORDS, DULL], "keep"),
        ("rubric", [YES, DULL], "tie"),
        ("rubric", [FALSE_WORDS, DULL], "tie"),
        ("rubric", [YES], "keep"),
    ],
)
def test_votes_are_counted_by_their_rule(
    rule: VoteRule, votes: list[tuple[bool, bool]], verdict: Verdict
) -> None:
    assert verdict_of([vote(points) for points in votes], rule, share=0.6) == verdict


@pytest.mark.parametrize(("share", "verdict"), [(2 / 3, "keep"), (0.67, "drop"), (1.0, "drop")])
def test_a_rubric_asks_for_its_share_on_each_point(share: float, verdict: Verdict) -> None:
    assert verdict_of([vote(YES), vote(YES), vote(DULL)], "rubric", share) == verdict


@dataclass
class JudgedTeam(SmallTeam):
    """A small team with somebody to ask when votes are even, who wants every second task."""

    judged: list[ReflectRequest] = field(default_factory=list)

    @property
    def arbiter(self) -> Judge:
        return Judge(self)


@dataclass
class Judge:
    """Decides by the number of the attempt."""

    team: JudgedTeam

    async def reflect(self, request: ReflectRequest) -> Reflection:
        self.team.judged.append(request)
        return vote((True, request.draw[ATTEMPT] % 2 == 0))


ATTEMPT = 2  # place of the attempt's number in a draw
EVEN = settings_for(attempts=8, votes=2, seed=3)


def split(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if len(entry.votes) >= 2 and entry.votes[0] != entry.votes[1]]


async def test_a_tie_goes_to_the_arbiter_as_one_more_vote(tmp_path: Path) -> None:
    team = JudgedTeam()
    await small_run(tmp_path, EVEN, team=team)
    entries = ledger_of(tmp_path)
    assert len(split(entries)) == len(team.judged) > 1
    assert {request.vote for request in team.judged} == {2}
    for entry in split(entries):
        wanted = entry.attempt % 2 == 0
        assert entry.votes[2:] == (wanted,)
        assert (entry.outcome == "kept" or entry.gate == "commit") is wanted
    assert all(len(entry.votes) in (0, 2) for entry in entries if entry not in split(entries))


@pytest.mark.parametrize(("team", "tie"), [(SmallTeam(), "strong"), (JudgedTeam(), "drop")])
async def test_a_tie_that_nobody_decides_is_dropped(team: SmallTeam, tie: Tie, tmp_path: Path) -> None:
    await small_run(tmp_path, EVEN.model_copy(update={"tie": tie}), team=team)
    assert {(entry.gate, len(entry.votes)) for entry in split(ledger_of(tmp_path))} == {("reflection", 2)}


async def test_the_rule_of_a_run_decides_its_ledger(tmp_path: Path) -> None:
    await small_run(tmp_path, settings_for(attempts=8, votes=3, vote_rule="unanimous", seed=3))
    voted = [entry for entry in ledger_of(tmp_path) if entry.votes]
    assert 2 in {sum(entry.votes) for entry in voted}  # a majority, and not enough
    assert all((entry.gate == "reflection") is not all(entry.votes) for entry in voted)


def test_rules_are_settings_with_names() -> None:
    assert load_settings(explore={"votes": 5, "vote_rule": "rubric"}).explore.vote_rule == "rubric"
    assert (ExploreSettings().votes, ExploreSettings().vote_rule) == (3, "majority")
    with pytest.raises(UsageError, match="--vote-rule is 'dictate'"):
        load_settings(explore={"vote_rule": "dictate"})
