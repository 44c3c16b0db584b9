"""What a policy decides: two points of a picture and an angle, in the terms of CLIPort.

An `Action` of the oracle says where the foot of an object shall be; a policy does not know where feet are. It
says where the tip comes down, where it lets go, and by how much it turns on the way. This module translates,
with the true state, in both directions. Source: Zeng et al. 2020 (Transporter networks, section 3), where
pick and place are poses of the gripper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.frames import Point2
from sim.motion import Action, Grasp, pick
from sim.world import World


@dataclass(frozen=True)
class Aim:
    """Where the tool starts and ends, metres on the table, and by how much it turns in between, radians.

    Of a push and of a drag these are the stroke's two ends; they never turn.
    """

    pick: Point2
    place: Point2
    turn: float = 0.0


def action_of(world: World, aim: Aim) -> Action:
    """Translate what a policy decided into what the tool has to do, in the world as it is.

    An aim at nothing that can be held gives an action that fails in the same way; nothing is moved here.
    """
    start, end = (*aim.pick, 0.0), (*aim.place, 0.0)
    grasp = None if world.tool == "spatula" else pick(world, aim.pick)
    if not isinstance(grasp, Grasp) or world.things[grasp.held].kind == "rope":
        return Action(start, end, aim.turn)
    x, y = turned(_from(aim.pick, grasp.foot.position), aim.turn)
    return Action(start, (aim.place[0] + x, aim.place[1] + y, 0.0), grasp.foot.yaw + aim.turn)


def aim_of(world: World, action: Action) -> Aim:
    """Translate what the oracle is about to do into what a policy would say, in the world as it is."""
    start, end = (action.pick[0], action.pick[1]), (action.position[0], action.position[1])
    grasp = None if world.tool == "spatula" else pick(world, start)
    if not isinstance(grasp, Grasp) or world.things[grasp.held].kind == "rope":
        return Aim(start, end)
    turn = half_turn(action.yaw - grasp.foot.yaw)
    x, y = turned(_from(start, grasp.foot.position), turn)
    return Aim(start, (end[0] - x, end[1] - y), turn)


def half_turn(angle: float) -> float:
    """Return the same heading within (-pi, pi]."""
    return math.pi - (math.pi - angle) % (2 * math.pi)


def turned(vector: Point2, angle: float) -> Point2:
    """Turn a vector counterclockwise."""
    c, s = math.cos(angle), math.sin(angle)
    return c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]


def _from(start: Point2, end: tuple[float, float, float]) -> Point2:
    return end[0] - start[0], end[1] - start[1]
