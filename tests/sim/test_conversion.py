"""A program in GenSim's dialect is kept in ours if our verdict on both is the same."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sim.conversion import convert
from sim.errors import UsageError
from sim.verify import Verifier
from tests.sim.cliport.making import planted

KEPT = (
    "align_box_corner", "bare_target", "block_insertion", "corner_anchors", "forgets_reset",
    "place_red_in_green", "put_block_in_bowl", "stack_block_pyramid", "tower_then_ball",
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def verifier() -> AsyncIterator[Verifier]:
    async with Verifier(workers=1) as shared:
        yield shared


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.slow
@pytest.mark.parametrize("name", KEPT)
async def test_a_planted_program_is_kept(verifier: Verifier, name: str) -> None:
    done = await convert(verifier, planted(name), episodes=2)
    assert done.kept, done.reason
    assert done.original.solved
    assert done.converted is not None
    assert done.converted.solved
    assert done.original.gensim is not None
    assert "cliport" not in done.program


@pytest.mark.slow
async def test_a_disagreement_is_told_and_not_kept(verifier: Verifier) -> None:
    done = await convert(verifier, planted("crowded"), episodes=1)
    assert not done.kept
    assert done.reason.startswith("the original is solved, what was rewritten full")
    assert done.program


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing_asset", "nothing marks"),
        ("wrong_name", "error: line 27"),
        ("syntax_error", "syntax: line 12"),
    ],
)
async def test_what_cannot_be_rewritten_says_why(verifier: Verifier, name: str, reason: str) -> None:
    done = await convert(verifier, planted(name), episodes=1)
    assert not done.kept
    assert reason in done.reason
    assert done.program == ""


async def test_a_program_of_ours_is_no_matter_for_it(verifier: Verifier) -> None:
    with pytest.raises(UsageError, match="nothing to convert"):
        await convert(verifier, "from sim.language import Task")
