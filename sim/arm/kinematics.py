"""Where the joints of a UR5e have to be, and where its links then are: closed form, tool straight down.

The tool of a table task always points down, which leaves one posture worth having: elbow up, the wrist
outward, for the longest reach. So the inverse is a triangle and three angles, exact, without iteration.
Source: Universal Robots, "DH parameters for calculations of kinematics and dynamics", UR5e. Knows no physics.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.frames import Frame, Quaternion, about_z, multiply
from sim.kinds import Vec3

Joints = tuple[float, float, float, float, float, float]  # pan, lift, elbow, wrist 1, 2 and 3, radians

PEDESTAL_M = 0.15  # the base stands on it: at this height the far corners of the table are in reach
SHOULDER_M = 0.1625  # d1, above the base
UPPER_ARM_M = 0.425  # a2
FOREARM_M = 0.3922  # a3
ASIDE_M = 0.1333  # d4, from the plane of pan and shoulder to that of the wrist
OUTWARD_M = 0.0997  # d5, what the horizontal wrist 2 adds to the reach
FLANGE_M = 0.0996  # d6, the flange below wrist 2
TOOL_M = 0.16  # from the flange to the end of either tool

QUARTER = math.pi / 2
FOLDED: tuple[Vec3, ...] = (
    (0.0, 0.0, SHOULDER_M), (0.0, 0.0, 0.0), (-UPPER_ARM_M, 0.0, 0.0),
    (-FOREARM_M, 0.0, ASIDE_M), (0.0, -OUTWARD_M, 0.0), (0.0, FLANGE_M, 0.0),
)  # fmt: skip
ABOUT_X = (0.0, QUARTER, 0.0, 0.0, QUARTER, -QUARTER)  # how the axes lie to each other, in the same order


@dataclass(frozen=True)
class Tip:
    """Where the end of the tool is, in metres, and its heading: the yaw of the flange's x axis, radians.

    Headings count full turns: the wrist may go round once each way, and its cable remembers.
    """

    position: Vec3
    heading: float


def reach_at(z: float) -> float:
    """Return how far from the base's axis the end of the tool can be at a height, metres; 0 if nowhere."""
    up = _wrist_height(z)
    out = (UPPER_ARM_M + FOREARM_M) ** 2 - up * up
    return math.hypot(math.sqrt(out) + OUTWARD_M, ASIDE_M) if out > 0 else 0.0


def joints_for(tip: Tip) -> Joints | None:
    """Return the joints that bring the end of the tool to a place; None where the arm does not reach."""
    x, y, z = tip.position
    ahead = x * x + y * y - ASIDE_M**2
    if ahead < OUTWARD_M**2:
        return None
    out, up = math.sqrt(ahead) - OUTWARD_M, _wrist_height(z)
    far = math.hypot(out, up)
    if not abs(UPPER_ARM_M - FOREARM_M) < far < UPPER_ARM_M + FOREARM_M:
        return None
    rise = math.atan2(up, out)
    upper = rise + _corner(UPPER_ARM_M, far, FOREARM_M)  # of both, the angle above the horizontal
    fore = rise - _corner(FOREARM_M, far, UPPER_ARM_M)
    pan = math.atan2(y, x) - math.atan2(ASIDE_M, math.sqrt(ahead))
    return (pan, -upper, upper - fore, fore - QUARTER, -QUARTER, pan - QUARTER - tip.heading)


def link_frames(joints: Joints) -> tuple[Frame, ...]:
    """Return the frames of the base and the six links in the world, as the URDF has them."""
    frames = [Frame((0.0, 0.0, PEDESTAL_M), (0.0, 0.0, 1.0, 0.0))]  # the base looks backwards: UR's own habit
    for place, tilt, angle in zip(FOLDED, ABOUT_X, joints, strict=True):
        frames.append(frames[-1].compose(Frame(place, multiply(about_x(tilt), about_z(angle)))))
    return tuple(frames)


def tip_of(joints: Joints) -> Tip:
    """Return where the end of the tool is; the reverse of `joints_for`."""
    end = link_frames(joints)[-1].point((0.0, 0.0, TOOL_M))
    return Tip(end, joints[0] - QUARTER - joints[5])


def _wrist_height(z: float) -> float:
    """Return the height of wrist 1 above the shoulder when the tool ends at a height."""
    return z + TOOL_M + FLANGE_M - SHOULDER_M - PEDESTAL_M


def _corner(a: float, b: float, opposite: float) -> float:
    """Return the angle between two sides of a triangle (law of cosines)."""
    return math.acos(max(-1.0, min(1.0, (a * a + b * b - opposite * opposite) / (2 * a * b))))


def about_x(angle: float) -> Quaternion:
    """Return the rotation by an angle about x."""
    return (math.sin(angle / 2), 0.0, 0.0, math.cos(angle / 2))
