"""Pick and place, drag and push with the arm: the same actions, rules and outcomes as the `fast` motion.

What the tip meets first, whether it seals there and how far a load can go down is asked of `sim.motion`, so
that both motions hold and let go by the same rules. The ways between are gone by joints with motors, the load
hangs on the cup, and what stands in the way of arm or load is pushed, as it would be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pybullet

from sim.arm.kinematics import ASIDE_M, QUARTER, Tip
from sim.arm.travel import Ride, level, straight
from sim.arm.world import ArmWorld
from sim.drag import LIFT_M, nearest_bead
from sim.drag import SETTLE_STEPS as ROPE_STEPS
from sim.driven import NEAR_M, Watch
from sim.frames import Frame, about_z, multiply
from sim.kinds import Vec3
from sim.motion import UNSETTLED, Action, Grasp, Outcome, Release, lower, lower_tip, pick
from sim.push import BLOCKED, HOVER_M, blocked, refusal
from sim.push import SETTLE_STEPS as PUSH_STEPS

MARGIN_M = 0.03  # between what travels and what stands
LOWEST_M = 0.12  # the tool travels at least this high
ROPE_SPEED = 0.36  # m/s, as fast as the `fast` motion
PUSH_SPEED = 0.24
CLOSE_M = 0.0002  # how far the cup stays from what it holds

OUT_OF_REACH = "this is out of the arm's reach"
STOPPED = "something stopped the arm on its way"


def act(world: ArmWorld, action: Action, watch: Watch | None = None) -> Outcome:
    """Use the scene's tool once: pick and place, drag a rope, or push with the spatula.

    Args:
        world: where.
        action: what to do.
        watch: is told every few steps where the tool is; for films.
    """
    hand = _Hand(world, Ride(world, watch))
    if world.tool == "spatula":
        reason = hand.push(action)
        settled = world.settle(PUSH_STEPS)
        return Outcome(action, None, None, reason or ("" if settled else UNSETTLED))
    grasp = hand.take(action)
    if isinstance(grasp, str):
        world.settle()  # an arm that touched something may have moved it
        return Outcome(action, None, None, grasp)
    if world.things[grasp.held].kind == "rope":
        return hand.drag(action, grasp)
    return hand.place(action, grasp)


@dataclass(frozen=True)
class _Hand:
    """The arm at one action."""

    world: ArmWorld
    ride: Ride

    # -- taking -------------------------------------------------------------------------------------------

    def take(self, action: Action) -> Grasp | str:
        """Go over a point, come down on what is there, and hold it if it can be held."""
        x, y = action.pick[:2]
        (_, _, z), met = lower_tip(self.world, (x, y))
        turn = 0.0 if met is None else action.yaw - self.world.foot(met).yaw
        end = z + CLOSE_M
        if problem := self._over((x, y, end), _heading(action, turn)):
            return self._away(problem)
        if not self._upright(end):
            return self._away(STOPPED)
        here = self.world.arm.tip.position
        grasp = pick(self.world, (here[0], here[1]))
        return self._away(grasp) if isinstance(grasp, str) else grasp

    def _over(self, place: Vec3, heading: float) -> str:
        """Travel to where the tool can come straight down on a place; say why it cannot, or nothing."""
        x, y, z = place
        tip = self.world.arm.tip
        height = self._height((tip.position, place), self._top() + MARGIN_M)
        if height is None or height < z:
            return OUT_OF_REACH
        arrived = self._upright(height) and self.ride.go(
            level(self.world.arm.tip, Tip((x, y, height), heading))
        )
        return "" if arrived else STOPPED

    def _height(self, places: tuple[Vec3, Vec3], wanted: float) -> float | None:
        """Return at what height the tool can travel between two places: as wanted, or as high as it can."""
        height = max(LOWEST_M, wanted)
        while not self.ride.reaches(*((x, y, height) for x, y, _ in places)):
            height -= 0.01
            if height < LOWEST_M:
                return None
        return height

    def _top(self, but: int = -1) -> float:
        """Return the height of the highest thing on the table, one excepted."""
        world = self.world
        standing = (i for i in range(len(world.things)) if i != but and world.present(i))
        return max((world.span_z(i)[1] for i in standing), default=0.0)

    def _upright(self, z: float) -> bool:
        """Go straight up or down to a height."""
        tip = self.world.arm.tip
        return self.ride.go(straight(tip, (tip.position[0], tip.position[1], z)))

    def _away(self, reason: str) -> str:
        self._upright(max(self.world.arm.tip.position[2], LOWEST_M))
        return reason

    # -- placing ------------------------------------------------------------------------------------------

    def place(self, action: Action, grasp: Grasp) -> Outcome:
        """Lift a load, carry it over its place, turn it, lower it until it is about to touch, let go."""
        body = self.world.body(grasp.held)
        self.world.arm.hold(body)
        reason = self._carry(action, grasp)
        if not reason:
            self._set_down(grasp.held)
        foot, tip = self.world.foot(grasp.held), self.world.arm.tip.position
        self.ride.rest(lambda: self.world.is_calm(grasp.held))
        self.world.arm.let_go(body)
        self._away("")
        settled = self.world.settle()
        return Outcome(action, grasp, Release(foot, tip, settled), reason or ("" if settled else UNSETTLED))

    def _carry(self, action: Action, grasp: Grasp) -> str:
        """Bring a load high over its place, and turn it; say what went wrong, or nothing."""
        rotation = multiply(about_z(action.yaw - grasp.foot.yaw), grasp.foot.rotation)
        wanted = Frame((action.position[0], action.position[1], 0.0), rotation)
        here, turn = self.world.arm.tip, math.remainder(action.yaw - grasp.foot.yaw, math.tau)
        hangs = here.position[2] - self.world.span_z(grasp.held)[0]
        x, y, _ = wanted.point(grasp.foot.local(here.position))
        height = self._height((here.position, (x, y, 0.0)), self._top(grasp.held) + MARGIN_M + hangs)
        if height is None:
            return OUT_OF_REACH
        arrived = self._upright(height) and self.ride.go(
            level(self.world.arm.tip, Tip((x, y, height), here.heading + turn))
        )
        if arrived:
            self._correct(grasp.held, wanted)
        return "" if arrived else STOPPED

    def _correct(self, held: int, wanted: Frame) -> None:
        """Take back what the load has slipped on the way, as far as it can be seen from above."""
        foot, tip = self.world.foot(held), self.world.arm.tip
        slip = [foot.position[axis] - wanted.position[axis] for axis in (0, 1)]
        x, y, z = tip.position
        better = Tip((x - slip[0], y - slip[1], z), tip.heading)
        if math.hypot(*slip) > CLOSE_M and self.ride.reaches(better.position):
            self.ride.go(level(tip, better))

    def _set_down(self, held: int) -> None:
        """Lower a load, straight, to the height at which the `fast` motion lets go of it."""
        foot, tip = self.world.foot(held), self.world.arm.tip.position
        _, (_, _, z) = lower(self.world, Grasp(held, tip, foot), foot)
        self.world.teleport(held, foot)  # where it still hangs
        self._upright(z)

    # -- ropes and piles ----------------------------------------------------------------------------------

    def drag(self, action: Action, grasp: Grasp) -> Outcome:
        """Lead the bead in hand to a point of the table, in a low arch."""
        x, y = action.position[:2]
        tip, cluster = self.world.arm.tip.position, self.world.cluster(grasp.held)
        height = tip[2] + LIFT_M
        if not self.ride.can(straight(self.world.arm.tip, (x, y, height))):
            return Outcome(action, grasp, None, self._away(OUT_OF_REACH))
        body = cluster.bodies[nearest_bead(self.world, grasp.held, (tip[0], tip[1]))]
        self.world.arm.hold(body)
        self._upright(height)
        free = self.ride.go(straight(self.world.arm.tip, (x, y, height)), ROPE_SPEED)
        ours = frozenset((*cluster.bodies, self.world.arm.body))
        down = straight(self.world.arm.tip, (x, y, 2 * cluster.half + CLOSE_M))
        self.ride.go(down, ROPE_SPEED, lambda: self._touches(body, ours))
        self.ride.rest(lambda: self.world.is_calm(grasp.held))
        self.world.arm.let_go(body)
        end = self.world.arm.tip.position
        self._away("")
        settled = self.world.settle(ROPE_STEPS)
        release = Release(self.world.foot(grasp.held), end, settled)
        return Outcome(action, grasp, release, (STOPPED, "" if settled else UNSETTLED)[free])

    def _touches(self, body: int, ours: frozenset[int]) -> bool:
        points = pybullet.getContactPoints(bodyA=body, physicsClientId=self.world.client)
        return any(point[8] < NEAR_M and point[2] not in ours for point in points)

    def push(self, action: Action) -> str:
        """Set the blade down, push straight along the table, and lift it; say what went wrong, or nothing."""
        start, end = (action.pick[0], action.pick[1]), (action.position[0], action.position[1])
        heading = math.atan2(end[1] - start[1], end[0] - start[0])
        if problem := refusal(self.world, start, end):
            return problem
        line = straight(Tip((*start, HOVER_M), heading), (*end, HOVER_M))
        if not self.ride.can(line):
            return OUT_OF_REACH
        if problem := self._over((*start, HOVER_M), heading):
            return self._away(problem)
        if not self._upright(HOVER_M):
            return self._away(STOPPED)
        arm = self.world.arm
        free = self.ride.go(
            straight(arm.tip, (*end, HOVER_M)), PUSH_SPEED, lambda: blocked(self.world, arm.body)
        )
        return self._away("" if free else BLOCKED)


def _heading(action: Action, turn: float) -> float:
    """Return the heading of the tool over the pick with which the wrist turns least on the whole way."""
    pans = [
        math.atan2(y, x) - math.asin(ASIDE_M / max(ASIDE_M, math.hypot(x, y)))
        for x, y, _ in (action.pick, action.position)
    ]
    return sum(pans) / 2 - QUARTER - math.remainder(turn, math.tau) / 2
