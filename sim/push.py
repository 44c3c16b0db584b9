"""The spatula: a blade that comes down on the table, goes straight to a point, and is lifted again.

The blade stands across the way it goes. It moves what is loose, and stops at what is fixed.
"""

from __future__ import annotations

import math

import pybullet

from sim.bodies import make_body, make_solid
from sim.driven import MASS_KG, Driven, Watch
from sim.frames import Frame, about_z
from sim.kinds import Vec3
from sim.parts import Part
from sim.world import World

BLADE: Vec3 = (0.005, 0.05, 0.11)  # along the push, across it, up: CLIPort's spatula
HOVER_M = 0.005  # below the blade
STRIDE_M = 0.001  # in one step: 0.24 m/s
SHORTEST_M = 0.005
LONGEST_M = 1.2  # the table's diagonal
SETTLE_STEPS = 960
BLOCKED = "the blade met something that does not move"

_PART = Part("box", BLADE, (0.0, 0.0, 0.0))


def push(
    world: World, start: tuple[float, float], end: tuple[float, float], watch: Watch | None = None
) -> tuple[str, bool]:
    """Set the blade down at a point and push along the table to another.

    Returns:
        Why nothing, or less than asked, was done (empty: all of it), and whether the world came to rest.
    """
    if problem := _length_problem(start, end):
        return problem, True
    heading, middle = math.atan2(end[1] - start[1], end[0] - start[0]), HOVER_M + BLADE[2] / 2
    blade = _set_down(world, Frame((*start, middle), about_z(heading)))
    reason = _under(world, blade)
    if not reason:
        hand = Driven(world, blade, watch, (0.0, 0.0, -BLADE[2] / 2))
        free = hand.go((*end, middle), STRIDE_M, lambda: blocked(world, blade))
        reason = "" if free else BLOCKED
    pybullet.removeBody(blade, physicsClientId=world.client)
    return reason, world.settle(SETTLE_STEPS)


def refusal(world: World, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Say why a push cannot begin, or nothing; nothing moves."""
    if problem := _length_problem(start, end):
        return problem
    heading = math.atan2(end[1] - start[1], end[0] - start[0])
    blade = _set_down(world, Frame((*start, HOVER_M + BLADE[2] / 2), about_z(heading)))
    problem = _under(world, blade)
    pybullet.removeBody(blade, physicsClientId=world.client)
    return problem


def _length_problem(start: tuple[float, float], end: tuple[float, float]) -> str:
    way = math.dist(start, end)
    fits = SHORTEST_M <= way <= LONGEST_M
    return "" if fits else f"a push of {way * 1000:.0f} mm; it must be 5 mm to 1.2 m"


def _set_down(world: World, frame: Frame) -> int:
    blade = make_body(world.client, make_solid(world.client, (_PART,)), MASS_KG, frame)
    pybullet.changeDynamics(
        blade, -1, lateralFriction=0.5, activationState=pybullet.ACTIVATION_STATE_DISABLE_SLEEPING,
        physicsClientId=world.client,
    )  # fmt: skip
    return blade


def _under(world: World, blade: int) -> str:
    """Say what is where the blade comes down, or nothing."""
    x, y, _ = pybullet.getBasePositionAndOrientation(blade, physicsClientId=world.client)[0]
    for index in world.in_column(x, y, math.hypot(BLADE[0], BLADE[1]) / 2):
        if world.distance(blade, index) <= 0:
            return f"the blade would come down on the {world.things[index].name}"
    return ""


def blocked(world: World, blade: int) -> bool:
    """Whether the body of a blade touches something that does not move."""
    return any(not world.movable(index) for index in world.touching(blade))
