"""The attempt graph: its routers one by one, then all of its edges on a walk."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import pytest

from agents.roles import ProposeRequest
from graphs.attempt import (
    after_critique,
    after_reflect,
    after_verify,
    gate_of,
    is_novel,
    lesson_of,
)
from graphs.edges import edges
from graphs.settings import Part
from graphs.state import AttemptState
from tests.graphs.conftest import Finished
from tests.graphs.small_world import SmallTeam, settings_for, small_run


@pytest.mark.parametrize(("duplicate_of", "then"), [("", "critique"), ("stack-blocks", "drop")])
def test_only_new_proposals_meet_the_critic(duplicate_of: str, then: str) -> None:
    assert is_novel({"duplicate_of": duplicate_of}) == then


@pytest.mark.parametrize(
    ("accepted", "revisions", "then"),
    [(True, 0, "code"), (True, 2, "code"), (False, 1, "revise"), (False, 2, "drop")],
)
def test_a_rejected_proposal_is_revised_until_the_limit(accepted: bool, revisions: int, then: str) -> None:
    assert after_critique({"accepted": accepted, "revisions": revisions}, limit=2) == then


@pytest.mark.parametrize(
    ("verdict", "repairs", "fingerprints", "then"),
    [
        ("solved", 0, [], "reflect"),
        ("solved", 3, ["a", "b", "c"], "reflect"),
        ("error", 0, ["a"], "repair"),
        ("error", 2, ["a", "b", "c"], "repair"),
        ("error", 3, ["a", "b", "c", "d"], "drop"),
        ("error", 2, ["a", "b", "a"], "drop"),
        ("crashed", 0, ["a"], "drop"),
    ],
)
def test_repair_stops_at_the_limit_a_known_fault_or_a_crash(
    verdict: str, repairs: int, fingerprints: list[str], then: str
) -> None:
    state: AttemptState = {"verdict": verdict, "repairs": repairs, "fingerprints": fingerprints}
    assert after_verify(state, limit=3) == then


@pytest.mark.parametrize("decision", ["keep", "drop"])
def test_what_the_votes_decided_is_done(decision: Literal["keep", "drop"]) -> None:
    assert after_reflect({"decision": decision}) == decision


@pytest.mark.parametrize(
    ("node", "gate"),
    [
        ("propose", "novelty"),
        ("revise", "novelty"),
        ("critique", "critique"),
        ("verify", "verification"),
        ("reflect", "reflection"),
    ],
)
def test_the_gate_is_that_behind_the_last_node(node: str, gate: str) -> None:
    assert gate_of({"path": ["retrieve", node]}) == gate


def test_a_failed_program_leaves_its_symptom_and_no_fix() -> None:
    state: AttemptState = {
        "symptom": "error in phase build: no such colour",
        "description": "Stack blocks.",
        "signature": "tower(block -> table) by all",
        "fix": "what did not help",
    }
    lesson = lesson_of(state, "verification")
    assert lesson["symptom"] == "error in phase build: no such colour"
    assert lesson["fix"] == ""
    assert "Stack blocks." in lesson["cause"]


def test_every_edge_is_walked(finished: Finished) -> None:
    assert set(finished.summary.edges) == set(edges())
    assert 0 not in finished.summary.edges.values()


async def test_parts_that_are_left_out_are_passed_by(tmp_path: Path) -> None:
    team = SmallTeam()
    without: tuple[Part, ...] = get_args(Part)
    summary = await small_run(tmp_path, settings_for(attempts=40, about="bowls", without=without), team=team)
    asked = [question for question in team.asked if isinstance(question, ProposeRequest)]
    assert len(asked) == len(team.asked) / 2  # and as often the coder; nobody else
    assert {(q.examples, q.known, q.about) for q in asked} == {((), (), "bowls")}
    assert {name for name, times in summary.edges.items() if times} == {
        "retrieve -> propose", "propose -> code", "code -> verify", "verify -> keep", "verify -> drop",
    }  # fmt: skip
    assert len({task.signature for task in summary.kept}) < len(summary.kept)
    assert len({task.name for task in summary.kept}) == len(summary.kept)
