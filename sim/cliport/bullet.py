"""The recording stand-in for PyBullet: what programs call on `p` while they build, without any physics.

Bodies stand where they were put: a program that lets time pass in its reset sees no difference, and the steps
are played later. What has no meaning in a recording is refused by not being there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import ModuleType

import numpy as np

from sim.cliport.assets import Shape, first_extents
from sim.cliport.poses import PoseError, from_rpy, inverse, matrix, quaternion, to_rpy, vector
from sim.cliport.record import Primitive
from sim.cliport.session import FIRST_BODY, Given, Joint, Made, Refused, Session
from sim.frames import UPRIGHT, Frame, Quaternion
from sim.kinds import Vec3

MOST_STEPS = 20_000
CONSTANTS = {
    "GEOM_SPHERE": 2, "GEOM_BOX": 3, "GEOM_CYLINDER": 4, "GEOM_MESH": 5, "GEOM_PLANE": 6, "GEOM_CAPSULE": 7,
    "JOINT_REVOLUTE": 0, "JOINT_PRISMATIC": 1, "JOINT_SPHERICAL": 2, "JOINT_FIXED": 4, "JOINT_POINT2POINT": 5,
    "GUI": 1, "DIRECT": 2, "URDF_USE_INERTIA_FROM_FILE": 2, "URDF_USE_SELF_COLLISION": 8, "WORLD_FRAME": 1,
    "LINK_FRAME": 2, "POSITION_CONTROL": 2, "VELOCITY_CONTROL": 0,
}  # fmt: skip
WITHOUT_EFFECT = (
    "addUserDebugLine", "addUserDebugText", "applyExternalForce", "applyExternalTorque",
    "configureDebugVisualizer", "getClosestPoints", "getContactPoints", "getOverlappingObjects",
    "performCollisionDetection", "removeConstraint", "resetBaseVelocity", "setAdditionalSearchPath",
    "setCollisionFilterGroupMask", "setCollisionFilterPair", "setGravity", "setPhysicsEngineParameter",
    "setRealTimeSimulation", "setTimeStep",
)  # fmt: skip
LOAD_ARGUMENTS = ("basePosition", "baseOrientation", "useMaximalCoordinates", "useFixedBase")
FORMS = {2: "sphere", 3: "box", 4: "cylinder", 7: "cylinder"}
_IDENTITY: Sequence[float] = (0.0, 0.0, 0.0)
Pose = tuple[Vec3, Quaternion]


class Bullet:
    """The functions that programs call; names and order of arguments are PyBullet's."""

    error = PoseError

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- transforms ------------------------------------------------------------------------------------

    def getQuaternionFromEuler(self, eulerAngles: Given, **_: Given) -> Quaternion:
        """Return the quaternion of roll, pitch and yaw."""
        return from_rpy(vector(eulerAngles))

    def getEulerFromQuaternion(self, quaternionAngles: Given, **_: Given) -> Vec3:
        """Return roll, pitch and yaw."""
        return to_rpy(quaternion(quaternionAngles))

    def getMatrixFromQuaternion(self, quaternionAngles: Given, **_: Given) -> tuple[float, ...]:
        """Return the nine numbers of the rotation matrix, row by row."""
        return tuple(value for row in matrix(quaternion(quaternionAngles)) for value in row)

    def multiplyTransforms(
        self, positionA: Given, orientationA: Given, positionB: Given, orientationB: Given, **_: Given
    ) -> Pose:
        """Return pose B, given in pose A, in A's own frame of reference."""
        first = Frame(vector(positionA), quaternion(orientationA))
        both = first.compose(Frame(vector(positionB), quaternion(orientationB)))
        return both.position, both.rotation

    def invertTransform(self, position: Given, orientation: Given, **_: Given) -> Pose:
        """Return the pose that undoes a pose."""
        back = inverse(Frame(vector(position), quaternion(orientation)))
        return back.position, back.rotation

    # -- where bodies are ------------------------------------------------------------------------------

    def getBasePositionAndOrientation(self, bodyUniqueId: Given, *_: Given, **__: Given) -> Pose:
        """Return where a body's centre of mass is, and how it is turned."""
        base = self._session.body(bodyUniqueId).base()
        return base.position, base.rotation

    def resetBasePositionAndOrientation(
        self, bodyUniqueId: Given, posObj: Given, ornObj: Given, *_: Given, **__: Given
    ) -> None:
        """Put a body's centre of mass somewhere."""
        made = self._session.body(bodyUniqueId)
        made.rotation = quaternion(ornObj)
        x, y, z = made.shape.center
        made.position = Frame(vector(posObj), made.rotation).point((-x, -y, -z))

    def getBaseVelocity(self, bodyUniqueId: Given, *_: Given, **__: Given) -> tuple[Vec3, Vec3]:
        """Return zeros: nothing moves while a program builds."""
        self._session.body(bodyUniqueId)
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)

    def getAABB(self, bodyUniqueId: Given, *_: Given, **__: Given) -> tuple[Vec3, Vec3]:
        """Return the corners of the box, along the axes of the world, about a body."""
        made = self._session.body(bodyUniqueId)
        return bounds_of(made)

    def getVisualShapeData(
        self, objectUniqueId: Given, *_: Given, **__: Given
    ) -> tuple[tuple[Given, ...], ...]:
        """Return what PyBullet tells of the first visual shape of a body."""
        number = int(objectUniqueId)
        made = self._session.body(number)
        color = (*(made.color or (1.0, 0.0, 0.0)), 1.0)
        return ((number, -1, 3, made.shape.first_extents, b"", (0.0, 0.0, 0.0), UPRIGHT, color),)

    def getDynamicsInfo(self, bodyUniqueId: Given, *_: Given, **__: Given) -> tuple[Given, ...]:
        """Return mass and friction, as far as programs look: the rest are zeros."""
        made = self._session.body(bodyUniqueId)
        mass = made.shape.mass_kg if made.mass_kg is None else made.mass_kg
        return (mass, made.shape.friction, (0.0, 0.0, 0.0), made.shape.center, UPRIGHT, 0.0, 0.0, 0.0, -1, -1)

    def getNumJoints(self, bodyUniqueId: Given, **_: Given) -> int:
        """Return 0: no body of ours has joints."""
        self._session.body(bodyUniqueId)
        return 0

    def getNumBodies(self, **_: Given) -> int:
        """Return how many bodies there are, the robot's included."""
        return FIRST_BODY + len(self._session.bodies)

    def loadURDF(self, fileName: Given, *pose: Given, **named: Given) -> int:
        """Load an asset past the environment: nothing lists it, so it is no obstacle and is never held."""
        made = self._session.load(str(fileName))
        given = dict(zip(LOAD_ARGUMENTS, pose, strict=False)) | named
        made.position = vector(given.get("basePosition", _IDENTITY))
        made.rotation = quaternion(given.get("baseOrientation", UPRIGHT))
        if given.get("useFixedBase"):
            made.mass_kg = 0.0
        return self._session.add(made)

    # -- bodies made by hand ---------------------------------------------------------------------------

    def createCollisionShape(self, shapeType: Given, **sizes: Given) -> int:
        """Remember a shape and return its number."""
        return self._shape(shapeType, sizes)

    def createVisualShape(self, shapeType: Given, **sizes: Given) -> int:
        """Remember a shape and return its number."""
        return self._shape(shapeType, sizes)

    def _shape(self, shape_type: Given, sizes: dict[str, Given]) -> int:
        form = FORMS.get(int(shape_type))
        if form is None:
            raise Refused(f"a shape of type {shape_type}; boxes, spheres, cylinders and capsules are known")
        width, length = (
            2 * float(sizes.get("radius", 0.5)),
            float(sizes.get("height") or sizes.get("length", 1)),
        )
        size = (width, width, width if form == "sphere" else length)
        if form == "box":
            x, y, z = vector(sizes.get("halfExtents", (1.0, 1.0, 1.0)))
            size = (2 * x, 2 * y, 2 * z)
        self._session.shapes.append(Primitive.model_validate({"form": form, "size": size}))
        return len(self._session.shapes) - 1

    def createMultiBody(
        self,
        baseMass: Given = 0.0,
        baseCollisionShapeIndex: Given = -1,
        baseVisualShapeIndex: Given = -1,
        basePosition: Given = _IDENTITY,
        baseOrientation: Given = UPRIGHT,
        **_: Given,
    ) -> int:
        """Make a body of remembered shapes and return its number."""
        shapes = self._session.shapes
        collision = shapes[int(baseCollisionShapeIndex)] if int(baseCollisionShapeIndex) >= 0 else None
        visual = shapes[int(baseVisualShapeIndex)] if int(baseVisualShapeIndex) >= 0 else None
        seen = tuple(shape.part() for shape in (visual or collision,) if shape)
        solid = (collision.part(),) if collision else ()
        extents = first_extents(seen[0]) if seen else (0.0, 0.0, 0.0)
        made = Made(
            Shape(seen, solid, extents, float(baseMass)),
            vector(basePosition),
            quaternion(baseOrientation),
            collision=collision,
            visual=visual,
            mass_kg=float(baseMass),
        )
        return self._session.add(made)

    def createConstraint(self, **given: Given) -> int:
        """Tie two bodies together; all joints of a rope are ball joints."""
        session = self._session
        joint = Joint(
            session.index(given["parentBodyUniqueId"]),
            session.index(given["childBodyUniqueId"]),
            vector(given.get("parentFramePosition", _IDENTITY)),
            vector(given.get("childFramePosition", _IDENTITY)),
        )
        session.joints.append(joint)
        return len(session.joints)

    def changeConstraint(self, userConstraintUniqueId: Given, **given: Given) -> None:
        """Bound the force of a joint."""
        joint = self._session.joints[int(userConstraintUniqueId) - 1]
        joint.max_force = float(given.get("maxForce", joint.max_force))

    def changeVisualShape(self, objectUniqueId: Given, *_: Given, **given: Given) -> None:
        """Give a body a colour."""
        made = self._session.body(objectUniqueId)
        if (color := given.get("rgbaColor")) is not None:
            red, green, blue = (float(value) for value in color[:3])
            made.color = (red, green, blue)

    def changeDynamics(self, *_: Given, **__: Given) -> None:
        """Do nothing: a body has the mass and friction of its asset."""
        self._session.note("changeDynamics is passed over: masses and frictions are those of the assets")

    def removeBody(self, bodyUniqueId: Given, **_: Given) -> None:
        """Take a body away; its number stays taken."""
        made = self._session.body(bodyUniqueId)
        made.removed = True
        made.position = (0.0, 0.0, -100.0)

    def stepSimulation(self, **_: Given) -> None:
        """Count a step; it is played later."""
        self._session.steps += 1
        if self._session.steps > MOST_STEPS:
            raise Refused(f"a program lets more than {MOST_STEPS} steps pass")


def bounds_of(made: Made) -> tuple[Vec3, Vec3]:
    """Return the corners of the axis-aligned box about what is seen of a body."""
    lows, highs = [math.inf] * 3, [-math.inf] * 3
    for part in made.shape.visual or made.shape.collision:
        frame = made.frame().compose(Frame(part.position, part.rotation))
        turned = np.abs(np.array(matrix(frame.rotation))) @ np.array(part.half)
        for axis in range(3):
            lows[axis] = min(lows[axis], frame.position[axis] - float(turned[axis]))
            highs[axis] = max(highs[axis], frame.position[axis] + float(turned[axis]))
    return (lows[0], lows[1], lows[2]), (highs[0], highs[1], highs[2])


def _nothing(*_: Given, **__: Given) -> tuple[()]:
    """Stand for a function that changes, or tells, nothing while a program builds."""
    return ()


def module(session: Session) -> ModuleType:
    """Return the stand-in as the module that `import pybullet` gives."""
    stand_in = ModuleType("pybullet")
    bullet = Bullet(session)
    for name in dir(bullet):
        if not name.startswith("_"):
            setattr(stand_in, name, getattr(bullet, name))
    for name in WITHOUT_EFFECT:
        setattr(stand_in, name, _nothing)
    for name, value in CONSTANTS.items():
        setattr(stand_in, name, value)
    return stand_in
