"""What the parent and its child processes say to each other: one line of JSON each way.

Kept apart from both, so that the parent imports neither PyBullet nor what programs import.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sim.cliport.record import Record
from sim.domain import PLAIN, Domain
from sim.program import Dialect
from sim.report import Difficulty, EpisodeResult, Motion, Phase, Verdict
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
    """Take scenes through the phases from settle to arm; answered with a `TrialOutcome`.

    `motion` says who acts in all phases; `arm_episodes`, how many of the scenes the arm plays at the end.
    """

    job: Literal["trial"] = "trial"
    scenes: tuple[SceneSpec, ...] = Field(min_length=1)
    motion: Motion = "fast"
    arm_episodes: int = Field(default=0, ge=0)


class TrialOutcome(Data):
    """What a trial found; `reason` is empty when it was solved."""

    verdict: Verdict
    phase: Phase
    reason: str = ""
    episodes: tuple[EpisodeResult, ...] = ()
    arm: tuple[EpisodeResult, ...] = ()
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
    motion: Motion = "fast"


class Picture(Data):
    """An image file, in base64."""

    data: str


class DemoRequest(Data):
    """Record the oracle in a scene, as a domain shows it; answered with a `Demonstration`."""

    job: Literal["demonstrate"] = "demonstrate"
    scene: SceneSpec
    domain: Domain = PLAIN


class Option(Data):
    """One good answer to a picture: an object, where it is best held, where it goes, and how it turns.

    `foot` and `target` are where the object's foot is and where it shall be. Points are metres on the table;
    `turn` is in radians, and any turn that differs by a multiple of `period` is as good; a period of 0 stands
    for any turn at all.
    """

    object: int
    pick: tuple[float, float]
    foot: tuple[float, float]
    target: tuple[float, float]
    turn: float
    period: float


class DemoStep(Data):
    """What was seen and what was done: pictures as PNG in base64, points in metres, the turn in radians."""

    instruction: str
    rgb: str
    height: str = Field(description="16 bits a pixel, in units of 0.01 mm.")
    segmentation: str = Field(description="8 bits a pixel: 0 the table, i + 1 the object i.")
    pick: tuple[float, float]
    place: tuple[float, float]
    turn: float
    options: tuple[Option, ...] = ()


class Demonstration(Data):
    """A recorded episode; without steps when it failed, and then with the reason."""

    seed: int
    steps: tuple[DemoStep, ...] = ()
    reason: str = ""


AnyRequest = TrialRequest | GenSimRequest | PictureRequest | DemoRequest
SimulatorRequest = Annotated[AnyRequest, Field(discriminator="job")]


def cpu_limit(request: AnyRequest) -> float:
    """Return the processor time, seconds, after which the simulator must hang: no honest request takes it.

    A trial is bounded by its work (`sim.effort`), which takes half as long on a machine like ours; what the
    arm plays is bounded by this alone.
    """
    if isinstance(request, DemoRequest):
        return 120.0
    if isinstance(request, GenSimRequest):
        return 30.0 + 2.0 * len(request.records)
    if isinstance(request, PictureRequest):
        return 120.0 if request.motion == "fast" else 600.0
    by_arm = (
        len(request.scenes) if request.motion == "arm" else min(request.arm_episodes, len(request.scenes))
    )
    return 30.0 + 1.5 * len(request.scenes) + 60.0 * by_arm
