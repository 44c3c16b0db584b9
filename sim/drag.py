"""The rope primitive: hold a bead by the tip, lift it a little, lead it over the table, and let go.

Unlike a block, a rope is never teleported: its other beads follow because they are tied to the one in hand.
"""

from __future__ import annotations

import math

import pybullet

from sim.driven import MASS_KG, Driven, Watch
from sim.kinds import Vec3
from sim.world import World

LIFT_M = 0.020  # CLIPort's height for ropes
STRIDE_M = 0.0015  # in one step: 0.36 m/s
SETTLE_STEPS = 960


def nearest_bead(world: World, index: int, xy: tuple[float, float]) -> int:
    """Return the bead of a rope that is nearest to a point seen from above; ties go to the first."""
    beads = world.parts(index)
    return min(range(len(beads)), key=lambda i: math.dist(beads[i].position[:2], xy))


def drag(
    world: World, index: int, bead: int, xy: tuple[float, float], watch: Watch | None = None
) -> tuple[Vec3, bool]:
    """Lead one bead of a rope to a point of the table, in a low arch.

    Returns:
        Where the upper end of the bead was when it was let go, and whether the world then came to rest.
    """
    cluster = world.cluster(index)
    held, half = cluster.bodies[bead], cluster.half
    hand = Driven(world, held, watch, (0.0, 0.0, half))
    x, y, z = hand.frame().position
    ours = frozenset(cluster.bodies)
    pybullet.changeDynamics(held, -1, mass=MASS_KG, physicsClientId=world.client)
    hand.go((x, y, z + LIFT_M), STRIDE_M)
    hand.go((*xy, z + LIFT_M), STRIDE_M)
    hand.go((*xy, half), STRIDE_M, lambda: hand.touches(ours))
    pybullet.changeDynamics(held, -1, mass=cluster.thing.mass, physicsClientId=world.client)
    px, py, pz = hand.frame().position
    return (px, py, pz + half), world.settle(SETTLE_STEPS)
