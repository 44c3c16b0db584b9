"""What verification found out about a program.

A failing program is a normal outcome, so it is data: a verdict, the phase that gave it, and one sentence that
a coder, human or model, can act on.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import Annotated, Literal

from pydantic import Field

from sim.cliport.verdict import GenSimVerdict
from sim.sandbox.layers import Layer
from sim.spec import Data, SceneSpec

Phase = Literal["parse", "build", "settle", "idle", "oracle", "random", "language", "repeat", "arm"]

Verdict = Literal[
    "solved",  # every phase passed
    "syntax",  # parse: not Python
    "rejected",  # parse: Python, but not one task class with allowed imports
    "timeout",  # build: ran past its processor time or wall clock; later: costs more work than a trial has
    "memory",  # build: wanted more memory than it may have
    "error",  # build: raised an exception of its own
    "misuse",  # build: broke a rule of the task language
    "impossible",  # build: asks for something that can never hold
    "forbidden",  # build: tried what no program may; a layer of the sandbox stopped it
    "foreign",  # build: a program for GenSim or CLIPort whose goals our language cannot say
    "full",  # build: too many seeds whose objects do not fit on the table
    "unstable",  # settle: the scene does not come to rest, or objects are not where they were put
    "trivial",  # idle: a goal holds before anyone acts
    "unsolved",  # oracle: the oracle succeeds too seldom
    "random",  # random: too easy, a random policy solves it
    "language",  # language: an instruction says what its goal does not
    "unrepeatable",  # repeat: the same seed gave two different outcomes
    "unreached",  # arm: the arm does not do what the fast motion did
    "crashed",  # any: the process that did the work died; not the program's verdict to earn
]

Motion = Literal["fast", "arm"]  # who acts: `sim.motion`, or `sim.arm`


class EpisodeResult(Data):
    """One oracle roll-out from one seed."""

    seed: int
    success: bool
    actions: int = Field(ge=0)
    reason: str = Field(default="", description="Why it failed; empty when it did not.")
    cpu_s: float = Field(default=0.0, ge=0, description="Processor seconds, scene building included.")


class Difficulty(Data):
    """How hard a task is for whoever knows what to do, over the episodes of its verification.

    `slack_m` is the least distance, in metres, by which a placement may miss before it fails or meets a
    neighbour: of the tightest slot, in the median over the scenes; `sim.difficulty` says how it is found.
    """

    actions: float = Field(ge=0, description="Median over the episodes that the oracle solved.")
    success_rate: Annotated[float, Field(ge=0, le=1)]
    slack_m: float = Field(ge=0)


class Report(Data):
    """The outcome of verification.

    `success_rate` is over `episodes`, in [0, 1], None when no episode ran; `interval` is the Wilson
    interval of it at 95 %. `random_rate` is that of a random policy on the same seeds.
    """

    verdict: Verdict
    phase: Phase
    reason: str = Field(description="One sentence to act on; empty when solved.")
    success_rate: Annotated[float, Field(ge=0, le=1)] | None = None
    interval: tuple[float, float] | None = None
    episodes: tuple[EpisodeResult, ...] = ()
    arm: tuple[EpisodeResult, ...] = Field(
        default=(),
        exclude_if=lambda episodes: not episodes,
        description="What the arm then played, if asked.",
    )
    random_rate: Annotated[float, Field(ge=0, le=1)] | None = None
    difficulty: Difficulty | None = Field(default=None, description="None when the oracle solved nothing.")
    flags: tuple[str, ...] = Field(default=(), description="Noteworthy, but no reason to refuse.")
    layer: Layer | None = Field(
        default=None, exclude_if=lambda layer: layer is None, description="What of the sandbox stopped it."
    )
    traceback: str = Field(default="", description="Last lines, of the program's own frames.")
    signature: str = Field(default="", description="See sim.signature; empty until a scene built.")
    skeleton: str = ""
    gensim: GenSimVerdict | None = Field(
        default=None,
        exclude_if=lambda gensim: gensim is None,
        description="GenSim's own verdict, of a program that is written for GenSim or CLIPort.",
    )
    scene: SceneSpec | None = Field(default=None, description="The scene of the first seed.")

    @property
    def solved(self) -> bool:
        """Whether every phase passed."""
        return self.verdict == "solved"

    @property
    def fingerprint(self) -> str:
        """Equal for two reports of the same fault: numbers and names in quotes are ignored."""
        fault = f"{self.verdict} {self.phase} {nameless(self.reason)}"
        return hashlib.sha256(fault.encode()).hexdigest()[:12]

    def without_times(self) -> Report:
        """Return the same report with all times zero: the part that a seed decides."""
        gensim = self.gensim and self.gensim.without_times()
        timeless = {"episodes": _timeless(self.episodes), "arm": _timeless(self.arm), "gensim": gensim}
        return self.model_copy(update=timeless)


def nameless(text: str) -> str:
    """Return what is left of a sentence without its numbers and the names that stand in single quotes."""
    return re.sub(r"'[^']*'|\d+(\.\d+)?", "_", text)


def _timeless(episodes: tuple[EpisodeResult, ...]) -> tuple[EpisodeResult, ...]:
    return tuple(episode.model_copy(update={"cpu_s": 0.0}) for episode in episodes)


def wilson(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson score interval of a rate (Wilson 1927), rounded to 1e-4.

    Raises:
        ValueError: if there was no trial.
    """
    if trials < 1:
        raise ValueError("an interval needs at least one trial")
    rate = successes / trials
    center = rate + z * z / (2 * trials)
    spread = z * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return round(max(0.0, (center - spread) / scale), 4), round(min(1.0, (center + spread) / scale), 4)
