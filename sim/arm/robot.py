"""The arm as a body in PyBullet: links, joints with motors, a tool at the flange, and what the cup holds.

Masses and centres of mass are the maker's (URDF of the UR5e, Universal Robots); the links collide as the
capsules and boxes that follow their tubes. Knows nothing of scenes; time is the world's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import pybullet

from sim.arm.kinematics import (
    ABOUT_X,
    FOLDED,
    FOREARM_M,
    PEDESTAL_M,
    TOOL_M,
    UPPER_ARM_M,
    Joints,
    Tip,
    about_x,
    joints_for,
    tip_of,
)
from sim.bodies import ORIGIN, make_solid
from sim.frames import UPRIGHT, Frame, Quaternion
from sim.kinds import Vec3
from sim.parts import Part
from sim.push import BLADE
from sim.spec import Tool
from sim.world import TIP_LENGTH, TIP_RADIUS

MOTORS: Final = tuple(range(6))
TOOL: Final = 6  # the link after the six that turn
TORQUE: Final = (150.0, 150.0, 150.0, 28.0, 28.0, 28.0)  # N m, the maker's
GAIN: Final = 1.0
GRIP_N: Final = 100.0  # what the cup holds; CLIPort's
LOOKS_BACK: Final[Quaternion] = (0.0, 0.0, 1.0, 0.0)  # UR's base frame
HOME: Final = Tip((0.38, 0.0, 0.36), -math.pi / 2)

_ALONG_X: Final[Quaternion] = (0.0, math.sqrt(0.5), 0.0, math.sqrt(0.5))


@dataclass(frozen=True)
class Link:
    """One moving piece: mass (kg), centre of mass and collision shape in its frame."""

    mass: float
    middle: Vec3
    parts: tuple[Part, ...]


def _tube(radius: float, length: float, middle: Vec3, rotation: Quaternion = UPRIGHT) -> Part:
    return Part("cylinder", (2 * radius, 2 * radius, length), middle, rotation)


def _along(radius: float, length: float, aside: float) -> Part:
    """Return the tube of an arm, which goes from its joint to the next one along -x."""
    return _tube(radius, length, (-length / 2, 0.0, aside), _ALONG_X)


LINKS: Final = (
    Link(3.7, ORIGIN, (_tube(0.06, 0.13, ORIGIN),)),
    Link(8.393, (-0.2125, 0.0, 0.138), (_along(0.055, UPPER_ARM_M, 0.138),)),
    Link(2.275, (-0.1961, 0.0, 0.007), (_along(0.045, FOREARM_M, 0.007),)),
    Link(1.219, ORIGIN, (_tube(0.038, 0.10, (0.0, 0.0, -0.02)),)),
    Link(1.219, ORIGIN, (_tube(0.038, 0.10, (0.0, 0.0, -0.02)),)),
    Link(0.1879, (0.0, 0.0, -0.0229), (_tube(0.036, 0.04, (0.0, 0.0, -0.022)),)),
)  # fmt: skip
MOUNT: Final = _tube(0.025, 0.04, (0.0, 0.0, 0.02))
CUP: Final = _tube(TIP_RADIUS, TIP_LENGTH, (0.0, 0.0, TOOL_M - TIP_LENGTH / 2))
SPATULA: Final = Part("box", BLADE, (0.0, 0.0, TOOL_M - BLADE[2] / 2))
TOOLS: Final[dict[Tool, Link]] = {
    "suction": Link(0.2, (0.0, 0.0, 0.06), (MOUNT, CUP)),
    "spatula": Link(0.3, (0.0, 0.0, 0.08), (MOUNT, SPATULA)),
}


class Arm:
    """A UR5e on its pedestal at the origin, with a tool, in a PyBullet client."""

    def __init__(self, client: int, tool: Tool) -> None:
        self._client = client
        self._held: int | None = None  # the constraint that is the vacuum
        self.body = _build(client, TOOLS[tool])
        home = joints_for(HOME)
        if home is None:
            raise RuntimeError(f"the arm does not reach its own home {HOME}")
        for joint, angle in zip(MOTORS, home, strict=True):
            pybullet.resetJointState(self.body, joint, angle, physicsClientId=client)
        self.lead(home, (0.0,) * 6)

    @property
    def joints(self) -> Joints:
        """Where the joints are."""
        states = pybullet.getJointStates(self.body, MOTORS, physicsClientId=self._client)
        return cast(Joints, tuple(state[0] for state in states))  # six motors, six angles

    @property
    def tip(self) -> Tip:
        """Where the end of the tool is."""
        return tip_of(self.joints)

    def lead(self, joints: Joints, velocities: Sequence[float]) -> None:
        """Tell the motors where to be after the next step, and how fast (rad/s) to pass there."""
        pybullet.setJointMotorControlArray(
            self.body, MOTORS, pybullet.POSITION_CONTROL, targetPositions=joints,
            targetVelocities=velocities, forces=TORQUE, positionGains=(GAIN,) * 6, velocityGains=(1.0,) * 6,
            physicsClientId=self._client,
        )  # fmt: skip

    def hold(self, body: int) -> None:
        """Let the cup hold a body just as it lies to it now."""
        client = self._client
        ours = pybullet.getLinkState(self.body, TOOL, physicsClientId=client)
        theirs = pybullet.getBasePositionAndOrientation(body, physicsClientId=client)
        place = Frame(*ours[:2]).relative(Frame(*theirs))
        self._held = pybullet.createConstraint(
            self.body, TOOL, body, -1, pybullet.JOINT_FIXED, ORIGIN, place.position, ORIGIN, place.rotation,
            physicsClientId=client,
        )  # fmt: skip
        pybullet.changeConstraint(self._held, maxForce=GRIP_N, physicsClientId=client)
        self._meets(body, False)

    def let_go(self, body: int) -> None:
        """Let what the cup holds go."""
        if self._held is not None:
            pybullet.removeConstraint(self._held, physicsClientId=self._client)
            self._held = None
            self._meets(body, True)

    def _meets(self, body: int, collides: bool) -> None:
        """Let the tool collide with a body, or not: a cup that holds something does not push it away."""
        pybullet.setCollisionFilterPair(
            self.body, body, TOOL, -1, int(collides), physicsClientId=self._client
        )


def _build(client: int, tool: Link) -> int:
    links = (*LINKS, tool)
    places, turns = (*FOLDED, ORIGIN), (*ABOUT_X, 0.0)
    kinds = (*(pybullet.JOINT_REVOLUTE,) * len(LINKS), pybullet.JOINT_FIXED)
    body: int = pybullet.createMultiBody(
        0.0, -1, -1, (0.0, 0.0, PEDESTAL_M), LOOKS_BACK,
        linkMasses=[link.mass for link in links],
        linkCollisionShapeIndices=[make_solid(client, link.parts) for link in links],
        linkVisualShapeIndices=[-1] * len(links),
        linkPositions=places,
        linkOrientations=[about_x(turn) for turn in turns],
        linkInertialFramePositions=[link.middle for link in links],
        linkInertialFrameOrientations=[UPRIGHT] * len(links),
        linkParentIndices=range(len(links)),
        linkJointTypes=kinds,
        linkJointAxis=[(0.0, 0.0, 1.0)] * len(links),
        physicsClientId=client,
    )  # fmt: skip
    return body
