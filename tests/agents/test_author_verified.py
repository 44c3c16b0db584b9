"""What the author writes is what the oracle can do: the two halves of the house meet here."""

from __future__ import annotations

import asyncio

import pytest

from agents.author import BuiltInAuthor
from agents.author.grammar import cells
from sim.verify import Verifier
from tests.agents.samples import code_request, composed, promised

SHARE = 250  # every so many cells, one is tried for real


@pytest.mark.slow
async def test_nine_in_ten_programs_are_solved_at_first_try() -> None:
    coder, failed = BuiltInAuthor().coder, {}
    sample = [composed(cell) for cell in cells()[::SHARE]]
    async with Verifier(workers=2) as verifier:
        programs = [await coder.code(code_request(subject)) for subject in sample]
        reports = await asyncio.gather(*(verifier.verify(one.source, episodes=3) for one in programs))
    for subject, report in zip(sample, reports, strict=True):
        if not report.solved or report.signature != promised(subject):
            failed[subject.name] = (report.verdict, report.reason)
    assert len(failed) <= 0.1 * len(sample), failed
