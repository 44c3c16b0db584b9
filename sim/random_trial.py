"""What a random policy makes of a task: in how many episodes it succeeds.

A task that it solves now and then tells nothing about a policy that solves it. It has as many actions as the
oracle took, and success counts whenever it comes. The same scene gives the same actions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from sim.hands import act
from sim.judge import Referee
from sim.progress import Progress
from sim.random_policy import random_action
from sim.spec import SceneSpec
from sim.world import World


def random_wins(world: World, scenes: Sequence[SceneSpec], actions: Sequence[int]) -> int:
    """Return how many scenes a random policy solves.

    Args:
        world: loses whatever it holds.
        scenes: one for each episode.
        actions: how many actions it has in each.
    """
    return sum(_wins(world, scene, limit) for scene, limit in zip(scenes, actions, strict=True))


def _wins(world: World, scene: SceneSpec, limit: int) -> bool:
    rng = random.Random(f"{scene.task} {scene.seed}")
    world.start(scene)
    progress = Progress(scene)
    for _ in range(limit):
        act(world, random_action(world, scene, rng))
        if progress.look(Referee(world, scene)) is None and progress.finish(world).success:
            return True
    return False
