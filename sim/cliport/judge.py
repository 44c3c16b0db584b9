"""GenSim's rewards: goals in order, matched in the plane, counted as the difference from step to step.

Only the first goal is looked at, heights are not, and targets are not used up. What GenSim would raise is a
`ProgramFault` here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import product

from sim.cliport.poses import inverse, to_zxy
from sim.cliport.record import Goal, Record, Target, Zone
from sim.cliport.world import FaithfulWorld
from sim.frames import Frame
from sim.kinds import Vec3

COMPLETE = 0.01  # a goal is complete when less than this of its share is missing
SUCCESS = 0.99
POINT_SPACING_M = 0.02
MAX_POINTS = 200_000


class ProgramFault(Exception):
    """GenSim would raise an exception here; the message says which."""


@dataclass
class Progress:
    """How far an episode has come: the goals that are left, and what was counted before."""

    goals: list[Goal]
    earned: float = 0.0  # for goals that are complete
    told: float = 0.0  # all that was given out so far

    @classmethod
    def of(cls, record: Record) -> Progress:
        """Begin an episode."""
        return cls(list(record.goals))

    @property
    def done(self) -> bool:
        """Whether GenSim ends the episode."""
        return not self.goals or self.told > SUCCESS


@dataclass
class Judge:
    """Counts rewards in one world; points of bodies are kept."""

    world: FaithfulWorld
    record: Record
    _points: dict[int, list[Vec3]] = field(default_factory=dict)

    def reward(self, progress: Progress) -> float:
        """Count what the last step earned, and go to the next goal when one is complete.

        Raises:
            ProgramFault: if GenSim would fail.
        """
        if not progress.goals:
            raise ProgramFault("no goal is left to count: list index out of range")
        goal = progress.goals[0]
        if goal.fault:
            raise ProgramFault(goal.fault)
        step = self._step(goal)
        delta = progress.earned + step - progress.told
        progress.told = progress.earned + step
        if abs(goal.share - step) < COMPLETE:
            progress.earned += goal.share
            progress.goals.pop(0)
        return delta

    def _step(self, goal: Goal) -> float:
        if goal.metric == "pose":
            matched = sum(self._matches_any(goal, row) for row in range(len(goal.objects)))
            return goal.share * matched / len(goal.objects) if goal.objects else 0.0
        return self._in_zones(goal) if goal.metric == "zone" else 0.0

    def _matches_any(self, goal: Goal, row: int) -> bool:
        index, symmetry = goal.objects[row]
        base = self.world.base(index)
        columns = (column for column, allowed in enumerate(goal.matches[row]) if allowed)
        return any(self.is_match(base, goal.targets[column], symmetry) for column in columns)

    def is_match(self, base: Frame, target: Target, symmetry: float) -> bool:
        """Whether a body is at a target, seen from above.

        Raises:
            ProgramFault: if the target is no pose.
        """
        if target.fault:
            raise ProgramFault(target.fault)
        apart = math.dist(base.position[:2], target.position[:2])
        turn = 0.0
        if symmetry > 0:
            turn = abs(to_zxy(base.rotation)[2] - to_zxy(target.rotation)[2]) % symmetry
            turn = min(turn, symmetry - turn)
        return apart < self.record.pos_eps and turn < self.record.rot_eps

    def _in_zones(self, goal: Goal) -> float:
        inside = total = 0
        for zone, (index, _) in product(goal.zones, goal.objects):
            points = self._points_of(index)
            total += len(points)
            inside += self._inside(zone, index, points)
        return goal.share * inside / total if total else 0.0

    def _inside(self, zone: Zone, index: int, points: list[Vec3]) -> int:
        to_zone = inverse(Frame(zone.position, zone.rotation)).compose(self.world.base(index))
        half_x, half_y = zone.size[0] / 2, zone.size[1] / 2
        seen = (to_zone.point(point) for point in points)
        return sum(abs(x) < half_x and abs(y) < half_y and z < self.record.zone_top for x, y, z in seen)

    def _points_of(self, index: int) -> list[Vec3]:
        if index not in self._points:
            x, y, z = (_ticks(extent) for extent in self.world.shape(index).first_extents)
            if len(x) * len(y) * len(z) > MAX_POINTS:
                raise ProgramFault("a body has more points than memory")
            self._points[index] = list(product(x, y, z))
        return self._points[index]


def _ticks(extent: float) -> list[float]:
    """Return what `np.arange(-extent / 2, extent / 2, 0.02)` gives: the far face is left out."""
    count = max(0, math.ceil(extent / POINT_SPACING_M))
    return [-extent / 2 + tick * POINT_SPACING_M for tick in range(count)]
