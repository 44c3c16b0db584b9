"""What the parent and its child processes say to each other: one line of JSON each way.

Kept apart from both, so that the parent imports neither PyBullet nor what programs import.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sim.cliport.record import Record
from sim.program import Dialect
from sim.report import Difficulty, EpisodeResult, Phase, Verdict
from sim.sandbox.layers import Layer
from sim.spec import Data, SceneSpec

# What a program's own process may say of it. It can accuse itself; it can neither praise nor excuse itself.
Fault = Literal["timeout", "memory", "error", "misuse", "impossible", "forbidden"]


def printable(text: str) -> str:
    """Keep what can be shown: no control sequence reaches a terminal, a page or a prompt."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


Words = Annotated[str, AfterValidator(printable), Field(max_length=2000)]


class BuildRequest(Data):
    """A program, and the seeds to run it for.

    After `max_full` full tables there is no point in going on: the next one ends the build.
    """

    source: str
    seeds: tuple[int, ...] = Field(min_length=1)
    max_full: int = Field(default=0, ge=0)
    dialect: Dialect = "simwright"
    task: str = Field(default="", description="The class to record, of a program for GenSim.")


class Failure(Data):
    """Why a program did not build, as the process in which it ran tells it."""

    verdict: Fault
    reason: Words
    traceback: Words = ""
    layer: Layer | None = None


class BuildAnswer(Data):
    """What came of it: a scene for each seed that built, the seeds whose table was full, or a failure.

    Of a program for GenSim or CLIPort a record for each seed instead.
    """

    scenes: tuple[SceneSpec, ...] = ()
    records: tuple[Record, ...] = ()
    full: tuple[int, ...] = ()
    full_reason: Words = ""
    failure: Failure | None = None


class TrialRequest(Data):
    """Take scenes through the phases from settle to repeat; answered with a `TrialOutcome`."""

    job: Literal["trial"] = "trial"
    scenes: tuple[SceneSpec, ...] = Field(min_length=1)


class TrialOutcome(Data):
    """What a trial found; `reason` is empty when it was solved."""

    verdict: Verdict
    phase: Phase
    reason: str = ""
    episodes: tuple[EpisodeResult, ...] = ()
    random_rate: float | None = None
    difficulty: Difficulty | None = None
    flags: tuple[str, ...] = ()


class GenSimRequest(Data):
    """Play records as GenSim would; answered with a `GenSimVerdict`."""

    job: Literal["gensim"] = "gensim"
    records: tuple[Record, ...] = Field(min_length=1)


class PictureRequest(Data):
    """Draw the oracle at work: start and end, or all of it; answered with a `Picture`."""

    job: Literal["preview", "film"]
    scene: SceneSpec
    suffix: Literal[".gif", ".webp", ".mp4"] = ".webp"


class Picture(Data):
    """An image file, in base64."""

    data: str


SimulatorRequest = Annotated[TrialRequest | GenSimRequest | PictureRequest, Field(discriminator="job")]
