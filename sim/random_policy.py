"""A policy that knows nothing: any movable thing, anywhere, turned anyhow.

It is told where things are, so that it misses for want of purpose and not for want of sight.
"""

from __future__ import annotations

import math
import random

from sim.kinds import Vec3
from sim.motion import Action
from sim.shapes import grasp_point
from sim.spec import TABLE_X, TABLE_Y, SceneSpec
from sim.world import World


def random_action(world: World, scene: SceneSpec, rng: random.Random) -> Action:
    """Draw an action: a uniform movable object to a uniform point of the table; a spatula: any stroke."""
    movable = [index for index in range(len(scene.objects)) if world.movable(index)]
    start = _anywhere(rng)
    if movable and scene.tool == "suction":
        start = _hold_of(world, rng.choice(movable), rng)
    return Action(start, _anywhere(rng), rng.uniform(-math.pi, math.pi))


def _hold_of(world: World, index: int, rng: random.Random) -> Vec3:
    """Return where the tip can take hold of an object: of a rope, any bead."""
    beads = world.parts(index)
    if beads:
        return rng.choice(beads).position
    thing = world.things[index]
    return world.foot(index).point((*grasp_point(thing), thing.size[2]))


def _anywhere(rng: random.Random) -> Vec3:
    return (rng.uniform(*TABLE_X), rng.uniform(*TABLE_Y), 0.0)
