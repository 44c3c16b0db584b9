"""The `fast` motion: a suction tip that is swept and teleported, while physics runs for settling only.

Two primitives, `pick` and `place`, and `act`, which is both. They move what a real suction gripper coming
straight down could move and nothing else: the first body that the tip meets is what is held, if it can be
held there; what is carried is lowered, tip and all, until it is about to touch something. A failure is data
that says why. Nobody here knows what the goal is.

Ropes and piles are different: they are moved by physics, step by step (`sim.drag`, `sim.push`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.drag import drag, nearest_bead
from sim.driven import Watch
from sim.frames import Frame, about_z, multiply
from sim.kinds import FACTS, Vec3
from sim.push import push
from sim.shapes import axis_up, depth_in_top, outline, span_z
from sim.spec import ObjectSpec
from sim.world import TIP_RADIUS, Gap, World

CARRY_M = 0.32  # height of the tip above the table while it travels
EDGE_M = 0.003  # the cup seals on this much of flat surface around its centre
MAX_SLOPE = math.radians(35)
CLEARANCE_M = 0.001  # how far above the first contact the load is let go
PRESSES_DOWN = 0.7  # vertical share of a contact's normal from which on one body rests on the other
OVERHANGS = 0.3  # ... from which on one body would catch another that goes up
SWEEP_STEPS = 60
UNSETTLED = "the scene did not come to rest after the release"
NUDGE_M = 2e-4  # a sweep goes on at least this far, so that it ends


@dataclass(frozen=True)
class Action:
    """What a policy decides: where the tip comes down, and where the foot of what it lifts shall be.

    `pick` and `position` are world points in metres; of both the sweep decides the height. `yaw` is the
    heading of the foot, in radians.
    """

    pick: Vec3
    position: Vec3
    yaw: float


@dataclass(frozen=True)
class Grasp:
    """A held object: the tip's end in the world when it took hold, and the object's foot at that moment."""

    held: int
    tip: Vec3
    foot: Frame


@dataclass(frozen=True)
class Release:
    """Where a load was let go (foot and end of the tip), and whether the world came to rest after it."""

    foot: Frame
    tip: Vec3
    settled: bool


@dataclass(frozen=True)
class Outcome:
    """What an action did: `reason` is empty when it did what it was told."""

    action: Action
    grasp: Grasp | None
    release: Release | None
    reason: str = ""


def act(world: World, action: Action, watch: Watch | None = None) -> Outcome:
    """Use the scene's tool once: pick and place, drag a rope, or push with the spatula.

    Args:
        world: where.
        action: what to do.
        watch: is told now and then where the tool is, while physics runs under it; for films.
    """
    start, end = (action.pick[0], action.pick[1]), (action.position[0], action.position[1])
    if world.tool == "spatula":
        reason, settled = push(world, start, end, watch)
        return Outcome(action, None, None, reason or ("" if settled else UNSETTLED))
    grasp = pick(world, start)
    if isinstance(grasp, Grasp) and world.things[grasp.held].kind == "rope":
        bead = nearest_bead(world, grasp.held, start)
        tip, settled = drag(world, grasp.held, bead, end, watch)
        release = Release(world.foot(grasp.held), tip, settled)
        return Outcome(action, grasp, release, "" if settled else UNSETTLED)
    if isinstance(grasp, str):
        return Outcome(action, None, None, grasp)
    release = place(world, grasp, action)
    reason = "" if release.settled else UNSETTLED
    return Outcome(action, grasp, release, reason)


def pick(world: World, xy: tuple[float, float]) -> Grasp | str:
    """Lower the tip at a point and lift what it meets first.

    Returns:
        The grasp, or one sentence that says why nothing is held. The world itself does not change.
    """
    tip, index = lower_tip(world, xy)
    if index is None:
        return "the tip met nothing but the table"
    if world.things[index].kind == "rope" and world.movable(index):  # a bead's crown is all there is to hold
        return Grasp(index, tip, world.foot(index))
    problem = _seal_problem(world, index, tip) or _lift_problem(world, index)
    return problem if problem else Grasp(index, tip, world.foot(index))


def place(world: World, grasp: Grasp, action: Action) -> Release:
    """Carry a held object over a point, turn it, lower it until it is about to touch, let go, and settle."""
    start = carried(world, grasp, action.position, action.yaw)
    foot, tip = lower(world, grasp, start)
    world.teleport(grasp.held, foot)
    return Release(foot, tip, world.settle())


def carried(world: World, grasp: Grasp, position: Vec3, yaw: float) -> Frame:
    """Return the foot of a load right above its place, where nothing is in the way."""
    rotation = multiply(about_z(yaw - grasp.foot.yaw), grasp.foot.rotation)
    highest = max(world.span_z(index)[1] for index in range(len(world.things)))
    return Frame((position[0], position[1], max(CARRY_M, highest + 0.05)), rotation)


def lower(world: World, grasp: Grasp, start: Frame) -> tuple[Frame, Vec3]:
    """Lower a load with the tip on it to a clearance above the first contact (conservative advancement).

    Returns:
        The foot and the end of the tip when it stops. The load is left somewhere above; the tip is parked.
    """
    held, thing = grasp.held, world.things[grasp.held]
    ahead = grasp.foot.local(grasp.tip)
    radius = _spread(thing, start) + TIP_RADIUS
    others = [i for i in world.in_column(start.position[0], start.position[1], radius) if i != held]
    foot = start
    for _ in range(SWEEP_STEPS):
        tip = foot.point(ahead)
        world.teleport(held, foot)
        world.put_tip(tip)
        way = span_z(thing, foot)[0]
        way = min(way, *(_way(world, carrier, others, down=1) for carrier in (held, None)))
        if way <= CLEARANCE_M:
            break
        foot = _shifted(foot, -max(way - CLEARANCE_M, NUDGE_M))
        if way <= CLEARANCE_M + NUDGE_M:
            break
    world.park_tip()
    return foot, foot.point(ahead)


def _spread(thing: ObjectSpec, foot: Frame) -> float:
    """Return how far an object reaches from its foot, seen from above; a leaning one reaches farther."""
    return max(math.dist(foot.position[:2], point) for point in outline(thing, foot))


def lower_tip(world: World, xy: tuple[float, float]) -> tuple[Vec3, int | None]:
    """Lower the bare tip to its first contact; return its end and what it met, None being the table."""
    others = world.in_column(xy[0], xy[1], TIP_RADIUS)
    z = max([CARRY_M, *(world.span_z(index)[1] + 0.05 for index in others)])
    met: int | None = None
    for _ in range(SWEEP_STEPS):
        world.put_tip((xy[0], xy[1], z))
        ways = [(_advance(gap, 1), gap.other) for gap in world.gaps(None, others, z)]
        way, nearest = min(ways, default=(math.inf, -1))
        if way >= z:
            z = 0.0
            break
        met = nearest
        if way <= NUDGE_M:
            break
        met, z = None, z - way
    world.park_tip()
    return (xy[0], xy[1], z), met


def _way(world: World, carrier: int | None, others: list[int], *, down: int) -> float:
    """Return how far a body can go down (1) or up (-1) without touching one of the others."""
    return min((_advance(gap, down) for gap in world.gaps(carrier, others, 2 * CARRY_M)), default=math.inf)


def _advance(gap: Gap, down: int) -> float:
    """Return how far the carrier may go while the plane across a gap still parts the two convex bodies."""
    steep = gap.normal[2] * down
    if steep <= 1e-3:
        return math.inf if gap.distance > -CLEARANCE_M else 0.0
    return max(0.0, gap.distance) / steep


def _shifted(foot: Frame, z: float) -> Frame:
    x, y, height = foot.position
    return Frame((x, y, height + z), foot.rotation)


def _seal_problem(world: World, index: int, tip: Vec3) -> str:
    """Say why the cup does not hold an object at a point, or nothing."""
    thing, foot = world.things[index], world.foot(index)
    if thing.fixed or not FACTS[thing.kind].graspable:
        return f"the {thing.name} cannot be lifted"
    if thing.kind == "ball":
        radius = thing.size[0] / 2
        off = math.dist(tip[:2], world.center(index)[:2])
        steep = off > radius * math.sin(MAX_SLOPE)
        return f"the tip met the {thing.name} on a slope of more than 35 degrees" if steep else ""
    if foot.tilt > MAX_SLOPE:
        return f"the {thing.name} is tilted by {math.degrees(foot.tilt):.0f} degrees, more than 35"
    if _edge_distance(world, index, tip) < EDGE_M:
        return f"the tip met the {thing.name} less than 3 mm from an edge"
    return ""


def _edge_distance(world: World, index: int, tip: Vec3) -> float:
    """Return how far inside the top face of an object the axis of the tip meets it."""
    thing, foot = world.things[index], world.foot(index)
    up, top = axis_up(foot), foot.point((0.0, 0.0, thing.size[2]))
    drop = ((top[0] - tip[0]) * up[0] + (top[1] - tip[1]) * up[1]) / up[2]
    x, y, _ = foot.local((tip[0], tip[1], top[2] + drop))
    return depth_in_top(thing, (x, y))


def _lift_problem(world: World, index: int) -> str:
    """Say why an object cannot go straight up, or nothing."""
    above = resting_on(world, index)
    if above:
        return f"the {world.things[above[0]].name} rests on the {world.things[index].name}"
    foot = world.foot(index)
    radius = _spread(world.things[index], foot)
    others = [i for i in world.in_column(foot.position[0], foot.position[1], radius) if i != index]
    caught = _caught_by(world, index, others, foot)
    if caught is None:
        return ""
    return f"the {world.things[index].name} catches on the {world.things[caught].name} on its way up"


def resting_on(world: World, index: int) -> list[int]:
    """Return the objects that press down on an object, ascending."""
    return sorted({t.other for t in world.touches(index) if t.normal[2] < -PRESSES_DOWN and t.other >= 0})


def _caught_by(world: World, index: int, others: list[int], foot: Frame) -> int | None:
    """Sweep an object up; return what it would catch on."""
    risen, caught = 0.0, None
    for _ in range(SWEEP_STEPS):
        gaps = [gap for gap in world.gaps(index, others, CARRY_M) if gap.normal[2] < -OVERHANGS]
        way, other = min(((_advance(gap, -1), gap.other) for gap in gaps), default=(math.inf, -1))
        if risen + way >= CARRY_M:
            break
        if way <= NUDGE_M:
            caught = other
            break
        risen += way
        world.teleport(index, _shifted(foot, risen))
    if risen:
        world.teleport(index, foot)
    return caught
