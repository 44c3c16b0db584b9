"""Let a policy act in the simulator and judge what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from policy.model import Policy
from policy.pictures import Picture
from sim.aim import action_of
from sim.camera import observe
from sim.judge import Referee
from sim.motion import act
from sim.oracle import default_limit
from sim.progress import Progress
from sim.spec import SceneSpec
from sim.world import World


@dataclass(frozen=True)
class Rollout:
    """One episode of a policy: whether all goals held at the end; `reward` is the share of places filled."""

    seed: int
    success: bool
    reward: float
    actions: int
    reason: str


def roll_out(world: World, scene: SceneSpec, policy: Policy) -> Rollout:
    """Play one scene. The policy sees the picture and the sentence of the goal to work on, and nothing else.

    It may act as often as the oracle may; the judge is the oracle's, too.
    """
    world.start(scene)
    progress, actions, said = Progress(scene), 0, ""
    while actions < default_limit(scene):
        goal = progress.look(Referee(world, scene))
        if goal is None:
            break
        seen = observe(world)
        decision = policy.decide(Picture(seen.rgb, seen.height), goal.instruction)
        outcome = act(world, action_of(world, decision.aim))
        actions, said = actions + 1, outcome.reason or said
    judgement = progress.finish(world)
    reason = (
        "" if judgement.success else "; ".join(judgement.facts) + (f" (last trouble: {said})" if said else "")
    )
    return Rollout(scene.seed, judgement.success, judgement.score, actions, reason)
