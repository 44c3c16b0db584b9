"""How well could a policy do at best: the oracle, with its actions rounded to what a policy can say.

A policy answers in pixels and in bins of angles. Whatever the oracle can do that survives this rounding can
be learned; the rest cannot, however long one trains. Rounding is to whole pixels of the map and to whole
bins: a policy that reads its peaks between them is finer than this.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from policy.targets import BIN
from sim.aim import Aim, action_of, aim_of
from sim.motion import Action
from sim.oracle import run_episode
from sim.pixels import middle_of, pixel_of
from sim.report import wilson
from sim.spec import SceneSpec
from sim.world import World

LOW: float = 0.95  # a task whose ceiling is lower measures the rounding, not the policy


@dataclass(frozen=True)
class Ceiling:
    """What the rounded oracle did on a task; reasons are those of the episodes that failed."""

    task: str
    successes: int
    episodes: int
    reasons: tuple[str, ...]

    @property
    def success(self) -> float:
        """Share of the episodes that ended with all goals reached."""
        return self.successes / self.episodes

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the success, 95 %."""
        return wilson(self.successes, self.episodes)


def ceilings(scenes: Mapping[str, Sequence[SceneSpec]], workers: int) -> Iterator[Ceiling]:
    """Play the rounded oracle on the scenes of every task, in so many processes."""
    context = multiprocessing.get_context("spawn")  # PyBullet does not survive a fork
    with ProcessPoolExecutor(workers, context) as pool:
        for task, of_task in scenes.items():
            reasons = tuple(pool.map(_play, [scene.model_dump_json() for scene in of_task]))
            failed = tuple(reason for reason in reasons if reason)
            yield Ceiling(task, len(reasons) - len(failed), len(reasons), failed)


def rounded(world: World, action: Action) -> Action:
    """Return the action that a policy would have to be content with: whole pixels, whole bins of angles."""
    aim = aim_of(world, action)
    turn = BIN * round(aim.turn / BIN)
    return action_of(world, Aim(middle_of(pixel_of(aim.pick)), middle_of(pixel_of(aim.place)), turn))


def _play(text: str) -> str:
    with World() as world:
        episode = run_episode(world, SceneSpec.model_validate_json(text), hand=rounded)
    return "" if episode.success else episode.reason or "failed"
