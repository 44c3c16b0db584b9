"""What the benchmark of the simulator asks of its process, and the figures that come back, as data.

Kept apart from `sim.benchmark`, so that whoever asks imports no physics.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field

from sim.cases import Case
from sim.cliport.record import Record
from sim.cliport.verdict import GenSimEpisode
from sim.report import Motion
from sim.spec import Data, SceneSpec


class SpeedRequest(Data):
    """Measure how long things take on these scenes; answered with `SpeedFigures`."""

    job: Literal["speed"] = "speed"
    scenes: tuple[SceneSpec, ...] = Field(min_length=1)


class LeakRequest(Data):
    """Play many episodes on these scenes, one after the other; answered with `LeakFigures`."""

    job: Literal["leak"] = "leak"
    scenes: tuple[SceneSpec, ...] = Field(min_length=1)
    episodes: int = Field(ge=20)


class EndsRequest(Data):
    """Play scenes, by their numbers, in this order and in one world; answered with `Ends`."""

    job: Literal["ends"] = "ends"
    scenes: tuple[SceneSpec, ...] = Field(min_length=1)
    order: tuple[int, ...]


class ArmRequest(Data):
    """Play scenes with both motions; answered with `ArmFigures`."""

    job: Literal["arm"] = "arm"
    scenes: tuple[SceneSpec, ...] = Field(min_length=1)


class CasesRequest(Data):
    """Let both motions act on planted cases, by their names; answered with `ArmFigures`."""

    job: Literal["cases"] = "cases"
    cases: dict[str, Case] = Field(min_length=1)


class ImagesRequest(Data):
    """Play records of programs for GenSim with images at each step; answered with `ImagesFigures`."""

    job: Literal["images"] = "images"
    records: tuple[Record, ...] = Field(min_length=1)


BenchmarkRequest = Annotated[
    SpeedRequest | LeakRequest | EndsRequest | ArmRequest | CasesRequest | ImagesRequest,
    Field(discriminator="job"),
]


class Spread(Data):
    """A figure over many episodes: the middle one, and the one that nine in ten are better than."""

    median: float
    p90: float

    @classmethod
    def of(cls, values: Sequence[float], *, more_is_better: bool = False) -> Self | None:
        """Sum values up; None when there are none."""
        if not values:
            return None
        ordered = sorted(values, reverse=more_is_better)
        worst = ordered[min(len(ordered) - 1, round(0.9 * (len(ordered) - 1)))]
        return cls(median=_rounded(statistics.median(ordered)), p90=_rounded(worst))


class MotionFigures(Data):
    """Processor seconds of one core; None where no scene was of that sort.

    A reset loads a scene and lets it come to rest. An action is everything of an episode but its reset,
    divided by its actions: deciding, moving, settling, and the judge's last word. Rigid scenes have neither
    ropes nor piles; episodes an hour are over rigid ones.
    """

    cpu_s_per_action: Spread | None
    cpu_s_per_reset: Spread | None
    soft_cpu_s_per_action: Spread | None
    episodes_per_hour_per_core: Spread | None


class SpeedFigures(Data):
    """What the benchmark found.

    `breakdown` gives the shares of processor time: load (making bodies), settle (waiting for rest), sweep
    (moving tip and load), judge (looking at goals), oracle (deciding), other.
    """

    episodes: int
    motions: dict[Motion, MotionFigures]
    image_ms: float = Field(description="Median processor milliseconds of one map of height and colour.")
    peak_rss_mb: float = Field(description="Most memory that the process ever held, images included.")
    breakdown: dict[str, float]


class LeakFigures(Data):
    """What many episodes in one process left behind.

    `soft_episodes` are those with ropes or piles. `rss_mb` has a figure for each twentieth of the episodes;
    the first tenth is warming up. `bodies` and `open_files` are before and after, `temporary_files` are those
    that were left.
    """

    episodes: int
    soft_episodes: int
    rss_mb: tuple[float, ...]
    bodies: tuple[int, int]
    open_files: tuple[int, int]
    temporary_files: int
    cpu_s: float

    @property
    def growth(self) -> float:
        """By what share memory grew after warming up."""
        return self.rss_mb[-1] / self.rss_mb[min(2, len(self.rss_mb) - 1)] - 1

    @property
    def flat(self) -> bool:
        """Whether nothing was left behind: no bodies, no files, and memory within 5 %."""
        steady = self.bodies[0] == self.bodies[1] and self.open_files[0] == self.open_files[1]
        return steady and self.temporary_files == 0 and self.growth <= 0.05


class Ends(Data):
    """How episodes ended: a digest of where everything is, to the last bit, in the order asked for."""

    ends: tuple[str, ...]


class Difference(Data):
    """An episode that ends in success with one motion only, and why it fails with the other."""

    task: str
    seed: int
    solved_by: Motion
    reason: str


class ArmFigures(Data):
    """Whether the arm comes to the verdicts of the `fast` motion, and what an action of it costs."""

    episodes: int
    differing: tuple[Difference, ...] = ()
    cpu_s_per_action: Spread | None = Field(description="Of the arm, over all episodes, soft ones as well.")

    @property
    def agreement(self) -> float:
        """The share of episodes that both motions solve, or both do not."""
        return 1 - len(self.differing) / self.episodes


class ImagesFigures(Data):
    """Episodes as GenSim would play them, and what their images cost beside them, in processor seconds."""

    episodes: tuple[GenSimEpisode, ...] = Field(description="Their `cpu_s` is without images.")
    map_s: tuple[float, ...] = Field(description="One height map before and after each action.")
    views_s: tuple[float, ...] = Field(description="Three views, likewise.")


class RepeatFigures(Data):
    """Whether scenes end the same however often, where and when they are played.

    Each was played `repeats` times in one process and `repeats` times in processes of their own.
    """

    scenes: int
    repeats: int
    processes: int
    episodes: int
    differing: int = Field(description="Scenes that did not always end the same; `which` names them.")
    which: tuple[str, ...] = ()


def _rounded(value: float) -> float:
    """Four significant digits: there is no more to a measured time."""
    return float(f"{value:.4g}")
