"""What a trial may cost, counted in work and not by a clock, so that a verdict is the same on any machine.

One unit takes about a microsecond of a quiet core: a contact in one step of the simulation, half a body, or
a pair of things that the oracle compares. Whoever needs no bound takes an `Effort` without one.
"""

from __future__ import annotations

import math

import pybullet

WEIGHED_EVERY = 16  # steps; to ask for the contacts costs as much as a few steps do
BODY = 2  # units a step, whatever it touches
LOOK = 1000  # units of a look of the judge's, and of the action before it
PAIR = 1  # units of a slot and a thing that may fill it, or be in its way
PLAN = 3  # units of a cube to push and a thing that the push meets


class Overworked(Exception):
    """A bounded effort is used up; the message says what to do about the scene."""


class Effort:
    """A purse of work; it raises `Overworked` when it is empty.

    Args:
        limit: units; none by default.
    """

    def __init__(self, limit: float = math.inf) -> None:
        self._limit = limit
        self._steps = 0  # not weighed yet
        self.spent = 0.0

    def spend(self, units: float) -> None:
        """Take units out of the purse."""
        self.spent += units
        if self.spent > self._limit:
            raise Overworked(
                f"the scenes need more than {self._limit / 1e6:g} million units of work to simulate; use "
                "fewer things that touch each other, above all fewer ropes, or fewer and smaller piles"
            )

    def weigh(self, client: int, steps: int) -> None:
        """Take out what steps of the simulation cost: bodies, and contacts that the solver deals with."""
        self._steps += steps
        if self._steps >= WEIGHED_EVERY:
            bodies = pybullet.getNumBodies(physicsClientId=client)
            contacts = len(pybullet.getContactPoints(physicsClientId=client))
            steps, self._steps = self._steps, 0
            self.spend(steps * (BODY * bodies + contacts))
