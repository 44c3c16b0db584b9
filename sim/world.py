"""The physical world: a scene's bodies on a table, in PyBullet.

The only module that creates bodies. It takes a validated scene and answers in the scene's own terms: objects
by their index, poses of their feet. It knows nothing of goals, grippers or programs.

Everything is repeatable to the last bit: a fresh simulation for each scene in one client, fixed steps,
ordered pairs, no sleeping, limits counted in steps and never on a clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pybullet

from sim.bodies import ORIGIN, give_friction, make_body, make_solid
from sim.effort import Effort
from sim.feeding import Queues, starting_things
from sim.frames import Frame, Outline, about_z, hull, overlap
from sim.kinds import FACTS, Vec3
from sim.parts import Part
from sim.shapes import center_of_mass, collision_parts, outline, reach, span_z
from sim.soft import Cluster, Piece, is_soft, pieces
from sim.spec import ObjectSpec, SceneSpec, Tool

HZ = 240
SOLVER_ITERATIONS = 50
GRAVITY = -9.8
TABLE = -1  # how contacts name the table
TABLE_SIZE: Vec3 = (2.0, 2.0, 0.1)
TABLE_CENTER: Vec3 = (0.5, 0.0, -0.05)
TABLE_FRICTION = 1.0

LINEAR_REST = 0.005  # m/s
ANGULAR_REST = 0.05  # rad/s
CHECK_EVERY = 8  # steps
CALM_CHECKS = 2  # one could be the turning point of a wobble
SETTLE_STEPS = 480
TOUCH_M = 0.001  # Bullet keeps contact points of bodies up to 20 mm apart; nearer than this they touch
TIP_RADIUS = 0.010
TIP_LENGTH = 0.120
TIP = Part("cylinder", (2 * TIP_RADIUS, 2 * TIP_RADIUS, TIP_LENGTH), (0.0, 0.0, 0.0))
PARKED: Vec3 = (0.0, 0.0, 5.0)
NOWHERE = Frame((-10.0, -10.0, -10.0))  # where things are that a feeder has not fed yet


@dataclass(frozen=True)
class Touch:
    """One contact of an object: with what (`TABLE` or an index), and which way that pushes it."""

    other: int
    normal: Vec3


@dataclass(frozen=True)
class Gap:
    """The shortest way from `other` to a body: a unit normal towards the body and a distance in metres."""

    other: int
    normal: Vec3
    distance: float


class World:
    """A table and the objects of one scene at a time; a context manager.

    Bodies have their base at their centre of mass, as Bullet wants it; callers only see feet.
    """

    def __init__(self) -> None:
        self._client: int | None = pybullet.connect(pybullet.DIRECT)
        self._things: tuple[ObjectSpec, ...] = ()
        self._bodies: list[int | None] = []  # by index of the object; None: paint, where nobody looks
        self._index: dict[int, int] = {}  # by body
        self._soft: dict[int, Cluster] = {}  # ropes and piles, by index of the object
        self._paint: dict[int, Frame] = {}  # feet of the objects without a body
        self._queues = Queues()  # of the feeders
        self._tip = -1
        self.steps = 0  # simulation steps since the scene was loaded
        self.tool: Tool = "suction"
        self.effort = Effort()  # what all scenes together may cost; a trial puts a bounded one here

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the simulation go; a second call does nothing."""
        if self._client is not None:
            pybullet.disconnect(physicsClientId=self._client)
            self._client = None

    @property
    def client(self) -> int:
        """The PyBullet client, for the camera.

        Raises:
            RuntimeError: if the world is closed.
        """
        if self._client is None:
            raise RuntimeError("this world is closed; make a new World()")
        return self._client

    @property
    def things(self) -> tuple[ObjectSpec, ...]:
        """The objects of the scene, by index; queued ones start where their feeder is."""
        return self._things

    def start(self, scene: SceneSpec) -> bool:
        """Load a scene, let it run for as long as it asks, and settle; return whether it came to rest."""
        self.load(scene)
        self.step(scene.settle_steps)
        return self.settle()

    def load(self, scene: SceneSpec) -> None:
        """Replace everything by a scene, each object exactly where its pose says; no step is run.

        Bodies get no shapes to look at: `sim.camera` draws from the same parts as the collisions.
        """
        client = self.client
        pybullet.resetSimulation(physicsClientId=client)
        pybullet.setGravity(0, 0, GRAVITY, physicsClientId=client)
        pybullet.setPhysicsEngineParameter(
            fixedTimeStep=1 / HZ,
            numSolverIterations=SOLVER_ITERATIONS,
            deterministicOverlappingPairs=1,
            physicsClientId=client,
        )
        self._things, self._index, self._paint, self.steps = starting_things(scene), {}, {}, 0
        self._soft, self.tool = {}, scene.tool
        self._add_table()
        self._tip = self._body((TIP,), 0.0, Frame(PARKED))
        self._queues = Queues(scene.feeders)
        self._bodies = [self._add(index) for index in range(len(scene.objects))]

    def _add_table(self) -> None:
        table = Part("box", TABLE_SIZE, ORIGIN)
        body = self._body((table,), 0.0, Frame(TABLE_CENTER))
        pybullet.changeDynamics(body, -1, lateralFriction=TABLE_FRICTION, physicsClientId=self.client)
        self._index[body] = TABLE

    def _add(self, index: int) -> int | None:
        thing = self._things[index]
        if index in self._queues:
            self._paint[index] = NOWHERE
            return None
        if is_soft(thing):
            self._soft[index] = self._strew(index)
            return None
        foot = Frame(thing.pose.position, about_z(thing.pose.yaw))
        solid = collision_parts(thing)
        if not solid:
            self._paint[index] = foot
            return None
        mass = 0.0 if thing.fixed else thing.mass
        body = self._body(solid, mass, _base(thing, foot), center_of_mass(thing))
        self._index[body] = index
        give_friction(self.client, body, thing.kind)
        return body

    def _strew(self, index: int) -> Cluster:
        """Make the bodies of a rope or a pile."""
        thing, bodies = self._things[index], []
        for piece in pieces(thing):
            foot = Frame(piece.pose.position, about_z(piece.pose.yaw))
            bodies.append(self._body(collision_parts(piece), piece.mass, _base(piece, foot)))
            self._index[bodies[-1]] = index
        cluster = Cluster(self.client, thing, tuple(bodies))
        cluster.prepare(FACTS[thing.kind].friction)
        return cluster

    def _body(self, parts: tuple[Part, ...], mass: float, base: Frame, center: Vec3 = ORIGIN) -> int:
        return make_body(self.client, make_solid(self.client, parts, center), mass, base)

    # -- what comes later -------------------------------------------------------------------------------

    def present(self, index: int) -> bool:
        """Whether an object is there: whether no feeder still holds it back."""
        return index not in self._queues

    def feed(self) -> None:
        """Let the next object of each feeder appear, at rest, if nothing is where it will be."""
        for index in self._queues.heads:
            if self._is_clear_for(index):
                self._queues.let_go(index)
                del self._paint[index]
                self._bodies[index] = self._add(index)

    def _is_clear_for(self, index: int) -> bool:
        thing = self._things[index]
        place = Frame(thing.pose.position, about_z(thing.pose.yaw))
        near = self.in_column(place.position[0], place.position[1], reach(thing))
        return not any(overlap(outline(thing, place), self.outline(other)) for other in near)

    # -- where things are -------------------------------------------------------------------------------

    def center(self, index: int) -> Vec3:
        """Return an object's centre of mass in the world."""
        return self._soft[index].center() if index in self._soft else self._base(index).position

    def foot(self, index: int) -> Frame:
        """Return an object's foot frame in the world."""
        if index in self._paint:
            return self._paint[index]
        if index in self._soft:
            return self._soft[index].foot()
        base, (x, y, z) = self._base(index), center_of_mass(self._things[index])
        if self._things[index].kind == "ball":  # however it has rolled, it rests on its lowest point
            return Frame((base.position[0], base.position[1], base.position[2] - z))
        return Frame(base.point((-x, -y, -z)), base.rotation)

    def feet(self) -> tuple[Frame, ...]:
        """Return the foot frames of all objects, by index."""
        return tuple(self.foot(index) for index in range(len(self._things)))

    def parts(self, index: int) -> tuple[Frame, ...]:
        """Return the frames of a rope's beads or a pile's cubes, at their middles; nothing for the rest."""
        return self._soft[index].middles() if index in self._soft else ()

    def cluster(self, index: int) -> Cluster:
        """Return the bodies of a rope or a pile, for the hands that move them."""
        return self._soft[index]

    def grounded(self, index: int) -> tuple[bool, ...]:
        """Tell of each part of a rope or a pile whether it rests on the table, or on parts that do."""
        return self._soft[index].carried(self._index)

    def pieces(self) -> tuple[Piece, ...]:
        """Return all there is, ropes and piles bead by bead and cube by cube; what has not come, nowhere."""
        found: list[Piece] = []
        for index, thing in enumerate(self._things):
            parts = pieces(thing)
            feet = self._soft[index].feet() if index in self._soft else (self.foot(index),) * len(parts)
            found += [Piece(index, part, foot) for part, foot in zip(parts, feet, strict=True)]
        return tuple(found)

    def _base(self, index: int) -> Frame:
        body = self._bodies[index]
        if body is None:
            return self._paint[index]
        position, rotation = pybullet.getBasePositionAndOrientation(body, physicsClientId=self.client)
        return Frame(position, rotation)

    def outline(self, index: int) -> Outline:
        """Return an object's outline seen from above."""
        if index in self._soft:
            return hull(corner for piece, foot in self._seen(index) for corner in outline(piece, foot))
        return outline(self._things[index], self.foot(index))

    def span_z(self, index: int) -> tuple[float, float]:
        """Return the heights of an object's lowest and highest point."""
        if index in self._soft:
            lows, highs = zip(*(span_z(piece, foot) for piece, foot in self._seen(index)), strict=True)
            return min(lows), max(highs)
        return span_z(self._things[index], self.foot(index))

    def _seen(self, index: int) -> Iterator[tuple[ObjectSpec, Frame]]:
        return zip(pieces(self._things[index]), self._soft[index].feet(), strict=True)

    def box(self, index: int) -> tuple[Vec3, Vec3]:
        """Return the axis-aligned box about an object: its lowest and its highest corner."""
        xs, ys = zip(*self.outline(index), strict=True)
        low, high = self.span_z(index)
        return (min(xs), min(ys), low), (max(xs), max(ys), high)

    def velocity(self, index: int) -> tuple[Vec3, Vec3]:
        """Return linear (m/s) and angular (rad/s) velocity."""
        if index in self._soft:
            return self._soft[index].velocity()
        body = self._bodies[index]
        if body is None:
            return ORIGIN, ORIGIN
        linear, angular = pybullet.getBaseVelocity(body, physicsClientId=self.client)
        return linear, angular

    def touches(self, index: int) -> list[Touch]:
        """Return what an object touched in the last step, in a fixed order."""
        near: set[tuple[int, Vec3]] = set()
        for body in self._bodies_of(index):
            points = pybullet.getContactPoints(bodyA=body, physicsClientId=self.client)
            near |= {(self._index[p[2]], p[7]) for p in points if p[8] < TOUCH_M and p[2] in self._index}
        return [Touch(other, normal) for other, normal in sorted(near) if other != index]

    def _bodies_of(self, index: int) -> tuple[int, ...]:
        if index in self._soft:
            return self._soft[index].bodies
        body = self._bodies[index]
        return () if body is None else (body,)

    def touched(self, index: int) -> set[int]:
        """Return the objects, and perhaps `TABLE`, that an object touched in the last step."""
        return {touch.other for touch in self.touches(index)}

    def movable(self, index: int) -> bool:
        """Whether an object can move at all."""
        thing = self._things[index]
        solid = is_soft(thing) or bool(collision_parts(thing))
        return solid and not thing.fixed and self.present(index)

    # -- time -------------------------------------------------------------------------------------------

    def step(self, steps: int = 1) -> None:
        """Let time pass; `Overworked` when the effort is bounded and used up."""
        for _ in range(steps):
            pybullet.stepSimulation(physicsClientId=self.client)
        self.effort.weigh(self.client, steps)
        self.steps += steps

    def settle(self, max_steps: int = SETTLE_STEPS) -> bool:
        """Let time pass until nothing moves, then feed; return whether that happened within `max_steps`."""
        moving = [index for index in range(len(self._things)) if self.movable(index)]
        calm = 0
        for _ in range(max_steps // CHECK_EVERY):
            self.step(CHECK_EVERY)
            calm = calm + 1 if all(map(self._rests, moving)) else 0
            if calm == CALM_CHECKS:
                self.feed()
                return True
        return False

    def _rests(self, index: int) -> bool:
        if index in self._soft:
            return self._soft[index].rests()
        (vx, vy, vz), (wx, wy, wz) = self.velocity(index)
        return (
            vx * vx + vy * vy + vz * vz < LINEAR_REST * LINEAR_REST
            and wx * wx + wy * wy + wz * wz < ANGULAR_REST * ANGULAR_REST
        )

    # -- the gripper's hands ------------------------------------------------------------------------------

    def teleport(self, index: int, foot: Frame) -> None:
        """Put an object somewhere, at rest."""
        if index in self._soft:
            self._soft[index].put(foot)
            return
        body = self._bodies[index]
        if body is None:
            self._paint[index] = foot
            return
        self._put(body, _base(self._things[index], foot))
        pybullet.resetBaseVelocity(body, ORIGIN, ORIGIN, physicsClientId=self.client)

    def put_tip(self, end: Vec3) -> None:
        """Put the lower end of the suction tip at a point; it takes part in no step."""
        self._put(self._tip, Frame((end[0], end[1], end[2] + TIP_LENGTH / 2)))

    def park_tip(self) -> None:
        """Take the tip away."""
        self._put(self._tip, Frame(PARKED))

    def _put(self, body: int, base: Frame) -> None:
        pybullet.resetBasePositionAndOrientation(
            body, base.position, base.rotation, physicsClientId=self.client
        )

    def touching(self, body: int) -> set[int]:
        """Return the objects, the table aside, that a tool's body touched in the last step."""
        points = pybullet.getContactPoints(bodyA=body, physicsClientId=self.client)
        return {self._index.get(p[2], TABLE) for p in points if p[8] < TOUCH_M} - {TABLE}

    def distance(self, body: int, index: int) -> float:
        """Return how far a tool's body is from an object, metres; infinite from about 10 mm on."""
        pairs = [pybullet.getClosestPoints(body, other, 0.01, physicsClientId=self.client)
                 for other in self._bodies_of(index)]  # fmt: skip
        return min((point[8] for points in pairs for point in points), default=math.inf)

    def in_column(self, x: float, y: float, radius: float) -> list[int]:
        """Return the objects whose boxes, as of the last step, meet an upright column; ascending."""
        low, high = (x - radius, y - radius, -0.01), (x + radius, y + radius, 2.0)
        pairs = pybullet.getOverlappingObjects(low, high, physicsClientId=self.client) or ()
        found = {self._index.get(body, TABLE) for body, _ in pairs}
        return sorted(found - {TABLE})

    def gaps(self, carrier: int | None, others: list[int], limit: float) -> Iterator[Gap]:
        """Find the shortest ways to a carried object (None: the tip), one for each pair of convex parts."""
        held = self._tip if carrier is None else self._bodies[carrier]
        if held is None:
            return
        for other in others:
            for body in self._bodies_of(other):
                for point in pybullet.getClosestPoints(held, body, limit, physicsClientId=self.client):
                    yield Gap(other, point[7], point[8])


def _base(thing: ObjectSpec, foot: Frame) -> Frame:
    """Return where a body's base, its centre of mass, is for a foot."""
    return Frame(foot.point(center_of_mass(thing)), foot.rotation)
