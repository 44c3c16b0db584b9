"""The convex pieces of which everything is made: a box, an upright cylinder or a sphere, somewhere.

Bullet rests these on each other exactly and the cameras cut them exactly; there are no meshes anywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sim.frames import UPRIGHT, Quaternion
from sim.kinds import Vec3

Form = Literal["box", "cylinder", "sphere"]


@dataclass(frozen=True)
class Part:
    """One convex piece: its form, full extents, and its centre in the foot frame.

    A cylinder stands along z; its extents are (diameter, diameter, height), a sphere's its diameter thrice.
    """

    form: Form
    size: Vec3
    position: Vec3
    rotation: Quaternion = UPRIGHT

    @property
    def volume(self) -> float:
        """Volume in cubic metres."""
        share = {"box": 1.0, "cylinder": math.pi / 4, "sphere": math.pi / 6}[self.form]
        return share * self.size[0] * self.size[1] * self.size[2]

    @property
    def half(self) -> Vec3:
        """Half of the extents."""
        return (self.size[0] / 2, self.size[1] / 2, self.size[2] / 2)


def plate(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> Part:
    """Make a box from its two bounds along each axis, metres."""
    size = (x[1] - x[0], y[1] - y[0], z[1] - z[0])
    return Part("box", size, ((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, (z[0] + z[1]) / 2))
