"""What the simulator makes of a planted scene: as it is written, or after a motion has acted on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.cases import Case, scene_of
from sim.hands import act
from sim.judge import judge_at_rest
from sim.motion import Action, Grasp, pick
from sim.spec import SceneSpec
from sim.world import World

NOWHERE = (600.0, 450.0, 0.0)  # a place on the table where no case has anything: millimetres, degrees


@dataclass(frozen=True)
class Verdict:
    """What the simulator says to a case: whether it is so, and why not."""

    good: bool
    words: str


def plant(world: World, case: Case) -> SceneSpec:
    """Load a case, tilts and all, exactly as it is written."""
    scene = scene_of(case)
    world.load(scene)
    for index, planted in enumerate(case.things.values()):
        if planted.tilt:
            world.teleport(index, planted.foot)
    return scene


def verdict_on(world: World, case: Case) -> Verdict:
    """Let the simulator say what a case is."""
    scene = plant(world, case)
    if case.pick is not None:
        world.settle()
        tip = (case.pick[0] / 1000, case.pick[1] / 1000)
        if case.place is None:
            return grasped(world, tip)
        x, y, yaw = case.place
        outcome = act(world, Action((*tip, 0.0), (x / 1000, y / 1000, 0.0), math.radians(yaw)))
        if outcome.reason:
            return Verdict(False, outcome.reason)
    judgement = judge_at_rest(world, scene)
    return Verdict(judgement.success, " ".join(judgement.facts))


def grasped(world: World, tip: tuple[float, float]) -> Verdict:
    """Say whether the tip holds something, and what, or why not."""
    grasp = pick(world, tip)
    return Verdict(True, world.things[grasp.held].name) if isinstance(grasp, Grasp) else Verdict(False, grasp)


def acted_on(world: World, case: Case) -> Verdict:
    """Let a motion act on a case: what is only to be grasped is carried to where nothing is."""
    scene = plant(world, case)
    world.settle()
    if case.pick is None:
        return verdict_on(world, case)
    x, y, yaw = case.place or NOWHERE
    pick_at = (case.pick[0] / 1000, case.pick[1] / 1000, 0.0)
    outcome = act(world, Action(pick_at, (x / 1000, y / 1000, 0.0), math.radians(yaw)))
    if case.place is None:
        return Verdict(outcome.grasp is not None, outcome.reason)
    judgement = judge_at_rest(world, scene)
    return Verdict(judgement.success, outcome.reason or " ".join(judgement.facts))
