"""The faithful world: a record's bodies in PyBullet, as GenSim has them, with overlaps and odd sizes.

Unlike `sim.world` nothing is checked or mended here. Half as many steps a second as GenSim, fixed, ordered
and counted, so that a seed always ends the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pybullet

from sim.bodies import make_body, make_solid
from sim.cliport.assets import Shape
from sim.cliport.record import Body, Record
from sim.frames import Frame
from sim.kinds import Vec3
from sim.parts import Part

HZ = 240
GENSIM_HZ = 480
SOLVER_ITERATIONS = 50
GRAVITY = -9.8
REST_M_PER_S = 0.005  # GenSim's `is_static`; how fast things turn is not asked
SETTLE_STEPS = 5 * HZ  # GenSim waits for up to 5 s
WORK_STEPS = 48  # that pass at least while the arm is on its way
CHECK_EVERY = 8
CALM_CHECKS = 2
ROLLING_FRICTION_M = 1e-4
BEAD_KG = 0.02  # of what is tied: heavier beads stretch the joints of a rope
DAMPING = 0.04
ROPE_DAMPING = 0.9
TABLE_SIZE: Vec3 = (40.0, 40.0, 0.2)
TIP = Part("cylinder", (0.02, 0.02, 0.12), (0.0, 0.0, 0.0))
PARKED = Frame((0.0, 0.0, 50.0))
STILL: Vec3 = (0.0, 0.0, 0.0)
LEAD_KG = 1.0


@dataclass(frozen=True)
class Gap:
    """The shortest way from another body to a body: a unit normal towards the body, and metres."""

    other: int
    normal: Vec3
    distance: float


class FaithfulWorld:
    """A table with the bodies of one record at a time; a context manager."""

    def __init__(self) -> None:
        self.client: int = pybullet.connect(pybullet.DIRECT)
        self._numbers: list[int | None] = []
        self._index: dict[int, int] = {}
        self._shapes: list[Shape] = []
        self._still: list[Frame] = []  # of the bodies that are paint
        self._reach: list[float] = []
        self._waited: list[int] = []
        self._tip = -1
        self.rigid: frozenset[int] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pybullet.disconnect(physicsClientId=self.client)

    def load(self, record: Record) -> None:
        """Replace everything by the bodies of a record, and let as much time pass as the program did."""
        pybullet.resetSimulation(physicsClientId=self.client)
        pybullet.setGravity(0, 0, GRAVITY, physicsClientId=self.client)
        pybullet.setPhysicsEngineParameter(
            fixedTimeStep=1 / HZ, numSolverIterations=SOLVER_ITERATIONS, deterministicOverlappingPairs=1,
            physicsClientId=self.client,
        )  # fmt: skip
        table = make_body(
            self.client, make_solid(self.client, (Part("box", TABLE_SIZE, STILL),)), 0.0, _TABLE
        )
        pybullet.changeDynamics(table, -1, lateralFriction=1.0, physicsClientId=self.client)
        self._tip = make_body(self.client, make_solid(self.client, (TIP,)), 0.0, PARKED)
        self._shapes = [body.shape() for body in record.bodies]
        self._reach = [_reach(shape) for shape in self._shapes]
        self._still = [Frame(body.position, body.rotation) for body in record.bodies]
        tied = {index for tie in record.ties for index in (tie.parent, tie.child)}
        self._numbers = [self._add(index, body, index in tied) for index, body in enumerate(record.bodies)]
        self._index = {n: index for index, n in enumerate(self._numbers) if n is not None}
        self.rigid = frozenset(i for i, body in enumerate(record.bodies) if body.category == "rigid")
        self._waited = sorted(i for i in self.rigid if self._numbers[i] is not None)
        self._tie(record)
        self.step(record.settle_steps * HZ // GENSIM_HZ)

    def _add(self, index: int, body: Body, tied: bool) -> int | None:
        shape = self._shapes[index]
        if not shape.collision:
            return None
        fixed = body.category == "fixed" or body.mass_kg == 0
        mass = 0.0 if fixed else BEAD_KG if tied else shape.mass_kg
        solid = make_solid(self.client, shape.collision, shape.center)
        number = make_body(self.client, solid, mass, self._base_of(index))
        round_ = any(part.form != "box" for part in shape.collision)
        damping = ROPE_DAMPING if tied else DAMPING
        pybullet.changeDynamics(
            number, -1, lateralFriction=shape.friction, rollingFriction=ROLLING_FRICTION_M if round_ else 0.0,
            linearDamping=damping, angularDamping=damping,
            activationState=pybullet.ACTIVATION_STATE_DISABLE_SLEEPING, physicsClientId=self.client,
        )  # fmt: skip
        return number

    def _base_of(self, index: int) -> Frame:
        return Frame(self._still[index].point(self._shapes[index].center), self._still[index].rotation)

    def _tie(self, record: Record) -> None:
        for tie in record.ties:
            parent, child = self._numbers[tie.parent], self._numbers[tie.child]
            if parent is None or child is None:
                continue
            joint = pybullet.createConstraint(
                parent, -1, child, -1, pybullet.JOINT_POINT2POINT, STILL, tie.parent_pivot, tie.child_pivot,
                physicsClientId=self.client,
            )  # fmt: skip
            pybullet.changeConstraint(joint, maxForce=tie.max_force, physicsClientId=self.client)

    # -- where things are ------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Return how many bodies there are."""
        return len(self._shapes)

    def base(self, index: int) -> Frame:
        """Return the pose of a body's centre of mass: what PyBullet, and so GenSim, calls its pose."""
        number = self._numbers[index]
        if number is None:
            return self._base_of(index)
        return Frame(*pybullet.getBasePositionAndOrientation(number, physicsClientId=self.client))

    def frame(self, index: int) -> Frame:
        """Return where an asset's own frame is."""
        base, (x, y, z) = self.base(index), self._shapes[index].center
        return Frame(base.point((-x, -y, -z)), base.rotation)

    def shape(self, index: int) -> Shape:
        """Return what a body is made of."""
        return self._shapes[index]

    def top(self, index: int) -> float:
        """Return a height that no point of a body exceeds."""
        return self.frame(index).position[2] + self._reach[index]

    def is_solid(self, index: int) -> bool:
        """Whether a body takes part in collisions."""
        return self._numbers[index] is not None

    def near(self, x: float, y: float, radius: float) -> list[int]:
        """Return the bodies, paint included, that may meet an upright column."""
        found = []
        for index in range(len(self)):
            px, py, _ = self.frame(index).position
            if math.hypot(px - x, py - y) <= radius + self._reach[index]:
                found.append(index)
        return found

    def reach(self, index: int) -> float:
        """Return the radius of a ball about an asset's origin that holds the whole body."""
        return self._reach[index]

    def resting_on(self, index: int) -> set[int]:
        """Return the bodies that lie on a body, and those that lie on these."""
        found: set[int] = set()
        frontier = [index]
        while frontier:
            number = self._numbers[frontier.pop()]
            points = (
                () if number is None else pybullet.getContactPoints(bodyA=number, physicsClientId=self.client)
            )
            above = {self._index.get(p[2], -1) for p in points if p[8] < 1e-3 and p[7][2] < -0.7}
            new = {other for other in above if other in self.rigid} - found - {index}
            found |= new
            frontier += new
        return found

    # -- time ------------------------------------------------------------------------------------------

    def step(self, steps: int = 1) -> None:
        """Let time pass."""
        for _ in range(steps):
            pybullet.stepSimulation(physicsClientId=self.client)

    def settle(self, least: int = 0, most: int = SETTLE_STEPS) -> None:
        """Let time pass until nothing in the list of rigid bodies moves, or for as long as GenSim waits."""
        self.step(least)
        calm = 0
        for _ in range(most // CHECK_EVERY):
            self.step(CHECK_EVERY)
            calm = calm + 1 if self._is_static() else 0
            if calm == CALM_CHECKS:
                return

    def _is_static(self) -> bool:
        for index in self._waited:
            (x, y, z), _ = pybullet.getBaseVelocity(self._numbers[index], physicsClientId=self.client)
            if x * x + y * y + z * z >= REST_M_PER_S * REST_M_PER_S:
                return False
        return True

    # -- the gripper's hands ---------------------------------------------------------------------------

    def put(self, index: int, base: Frame) -> None:
        """Put a body somewhere, at rest, by the pose of its centre of mass."""
        number = self._numbers[index]
        if number is not None:
            self._put(number, base)
            pybullet.resetBaseVelocity(number, STILL, STILL, physicsClientId=self.client)

    def _put(self, number: int, base: Frame) -> None:
        pybullet.resetBasePositionAndOrientation(
            number, base.position, base.rotation, physicsClientId=self.client
        )

    def put_tip(self, end: Vec3 | None) -> None:
        """Put the lower end of the suction tip at a point, or take it away."""
        self._put(self._tip, PARKED if end is None else Frame((end[0], end[1], end[2] + TIP.half[2])))

    def gaps(self, carrier: int | None, others: Sequence[int], limit: float) -> Iterator[Gap]:
        """Find the shortest ways to a carried body (None: the tip), one for each pair of convex parts."""
        held = self._tip if carrier is None else self._numbers[carrier]
        for other in others:
            number = self._numbers[other]
            if held is None or number is None or other == carrier:
                continue
            for point in pybullet.getClosestPoints(held, number, limit, physicsClientId=self.client):
                yield Gap(other, point[7], point[8])

    def lowest(self, index: int) -> float:
        """Return a body's distance from the table."""
        number = self._numbers[index]
        points = pybullet.getClosestPoints(number, 0, 2.0, physicsClientId=self.client)
        return min((float(point[8]) for point in points), default=math.inf)

    def lead(self, number: int, end: Vec3, stride: float, stop: Callable[[], bool] | None = None) -> None:
        """Lead a body of PyBullet's along a line, one stride (metres) a step, by pose and velocity.

        By pose alone it would tunnel through what it should push.
        """
        base = Frame(*pybullet.getBasePositionAndOrientation(number, physicsClientId=self.client))
        start = base.position
        strides = max(1, math.ceil(math.dist(start, end) / stride))
        x, y, z = ((b - a) * HZ / strides for a, b in zip(start, end, strict=True))
        for count in range(1, strides + 1):
            share = (count - 1) / strides
            px, py, pz = (a + share * (b - a) for a, b in zip(start, end, strict=True))
            self._put(number, Frame((px, py, pz), base.rotation))
            pybullet.resetBaseVelocity(number, (x, y, z), STILL, physicsClientId=self.client)
            self.step()
            if stop is not None and stop():
                break
        pybullet.resetBaseVelocity(number, STILL, STILL, physicsClientId=self.client)

    def number(self, index: int) -> int | None:
        """Return PyBullet's number of a body; None of paint."""
        return self._numbers[index]


_TABLE = Frame((0.5, 0.0, -TABLE_SIZE[2] / 2))


def _reach(shape: Shape) -> float:
    parts = (*shape.visual, *shape.collision)
    return max((math.hypot(*part.position) + math.hypot(*part.half) for part in parts), default=0.0)
