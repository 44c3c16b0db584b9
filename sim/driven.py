"""A body that is led along straight lines while physics runs: a spatula's blade, a rope's bead in hand.

It gets a pose *and* a velocity before each step. By pose alone it would tunnel through what it should push,
and a chain would be stretched by what it lags behind.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pybullet

from sim.frames import Frame
from sim.kinds import Vec3
from sim.world import HZ, World

Watch = Callable[[Vec3], None]  # is told now and then where the tool is

MASS_KG = 1.0  # heavy beside all that it meets
WATCH_EVERY = 24  # steps
NEAR_M = 0.0005

_STILL: Vec3 = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Driven:
    """A led body; `watch` is called with the place of its point `grip`, given from its middle."""

    world: World
    body: int
    watch: Watch | None = None
    grip: Vec3 = (0.0, 0.0, 0.0)

    def go(self, end: Vec3, stride: float, stop: Callable[[], bool] | None = None) -> bool:
        """Lead the body to a point, one stride (metres) in each step.

        Args:
            end: where its middle shall be.
            stride: how far it goes in one step.
            stop: asked after each step.

        Returns:
            Whether it got there before `stop` was true.
        """
        frame = self.frame()
        start, turned = frame.position, frame.rotation
        strides = max(1, math.ceil(math.dist(start, end) / stride))
        velocity = _scaled(start, end, HZ / strides)
        for number in range(1, strides + 1):
            self._set(Frame(_between(start, end, (number - 1) / strides), turned), velocity)
            self.world.step()
            stopped = stop is not None and stop()
            if stopped or number == strides:
                here = _between(start, end, number / strides)
                self._set(Frame(here, turned), _STILL)
                return not stopped
            if self.watch is not None and number % WATCH_EVERY == 0:
                self._show(_between(start, end, number / strides))
        return True

    def touches(self, ours: frozenset[int]) -> bool:
        """Whether the body touches any but these bodies."""
        points = pybullet.getContactPoints(bodyA=self.body, physicsClientId=self.world.client)
        return any(point[8] < NEAR_M and point[2] not in ours for point in points)

    def frame(self) -> Frame:
        """Return where the body is."""
        position, rotation = pybullet.getBasePositionAndOrientation(
            self.body, physicsClientId=self.world.client
        )
        return Frame(position, rotation)

    def _set(self, frame: Frame, velocity: Vec3) -> None:
        client = self.world.client
        pybullet.resetBasePositionAndOrientation(
            self.body, frame.position, frame.rotation, physicsClientId=client
        )
        pybullet.resetBaseVelocity(self.body, velocity, _STILL, physicsClientId=client)

    def _show(self, middle: Vec3) -> None:
        if self.watch is not None:
            x, y, z = (a + b for a, b in zip(middle, self.grip, strict=True))
            self.watch((x, y, z))


def _between(start: Vec3, end: Vec3, share: float) -> Vec3:
    x, y, z = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    return (x, y, z)


def _scaled(start: Vec3, end: Vec3, factor: float) -> Vec3:
    x, y, z = (factor * (b - a) for a, b in zip(start, end, strict=True))
    return (x, y, z)
