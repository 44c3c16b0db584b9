"""Rigid bodies in a PyBullet client, made from convex parts. Knows no scenes."""

from __future__ import annotations

import pybullet

from sim.frames import Frame
from sim.kinds import FACTS, Kind, Vec3
from sim.parts import Part

ORIGIN: Vec3 = (0.0, 0.0, 0.0)
BALL_ROLLING_FRICTION = 1e-3  # metres; without it a ball rolls until it falls off the table

_FORMS = {
    "box": pybullet.GEOM_BOX,
    "cylinder": pybullet.GEOM_CYLINDER,
    "sphere": pybullet.GEOM_SPHERE,
}


def make_body(client: int, solid: int, mass: float, base: Frame) -> int:
    """Make a rigid body. Maximal coordinates step three times as fast as Bullet's multibodies."""
    body: int = pybullet.createMultiBody(
        mass, solid, -1, base.position, base.rotation, useMaximalCoordinates=1, physicsClientId=client
    )
    return body


def make_solid(client: int, parts: tuple[Part, ...], center: Vec3 = ORIGIN) -> int:
    """Make a collision shape of parts about a centre of mass."""
    if len(parts) == 1:
        half = parts[0].half
        shape: int = pybullet.createCollisionShape(
            _FORMS[parts[0].form],
            radius=half[0],
            halfExtents=half,
            height=2 * half[2],
            physicsClientId=client,
        )
        return shape
    compound: int = pybullet.createCollisionShapeArray(
        shapeTypes=[_FORMS[p.form] for p in parts],
        radii=[p.half[0] for p in parts],
        halfExtents=[p.half for p in parts],
        lengths=[p.size[2] for p in parts],
        collisionFramePositions=[_minus(p.position, center) for p in parts],
        collisionFrameOrientations=[p.rotation for p in parts],
        physicsClientId=client,
    )
    return compound


def give_friction(client: int, body: int, kind: Kind) -> None:
    """Give a body what its kind has, and keep it from ever falling asleep."""
    rolling = BALL_ROLLING_FRICTION if kind == "ball" else 0.0
    pybullet.changeDynamics(
        body,
        -1,
        lateralFriction=FACTS[kind].friction,
        rollingFriction=rolling,
        spinningFriction=rolling,
        activationState=pybullet.ACTIVATION_STATE_DISABLE_SLEEPING,
        physicsClientId=client,
    )


def _minus(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])
