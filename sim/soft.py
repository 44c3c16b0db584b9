"""Ropes and piles: one object of a scene, many bodies in the world.

A rope is a chain of beads, held together by a point half-way between neighbours; a pile is loose cubes. To
the rest of the program such an object is one thing with one foot; here are its pieces, and where they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pybullet

from sim.frames import Frame, about_z
from sim.kinds import Kind, Vec3
from sim.spec import ObjectSpec, Pose

ROLLING_FRICTION_M = 1e-3  # of a bead: less rolls on when it is let go, more makes a heap of beads creep
DAMPING = 0.99  # share of its speed that a bead loses in a second
REST_M_PER_S = 0.005
REST_RAD_PER_S = 1.0  # of a piece; at 5 mm from its middle that is the speed above
NEAR_M = 0.001  # pieces nearer than this touch
HOLDS_UP = 0.7  # vertical share of a contact's normal from which on one piece carries another
TABLE = -1


def is_soft(thing: ObjectSpec) -> bool:
    """Whether an object is made of loose or chained pieces."""
    return bool(thing.parts)


def pieces(thing: ObjectSpec) -> tuple[ObjectSpec, ...]:
    """Return the single bodies that an object is made of, each where it starts; a rigid one is one piece."""
    if not thing.parts:
        return (thing,)
    frame = Frame(thing.pose.position, about_z(thing.pose.yaw))
    kind: Kind = "ball" if thing.kind == "rope" else "block"
    update = {"kind": kind, "size": (thing.size[2],) * 3, "parts": ()}
    return tuple(
        thing.model_copy(update={**update, "pose": Pose(position=frame.point(part), yaw=thing.pose.yaw)})
        for part in thing.parts
    )


@dataclass(frozen=True)
class Piece:
    """One body as it can be seen: which object it belongs to, what it is, and its foot."""

    index: int
    thing: ObjectSpec
    foot: Frame


@dataclass(frozen=True)
class Cluster:
    """The bodies of one rope or pile in a PyBullet client, in the order of `ObjectSpec.parts`."""

    client: int
    thing: ObjectSpec
    bodies: tuple[int, ...]

    @property
    def half(self) -> float:
        """Half the thickness of a piece, metres."""
        return self.thing.size[2] / 2

    def prepare(self, friction: float) -> None:
        """Give the pieces their friction and, in a rope, tie them together."""
        rope = self.thing.kind == "rope"
        rolling, damping = (ROLLING_FRICTION_M, DAMPING) if rope else (0.0, 0.0)
        for body in self.bodies:
            pybullet.changeDynamics(
                body,
                -1,
                lateralFriction=friction,
                rollingFriction=rolling,
                spinningFriction=rolling,
                linearDamping=damping,
                angularDamping=damping,
                activationState=pybullet.ACTIVATION_STATE_DISABLE_SLEEPING,
                physicsClientId=self.client,
            )
        if rope:
            self._tie()

    def _tie(self) -> None:
        beads = [self._frame(body) for body in self.bodies]
        pairs = zip(self.bodies, self.bodies[1:], beads, beads[1:], strict=False)
        for left, right, a, b in pairs:
            ax, ay, az = a.position
            bx, by, bz = b.position
            middle = ((ax + bx) / 2, (ay + by) / 2, (az + bz) / 2)
            pybullet.createConstraint(
                left, -1, right, -1, pybullet.JOINT_POINT2POINT, (0, 0, 0), a.local(middle), b.local(middle),
                physicsClientId=self.client,
            )  # fmt: skip

    def _frame(self, body: int) -> Frame:
        position, rotation = pybullet.getBasePositionAndOrientation(body, physicsClientId=self.client)
        return Frame(position, rotation)

    # -- where it is --------------------------------------------------------------------------------------

    def middles(self) -> tuple[Frame, ...]:
        """Return the frames of the pieces, at their centres."""
        return tuple(map(self._frame, self.bodies))

    def feet(self) -> tuple[Frame, ...]:
        """Return the foot frames of the pieces: a bead's lowest point, the middle of a cube's bottom."""
        drop = (0.0, 0.0, -self.half)
        if self.thing.kind == "rope":
            return tuple(Frame(tuple_sum(frame.position, drop)) for frame in self.middles())
        return tuple(Frame(frame.point(drop), frame.rotation) for frame in self.middles())

    def center(self) -> Vec3:
        """Return the centre of mass."""
        return mean([frame.position for frame in self.middles()])

    def foot(self) -> Frame:
        """Return the object's foot: where its pose put it, shifted as far as its middle has gone since."""
        pose = Frame(self.thing.pose.position, about_z(self.thing.pose.yaw))
        start = mean([pose.point(part) for part in self.thing.parts])
        x, y, z = self.center()
        shift = (x - start[0], y - start[1], z - self.half - start[2])
        return Frame(tuple_sum(pose.position, shift), pose.rotation)

    def velocity(self) -> tuple[Vec3, Vec3]:
        """Return linear and angular velocity of the fastest piece."""
        return max((self._velocity(body) for body in self.bodies), key=lambda v: math.hypot(*v[0]))

    def _velocity(self, body: int) -> tuple[Vec3, Vec3]:
        linear, angular = pybullet.getBaseVelocity(body, physicsClientId=self.client)
        return linear, angular

    def rests(self) -> bool:
        """Whether no piece moves."""
        for body in self.bodies:
            linear, angular = self._velocity(body)
            if math.hypot(*linear) > REST_M_PER_S or math.hypot(*angular) > REST_RAD_PER_S:
                return False
        return True

    def put(self, foot: Frame) -> None:
        """Move the object as one so that its foot is at a place, at rest."""
        now = self.foot()
        for body in self.bodies:
            frame = self._frame(body)
            moved = foot.compose(Frame(now.local(frame.position), frame.rotation))
            pybullet.resetBasePositionAndOrientation(
                body, moved.position, moved.rotation, physicsClientId=self.client
            )
            pybullet.resetBaseVelocity(body, (0, 0, 0), (0, 0, 0), physicsClientId=self.client)

    # -- what it touches ----------------------------------------------------------------------------------

    def carried(self, index_of: dict[int, int]) -> tuple[bool, ...]:
        """Tell of each piece whether it rests on the table, if need be on other pieces that do.

        Args:
            index_of: by body, the object it belongs to, or `TABLE`.
        """
        own = set(self.bodies)
        below = {body: self._below(body) for body in self.bodies}
        firm = {body for body in self.bodies if any(index_of.get(other) == TABLE for other in below[body])}
        grown = True
        while grown:
            more = {body for body in own - firm if below[body] & firm}
            grown = bool(more)
            firm |= more
        return tuple(body in firm for body in self.bodies)

    def _below(self, body: int) -> set[int]:
        """Return the bodies that a piece rests on."""
        points = pybullet.getContactPoints(bodyA=body, physicsClientId=self.client)
        return {point[2] for point in points if point[8] < NEAR_M and point[7][2] > HOLDS_UP}


def mean(points: Sequence[Vec3]) -> Vec3:
    """Return the mean of points."""
    x, y, z = (math.fsum(point[axis] for point in points) / len(points) for axis in range(3))
    return (x, y, z)


def tuple_sum(a: Vec3, b: Vec3) -> Vec3:
    """Return the sum of two vectors."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])
