"""Planted programs in GenSim's style: each gets, through the front door, the verdict that GenSim gives."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sim.verify import Verifier
from tests.sim.cliport.making import PROGRAMS, planted

NAMES = sorted(path.stem for path in PROGRAMS.glob("*.py"))
PATIENT = {
    "manipulating_rope", "palletizing_boxes", "plural_piles", "rope_to_line", "separating_piles",
    "singular_pile", "sweeping_piles", "towers_of_hanoi",
}  # fmt: skip
HONEST = {
    "align_box_corner": "solved", "block_insertion": "solved", "block_in_container": "solved",
    "put_block_in_bowl": "solved", "stack_block_pyramid": "solved", "half_reward": "solved",
    "towers_of_hanoi": "solved", "rope_to_line": "solved", "stack_the_bowls": "foreign",
    "wrong_name": "error",
    "syntax_error": "syntax", "ball_on_ball": "unsolved",
    "cylinders_on_pallet": "unstable", "two_zones": "solved", "boxes_in_zone_by_area": "solved",
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def verifier() -> AsyncIterator[Verifier]:
    async with Verifier(workers=1) as shared:
        yield shared


pytestmark = pytest.mark.asyncio(loop_scope="module")


def wanted(name: str) -> str:
    found = re.search(r"^# gensim: (pass|fail)$", planted(name), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PATIENT])
async def test_a_program_gets_the_verdict_that_gensim_gives(verifier: Verifier, name: str) -> None:
    found = await verifier.gensim(planted(name), episodes=2)
    assert found is not None
    assert found.verdict == wanted(name), found.reason
    assert bool(found.reason) == (found.verdict == "fail")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PATIENT))
async def test_a_long_program_gets_it_too(verifier: Verifier, name: str) -> None:
    found = await verifier.gensim(
        planted(name), episodes=3 if "rope" in name else 1
    )  # four in five ropes get there
    assert found is not None
    assert found.verdict == wanted(name), found.reason


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HONEST))
async def test_neither_verdict_ends_the_other(verifier: Verifier, name: str) -> None:
    report = await verifier.verify(planted(name), episodes=2)
    assert report.verdict == HONEST[name], report.reason
    assert report.gensim is not None
    assert report.gensim.verdict == wanted(name)


async def test_what_gensim_lets_pass_is_told(verifier: Verifier) -> None:
    found = await verifier.gensim(planted("missing_asset"), episodes=1)
    assert found is not None
    assert found.leniencies == (
        "missing asset line/single-green-line.urdf: GenSim loads a dummy block of 4 cm",
    )


async def test_a_program_of_ours_has_no_verdict_of_gensim(verifier: Verifier) -> None:
    assert await verifier.gensim("from sim.language import Task", episodes=1) is None


async def test_the_same_seeds_end_the_same(verifier: Verifier) -> None:
    first, second = [await verifier.gensim(planted("put_block_in_bowl"), episodes=2) for _ in range(2)]
    assert first is not None
    assert second is not None
    assert first.without_times() == second.without_times()
