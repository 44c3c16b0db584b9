"""How the arm gets from one place to the next: paths of the tool, and joints that follow them step by step.

The tool travels level round the base, in cylinder coordinates, and goes up, down and pushes along straight
lines. What lies between two places in reach is in reach, and nothing but the end of a path decides whether it
can be gone. The slowest joint decides how long it takes; time is counted in simulation steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from sim.arm.kinematics import Joints, Tip, joints_for
from sim.arm.world import ArmWorld
from sim.driven import Watch
from sim.kinds import Vec3
from sim.world import HZ

JOINT_SPEED = 2.6  # rad/s; the maker allows pi
TOOL_SPEED = 0.8  # m/s
RAMP = 0.3  # share of the time in which it speeds up, and in which it slows down
SAMPLES = 12  # of a path, to find out how fast its joints turn
ARRIVED_M = 0.0003
PATIENCE = 48  # steps to wait at the end for what lags behind
LAG_M = 0.03  # that far behind its motors' orders a real arm stops to protect itself
STOPPED_M = 0.003  # farther from its end than this, something is in the arm's way
WATCH_EVERY = 18  # steps

Path = Callable[[float], Tip]  # from a share of the way, 0 to 1, to the tool


def level(start: Tip, end: Tip) -> Path:
    """Return the path round the base, at a height that changes evenly."""
    (r0, a0), (r1, a1) = _polar(start.position), _polar(end.position)

    def at(share: float) -> Tip:
        r, a = r0 + share * (r1 - r0), a0 + share * (a1 - a0)
        z = start.position[2] + share * (end.position[2] - start.position[2])
        heading = start.heading + share * (end.heading - start.heading)
        return Tip((r * math.cos(a), r * math.sin(a), z), heading)

    return at


def straight(start: Tip, end: Vec3) -> Path:
    """Return the straight path to a point; the heading stays."""

    def at(share: float) -> Tip:
        x, y, z = (a + share * (b - a) for a, b in zip(start.position, end, strict=True))
        return Tip((x, y, z), start.heading)

    return at


@dataclass(frozen=True)
class Ride:
    """The arm of a world on its way; `watch` is told now and then where the tool is."""

    world: ArmWorld
    watch: Watch | None = None

    def reaches(self, *places: Vec3) -> bool:
        """Whether the end of the tool can be at all these places."""
        return all(joints_for(Tip(place, 0.0)) is not None for place in places)

    def can(self, path: Path) -> bool:
        """Whether all of a path is in reach, as far as its samples tell."""
        return self.reaches(*(path(number / SAMPLES).position for number in range(SAMPLES + 1)))

    def go(self, path: Path, speed: float = TOOL_SPEED, stop: Callable[[], bool] | None = None) -> bool:
        """Follow a path to its end.

        Args:
            path: where it leads out of reach, the arm stops.
            speed: of the tool, metres a second, at most.
            stop: asked after each step.

        Returns:
            Whether the arm got there: neither `stop`, nor something in its way, nor its reach kept it.
        """
        before = self.world.arm.joints
        steps = _steps(path, speed)
        for number in range(1, steps + 1):
            tip = path(eased(number / steps))
            joints = joints_for(tip)
            if joints is None:
                return False
            self._step(joints, before)
            if self._off(tip) > LAG_M or (stop is not None and stop()):
                here = self.world.arm.joints
                self._step(here, here)
                return False
            self._tell(number)
            before = joints
        return self._arrive(path(1.0), before)

    def rest(self, until: Callable[[], bool]) -> None:
        """Stay, for at most a fifth of a second, until something is so."""
        here = self.world.arm.joints
        for _ in range(PATIENCE):
            if until():
                break
            self._step(here, here)

    def _step(self, joints: Joints, before: Joints) -> None:
        self.world.arm.lead(joints, [HZ * (b - a) for a, b in zip(before, joints, strict=True)])
        self.world.step()

    def _arrive(self, end: Tip, joints: Joints) -> bool:
        for _ in range(PATIENCE):
            self._step(joints, joints)
            if self._off(end) < ARRIVED_M:
                break
        return self._off(end) < STOPPED_M

    def _off(self, end: Tip) -> float:
        return math.dist(self.world.arm.tip.position, end.position)

    def _tell(self, number: int) -> None:
        if self.watch is not None and number % WATCH_EVERY == 0:
            self.watch(self.world.arm.tip.position)


def eased(share: float) -> float:
    """Return how much of a way is done after a share of the time: even speed between two soft ramps."""
    top = 1 / (1 - RAMP)
    if share < RAMP:
        return top * _ramp(share)
    if share > 1 - RAMP:
        return 1 - top * _ramp(1 - share)
    return top * (share - RAMP / 2)


def _ramp(time: float) -> float:
    """Return the way on the ramp, at a top speed of one: speed follows a smooth step."""
    t = time / RAMP
    return RAMP * t * t * t * (1 - t / 2)


def _steps(path: Path, speed: float) -> int:
    """Return how many steps a path takes: no joint, and not the tool, may be too fast."""
    tips = [path(number / SAMPLES) for number in range(SAMPLES + 1)]
    joints = [found for tip in tips if (found := joints_for(tip)) is not None]
    turns = (abs(b - a) for p, q in pairwise(joints) for a, b in zip(p, q, strict=True))
    turn = max(turns, default=0.0)
    way = max(math.dist(p.position, q.position) for p, q in pairwise(tips))
    seconds = SAMPLES * max(turn / JOINT_SPEED, way / speed) / (1 - RAMP)
    return max(1, math.ceil(seconds * HZ))


def _polar(position: Vec3) -> tuple[float, float]:
    return math.hypot(position[0], position[1]), math.atan2(position[1], position[0])
