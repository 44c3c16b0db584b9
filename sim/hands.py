"""Who acts: the `fast` motion in a plain world, the arm in a world that has one."""

from __future__ import annotations

from sim.arm.motion import act as act_with_arm
from sim.arm.world import ArmWorld
from sim.driven import Watch
from sim.motion import Action, Outcome
from sim.motion import act as act_fast
from sim.report import Motion
from sim.world import World


def open_world(motion: Motion) -> World:
    """Return an empty world for a motion."""
    return ArmWorld() if motion == "arm" else World()


def act(world: World, action: Action, watch: Watch | None = None) -> Outcome:
    """Use the scene's tool once, with what the world has for it.

    Args:
        world: where.
        action: what to do.
        watch: is told now and then where the tool is, while physics runs under it; for films.
    """
    if isinstance(world, ArmWorld):
        return act_with_arm(world, action, watch)
    return act_fast(world, action, watch)
