"""Converts a program for GenSim or CLIPort into one of our language, and keeps it if both are judged alike.

The program is recorded for many seeds; what these scenes have in common becomes a program of ours
(`sim.rewriting`); and both go through verification on the same seeds. Everything of a program runs where all
programs run, in the sandbox behind `sim.build`.
"""

from __future__ import annotations

from pydantic import Field

from sim.cliport.policy import speaks_cliport
from sim.errors import UsageError
from sim.program import parse_program
from sim.report import Report
from sim.rewriting import Unwritable, program_of
from sim.spec import Data
from sim.verify import EPISODES, Verifier

DERIVED_FROM = 20  # seeds: an end of what is drawn is missed by a twentieth of the range


class Conversion(Data):
    """What became of a program that was to be converted."""

    program: str = Field(default="", description="In our language; empty if it could not be written.")
    reason: str = Field(default="", description="Why there is none, or why it is not kept; empty if it is.")
    original: Report = Field(description="Of the program as it was, GenSim's own verdict beside.")
    converted: Report | None = Field(default=None, description="Of the program in our language.")

    @property
    def kept(self) -> bool:
        """Whether there is a program in our language whose honest verdict is that of the original."""
        return self.converted is not None and not self.reason


async def convert(
    verifier: Verifier, source: str, summary: str = "", *, episodes: int = EPISODES, first_seed: int = 0
) -> Conversion:
    """Convert a program.

    Args:
        verifier: verifies both programs; entered.
        source: a program for GenSim or CLIPort.
        summary: what the task is, in a sentence; empty for what the program says of itself.
        episodes: how many seeds both are verified on.
        first_seed: the first of these seeds.

    Raises:
        UsageError: if the program is not written for GenSim or CLIPort, or the seeds make no sense.
    """
    if not speaks_cliport(source):
        raise UsageError(
            "the program does not import cliport, so there is nothing to convert: "
            "`simwright verify` checks a program of our language"
        )
    original = await verifier.verify(source, episodes=episodes, first_seed=first_seed)
    if original.scene is None:
        return Conversion(original=original, reason=_unbuilt(original))
    scenes = await verifier.scenes(source, tuple(range(first_seed, first_seed + DERIVED_FROM)))
    if isinstance(scenes, Report):
        return Conversion(original=original, reason=_unbuilt(scenes))
    info = parse_program(source)
    try:
        program = program_of(
            scenes, summary or info.summary, f"{info.task_name}, rewritten from GenSim's dialect."
        )
    except Unwritable as missing:
        return Conversion(original=original, reason=f"cannot be rewritten: {missing}"[:1000])
    converted = await verifier.verify(program, episodes=episodes, first_seed=first_seed)
    return Conversion(
        program=program, original=original, converted=converted, reason=_disagreement(original, converted)
    )


def _unbuilt(report: Report) -> str:
    return f"cannot be rewritten: {report.verdict}: {report.reason}"[:1000]


def _disagreement(original: Report, converted: Report) -> str:
    if original.verdict == converted.verdict:
        return ""
    told = f": {converted.reason}" if converted.reason else ""
    return f"the original is {original.verdict}, what was rewritten {converted.verdict}{told}"[:1000]
