"""A world with the friction and the masses of a domain."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pybullet

from sim.domain import Domain
from sim.soft import is_soft
from sim.spec import SceneSpec
from sim.world import World

FRICTION = 1  # where `getDynamicsInfo` has the lateral friction
LARGEST_KG = 5.0  # what a scene allows


class ShiftedWorld(World):
    """A world in which everything, the table included, is more or less slippery than usual.

    Args:
        domain: whose friction; one factor for the whole of it.
    """

    def __init__(self, domain: Domain) -> None:
        super().__init__()
        self.factor = float(np.random.default_rng(domain.seed).uniform(*domain.friction))

    def load(self, scene: SceneSpec) -> None:
        """Load a scene, and make what is in it slippery."""
        super().load(scene)
        self._ease(self._index)

    def feed(self) -> None:
        """Let the next things appear, as slippery as the rest."""
        before = set(self._index)
        super().feed()
        self._ease(set(self._index) - before)

    def _ease(self, bodies: Iterable[int]) -> None:
        for body in sorted(bodies):
            usual = pybullet.getDynamicsInfo(body, -1, physicsClientId=self.client)[FRICTION]
            pybullet.changeDynamics(
                body, -1, lateralFriction=self.factor * usual, physicsClientId=self.client
            )


def open_domain(domain: Domain) -> World:
    """Return an empty world with the physics of a domain."""
    return World() if domain.moves_as_usual else ShiftedWorld(domain)


def weighed(domain: Domain, scene: SceneSpec) -> SceneSpec:
    """Return a scene with the masses of a domain; ropes and piles keep theirs: their bonds are tuned."""
    if domain.moves_as_usual:
        return scene
    rng = np.random.default_rng((domain.seed, scene.seed))
    factors = rng.uniform(*domain.mass, len(scene.objects))
    things = tuple(
        thing
        if is_soft(thing)
        else thing.model_copy(update={"mass": min(LARGEST_KG, float(factor) * thing.mass)})
        for thing, factor in zip(scene.objects, factors, strict=True)
    )
    return scene.model_copy(update={"objects": things})
