"""GenSim's two primitives without an arm: pick and place, and push.

What GenSim's arm would touch is decided by sweeping; only what is loose moves by physics. As there, whatever
the tip meets first is held, however heavy or oblique, and what is held is let go at its first contact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pybullet

from sim.bodies import make_body, make_solid
from sim.cliport.poses import inverse
from sim.cliport.world import LEAD_KG, WORK_STEPS, FaithfulWorld
from sim.frames import Frame, about_z
from sim.kinds import Vec3
from sim.parts import Part

TRAVEL_M = 0.32
TIP_RADIUS_M = 0.010
CLEARANCE_M = 0.0005
NUDGE_M = 2e-4
SWEEPS = 60
ROPE_HEIGHT_M = 0.1  # a primitive that lifts less than this drags: ropes
DRAG_STRIDE_M = 0.0015
PUSH_STRIDE_M = 0.0015
PUSH_HEIGHT_M = 0.005
PULL_BACK_M = (0.02, 0.05)  # of a push's start and end, against its direction
BLADE = Part("box", (0.005, 0.05, 0.11), (0.0, 0.0, 0.0))


@dataclass(frozen=True)
class Action:
    """What GenSim's oracle returns: two poses of the tip, where it picks and where it places."""

    pick: Vec3
    place: Frame


def pick_place(world: FaithfulWorld, action: Action, height: float) -> None:
    """Pick what the tip meets first at a point, carry it, and lower it until it touches something.

    Args:
        world: where.
        action: what to do; of the pick pose only x and y matter.
        height: how far the primitive lifts, metres; a small one drags what is tied.
    """
    world.settle()
    held = _lower_tip(world, (action.pick[0], action.pick[1]))
    if held is None or held not in world.rigid:
        return
    if height < ROPE_HEIGHT_M:
        _drag(world, held, action, height)
        return
    before = world.base(held)
    # The oracle composes the place pose with a pick pose at the height of its map.
    grip = inverse(Frame(action.pick)).compose(before)
    riders = {index: _seen_from(before, world.base(index)) for index in sorted(world.resting_on(held))}
    low = action.place.compose(grip)
    start = Frame((low.position[0], low.position[1], low.position[2] + TRAVEL_M), low.rotation)
    end = _lowered(world, held, start, riders)
    for index, frame in riders.items():
        world.put(index, end.compose(frame))


def _seen_from(carrier: Frame, rider: Frame) -> Frame:
    """Return where a rider is in the frame of what carries it."""
    return inverse(carrier).compose(rider)


def _lower_tip(world: FaithfulWorld, xy: tuple[float, float]) -> int | None:
    """Lower the bare tip to its first contact; return what it met, None being the table."""
    others = [index for index in world.near(*xy, TIP_RADIUS_M) if world.is_solid(index)]
    z = max([TRAVEL_M, *(world.top(index) + 0.05 for index in others)])
    met: int | None = None
    for _ in range(SWEEPS):
        world.put_tip((*xy, z))
        ways = [
            (_advance(gap.normal[2], gap.distance), gap.other) for gap in world.gaps(None, others, z + 0.1)
        ]
        way, nearest = min(ways, default=(math.inf, -1))
        if way >= z:
            break
        if way <= NUDGE_M:
            met = nearest
            break
        z -= way
    world.put_tip(None)
    return met


def _advance(steepness: float, distance: float) -> float:
    """Return how far a body may go down while the plane across a gap still parts the two."""
    if steepness <= 1e-3:
        return math.inf if distance > -CLEARANCE_M else 0.0
    return max(0.0, distance) / steepness


def _lowered(world: FaithfulWorld, held: int, start: Frame, riders: dict[int, Frame]) -> Frame:
    """Lower a body from a pose until it is about to touch something; leave it there and return where."""
    radius = world.reach(held)
    x, y, _ = start.position
    others = [
        index
        for index in world.near(x, y, radius + 0.03)
        if world.is_solid(index) and index != held and index not in riders
    ]
    highest = max((world.top(index) for index in others), default=0.0)
    base = Frame((x, y, max(start.position[2], highest + radius + 0.01)), start.rotation)
    for _ in range(SWEEPS):
        world.put(held, base)
        way = world.lowest(held)
        for gap in world.gaps(held, others, 2.0):
            way = min(way, _advance(gap.normal[2], gap.distance))
        if way <= CLEARANCE_M:
            break
        drop = max(way - CLEARANCE_M / 2, NUDGE_M)
        base = Frame((x, y, base.position[2] - drop), base.rotation)
    world.put(held, base)
    return base


def _drag(world: FaithfulWorld, held: int, action: Action, height: float) -> None:
    """Lift a bead a little, lead it to its place in a low arch, and let go."""
    number = world.number(held)
    if number is None:
        return
    x, y, z = world.base(held).position
    rest = z - world.lowest(held)  # the height of its middle where it lies on the table
    target = action.place.compose(inverse(Frame(action.pick)).compose(world.base(held))).position
    mass = pybullet.getDynamicsInfo(number, -1, physicsClientId=world.client)[0]
    pybullet.changeDynamics(number, -1, mass=LEAD_KG, physicsClientId=world.client)
    world.lead(number, (x, y, z + height), DRAG_STRIDE_M)
    world.lead(number, (target[0], target[1], z + height), DRAG_STRIDE_M)
    world.lead(number, (target[0], target[1], rest), DRAG_STRIDE_M)
    pybullet.changeDynamics(number, -1, mass=mass, physicsClientId=world.client)


def push(world: FaithfulWorld, start: Sequence[float], end: Sequence[float]) -> None:
    """Set the spatula's blade down near a point and push along the table towards another."""
    way = math.dist(start[:2], end[:2])
    if way < NUDGE_M:
        return
    world.settle()
    cos, sin = (end[0] - start[0]) / way, (end[1] - start[1]) / way
    back, short = PULL_BACK_M
    z = PUSH_HEIGHT_M + BLADE.half[2]
    first = Frame((start[0] - back * cos, start[1] - back * sin, z), about_z(math.atan2(sin, cos)))
    last = (end[0] - short * cos, end[1] - short * sin, z)
    blade = make_body(world.client, make_solid(world.client, (BLADE,)), LEAD_KG, first)
    pybullet.changeDynamics(blade, -1, lateralFriction=0.5, physicsClientId=world.client)
    world.lead(blade, last, PUSH_STRIDE_M)
    pybullet.removeBody(blade, physicsClientId=world.client)


def let_settle(world: FaithfulWorld) -> None:
    """Let everything come to rest after an action, while GenSim's arm goes up and waits."""
    world.settle(WORK_STEPS)
