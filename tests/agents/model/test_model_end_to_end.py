"""A whole run over real HTTP: prompts that say enough for the author behind the server to answer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.exchange import ExchangeStore
from agents.usage import usage_of
from graphs.context import Crew
from graphs.explore import Start, explore_with
from graphs.replay import ReplayOrder, replay
from graphs.settings import ExploreSettings
from graphs.summary import Watch
from memory.workspace import Workspace
from sim.verify import Verifier
from tests.agents.model.mind import AuthorMind
from tests.agents.model.stage import QUICK, Setting, team_at
from tests.graphs.small_world import small_library
from tests.openai_server import OpenAIServer

SETTINGS = ExploreSettings(attempts=2, lookahead=2, episodes=2, workers=2, votes=1)


@pytest.mark.slow
async def test_models_walk_a_run_from_idea_to_library_and_its_replay_asks_none(tmp_path: Path) -> None:
    patient = QUICK.model_copy(update={"timeout_s": 60, "deadline_s": 60})
    with OpenAIServer(AuthorMind()) as server:
        team, account = team_at(Setting(server.url, patient, memory=tmp_path / "models.json"))
        async with Verifier(2) as prover:
            start = Start(SETTINGS, Workspace(tmp_path / "ws"), "", Watch(), small_library()[:1])
            summary = await explore_with(Crew(team, prover), start)
        await team.aclose()
    assert summary.kept
    usage = account.usage
    assert sum(one.calls for one in usage.values()) == len(server.said.requests)
    assert sum(one.input_tokens for one in usage.values()) == server.said.input_tokens
    store = ExchangeStore(Workspace(tmp_path / "ws").runs / summary.run / "attempts")
    assert usage_of(store.exchanges()) == usage
    replayed = await replay(ReplayOrder(summary.run, Workspace(tmp_path / "ws")))  # the server is gone
    assert replayed.is_same, replayed
    assert sum(one.calls for one in usage.values()) == len(server.said.requests)
