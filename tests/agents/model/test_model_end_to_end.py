"""Whole runs over real HTTP: prompts that say enough for the author behind the server to answer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.exchange import ExchangeStore
from agents.usage import usage_of
from graphs.context import Crew
from graphs.explore import Start, explore_with
from graphs.pursue import Pursuit, pursue_with
from graphs.replay import ReplayOrder, replay
from graphs.settings import ExploreSettings
from graphs.summary import Watch
from graphs.teaching import plans_of
from memory.workspace import Workspace
from sim.verify import Verifier
from tests.agents.model.mind import WENT_WRONG, AuthorMind, text_of
from tests.agents.model.stage import QUICK, Setting, team_at
from tests.graphs.small_world import small_library
from tests.openai_server import Body, OpenAIServer

SETTINGS = ExploreSettings(attempts=2, lookahead=2, episodes=2, workers=2, votes=1)
PATIENT = QUICK.model_copy(update={"timeout_s": 60, "deadline_s": 60})


class LateLearner(AuthorMind):
    """Writes no program that works before it has planned for the second time."""

    def __init__(self) -> None:
        super().__init__()
        self.knows_better = False

    def __call__(self, body: Body) -> str:
        system, question = (text_of(message) for message in body["messages"])
        self.knows_better |= system.startswith("You plan") and WENT_WRONG in question
        if system.startswith("You write") and not self.knows_better:
            return "Let me see.\n\n```python\nx = 1\n```\n"
        return super().__call__(body)


@pytest.mark.slow
async def test_models_walk_a_run_from_idea_to_library_and_its_replay_asks_none(tmp_path: Path) -> None:
    with OpenAIServer(AuthorMind()) as server:
        team, account = team_at(Setting(server.url, PATIENT, memory=tmp_path / "models.json"))
        async with Verifier(2) as prover:
            start = Start(SETTINGS, Workspace(tmp_path / "ws"), "", Watch(), small_library()[:1])
            summary = await explore_with(Crew(team, prover), start)
        await team.aclose()
    assert summary.kept
    usage = account.usage
    assert summary.usage == usage
    assert sum(one.calls for one in usage.values()) == len(server.said.requests)
    assert sum(one.input_tokens for one in usage.values()) == server.said.input_tokens
    store = ExchangeStore(Workspace(tmp_path / "ws").runs / summary.run / "attempts")
    assert usage_of(store.exchanges()) == usage
    replayed = await replay(ReplayOrder(summary.run, Workspace(tmp_path / "ws")))  # the server is gone
    assert replayed.is_same, replayed
    assert sum(one.calls for one in usage.values()) == len(server.said.requests)


@pytest.mark.slow
async def test_models_plan_a_curriculum_plan_it_anew_and_build_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    with OpenAIServer(LateLearner()) as server:
        team, account = team_at(Setting(server.url, PATIENT, memory=tmp_path / "models.json"))
        async with Verifier(1) as prover:
            pursuit = Pursuit("a tower", SETTINGS, workspace, base=())
            built = await pursue_with(team, prover, pursuit)
        await team.aclose()
    assert built.verified, built.reason
    assert len(built.order) == len(built.stages) >= 2
    folder = workspace.runs / built.run
    plans = list(plans_of(folder).exchanges())
    assert [len(plan.calls) for plan in plans] == [1, 1]
    assert all(plan.role == "proposer" for plan in plans)
    usage, said = account.usage, server.said
    assert usage_of([*plans, *ExchangeStore(folder / "attempts").exchanges()]) == usage
    assert sum(one.calls for one in usage.values()) == len(said.requests)
    assert sum(one.output_tokens for one in usage.values()) == said.output_tokens
