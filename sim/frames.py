"""Where things are in space: rigid frames and flat outlines, in plain Python.

Scenes hold a few dozen objects, so tuples of floats beat arrays here; nothing in this module knows about
objects, physics or pictures. Quaternions are (x, y, z, w); angles are radians, lengths metres.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.kinds import Vec3

Quaternion = tuple[float, float, float, float]
Point2 = tuple[float, float]
Outline = tuple[Point2, ...]  # a convex polygon, counter-clockwise

UPRIGHT: Quaternion = (0.0, 0.0, 0.0, 1.0)
DIGITS = 9  # outlines are rounded to a nanometre: corners that differ by rounding errors are one corner


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """Return the rotation that turns by `b` first and by `a` then."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def about_z(yaw: float) -> Quaternion:
    """Return the rotation by `yaw` about the vertical."""
    return (0.0, 0.0, math.sin(yaw / 2), math.cos(yaw / 2))


def about_y(pitch: float) -> Quaternion:
    """Return the rotation by `pitch` about y."""
    return (0.0, math.sin(pitch / 2), 0.0, math.cos(pitch / 2))


def rotate(rotation: Quaternion, vector: Vec3) -> Vec3:
    """Return the vector turned by a unit quaternion."""
    x, y, z, w = rotation
    vx, vy, vz = vector
    tx, ty, tz = 2 * (y * vz - z * vy), 2 * (z * vx - x * vz), 2 * (x * vy - y * vx)
    return (
        vx + w * tx + y * tz - z * ty,
        vy + w * ty + z * tx - x * tz,
        vz + w * tz + x * ty - y * tx,
    )


def turn_between(a: float, b: float, period: float) -> float:
    """Return the smallest turn from yaw `a` to yaw `b`, modulo a period; 0 if the period is 0."""
    if period == 0:
        return 0.0
    turn = (b - a) % period
    return turn - period if turn > period / 2 else turn


@dataclass(frozen=True)
class Frame:
    """A rigid pose in the world."""

    position: Vec3
    rotation: Quaternion = UPRIGHT

    @property
    def yaw(self) -> float:
        """Heading of the x axis, seen from above."""
        x, y, _ = rotate(self.rotation, (1.0, 0.0, 0.0))
        return math.atan2(y, x)

    @property
    def tilt(self) -> float:
        """Angle between the z axis and the vertical."""
        return math.acos(max(-1.0, min(1.0, rotate(self.rotation, (0.0, 0.0, 1.0))[2])))

    def point(self, local: Vec3) -> Vec3:
        """Return a point of this frame in world coordinates."""
        x, y, z = rotate(self.rotation, local)
        return (self.position[0] + x, self.position[1] + y, self.position[2] + z)

    def local(self, world: Vec3) -> Vec3:
        """Return a point of the world in this frame's coordinates."""
        x, y, z, w = self.rotation
        px, py, pz = self.position
        return rotate((-x, -y, -z, w), (world[0] - px, world[1] - py, world[2] - pz))

    def compose(self, child: Frame) -> Frame:
        """Return `child`, which is given in this frame, in the world."""
        return Frame(self.point(child.position), multiply(self.rotation, child.rotation))

    def relative(self, world: Frame) -> Frame:
        """Return a frame of the world in this one; the reverse of `compose`."""
        x, y, z, w = self.rotation
        return Frame(self.local(world.position), multiply((-x, -y, -z, w), world.rotation))


def hull(points: Iterable[Point2]) -> Outline:
    """Return the convex hull of points, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted({(round(x, DIGITS), round(y, DIGITS)) for x, y in points})
    if len(ordered) < 3:
        return tuple(ordered)
    return (*_half_hull(ordered), *_half_hull(ordered[::-1]))


def _half_hull(ordered: Sequence[Point2]) -> list[Point2]:
    chain: list[Point2] = []
    for point in ordered:
        while len(chain) >= 2 and _side(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain[:-1]


def _side(a: Point2, b: Point2, point: Point2) -> float:
    """Twice the signed area of the triangle: positive when the point is left of the line from a to b."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def depth_in(outline: Outline, point: Point2) -> float:
    """Return how far a point is inside an outline: distance to its nearest side, negative outside."""
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    return min((_side(a, b, point) / math.dist(a, b) for a, b in pairs), default=-math.inf)


def overlap(a: Outline, b: Outline, slack: float = 0.0) -> bool:
    """Whether two outlines share more than a strip of width `slack` (separating axis theorem)."""
    return not (_separates(a, b, slack) or _separates(b, a, slack))


def _separates(a: Outline, b: Outline, slack: float) -> bool:
    """Whether a side of `a` has all of `b` on its outer side."""
    for p, q in zip(a, a[1:] + a[:1], strict=True):
        limit = slack * math.dist(p, q)
        if all(_side(p, q, corner) <= limit for corner in b):
            return True
    return False
