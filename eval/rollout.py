"""Let a policy act in the simulator and judge what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy.model import Policy
from policy.pictures import Picture
from policy.robot import Step, follow
from sim.aim import Aim, action_of
from sim.domain import PLAIN, Domain
from sim.eye import Eye
from sim.judge import Judgement, Referee
from sim.motion import Outcome, act
from sim.oracle import default_limit
from sim.progress import Progress
from sim.shifted import weighed
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


@dataclass(frozen=True)
class Episode:
    """An episode in full: what the policy saw and decided, and what its actions did."""

    rollout: Rollout
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]


class SimulatedRobot:
    """The simulator behind the interface that a laboratory's robot has, too.

    Args:
        world: with a scene in it.
        eye: looks at it.
    """

    def __init__(self, world: World, eye: Eye) -> None:
        self._world = world
        self._eye = eye
        self.outcomes: list[Outcome] = []

    def observe(self) -> Picture:
        """Look at the table as the domain does."""
        seen = self._eye.observe(self._world)
        return Picture(seen.rgb, seen.height)

    def act(self, aim: Aim) -> str:
        """Do it, with the true poses of things and not those that were seen."""
        self.outcomes.append(act(self._world, action_of(self._world, aim)))
        return self.outcomes[-1].reason


def roll_out(world: World, scene: SceneSpec, policy: Policy, domain: Domain = PLAIN) -> Rollout:
    """Play one scene. The policy sees the picture and the sentence of the goal to work on, and nothing else.

    It may act as often as the oracle may; the judge is the oracle's, too.

    Args:
        world: of the domain (`sim.shifted.open_domain`).
        scene: as its program built it; the domain weighs its things.
        policy: acts.
        domain: as which the world is seen.
    """
    return play_out(world, scene, policy, domain).rollout


def play_out(world: World, scene: SceneSpec, policy: Policy, domain: Domain = PLAIN) -> Episode:
    """Play one scene as `roll_out` does, and keep what was seen and done."""
    scene = weighed(domain, scene)
    world.start(scene)
    progress, robot = Progress(scene), SimulatedRobot(world, Eye(domain, scene))
    steps = tuple(follow(policy, robot, _sentences(world, scene, progress)))
    judgement = progress.finish(world)
    rollout = Rollout(scene.seed, judgement.success, judgement.score, len(steps), _reason(judgement, steps))
    return Episode(rollout, steps, tuple(robot.outcomes))


def _sentences(world: World, scene: SceneSpec, progress: Progress) -> Iterator[str]:
    """Yield the sentence of the goal to work on until there is none, or the oracle would have to stop."""
    for _ in range(default_limit(scene)):
        goal = progress.look(Referee(world, scene))
        if goal is None:
            return
        yield goal.instruction


def _reason(judgement: Judgement, steps: tuple[Step, ...]) -> str:
    """Say why an episode failed; nothing if it did not."""
    if judgement.success:
        return ""
    trouble = next((step.trouble for step in reversed(steps) if step.trouble), "")
    return "; ".join(judgement.facts) + (f" (last trouble: {trouble})" if trouble else "")
