"""Put built scenes to the test: settle, idle, oracle, random, language, repeat, and the arm.

Runs in the simulator's process, on validated data. Each phase can end the trial with a verdict and one
sentence. Source: GenSim (Wang et al. 2023, section 3) checks syntax, runtime and completion on one seed; here
every episode has a seed of its own, doing nothing and doing anything must not succeed, the words must be
true, and a second run must end the same.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sim.arm.world import ArmWorld
from sim.difficulty import difficulty_of
from sim.effort import Effort, Overworked
from sim.hands import open_world
from sim.judge import judge_at_rest
from sim.kinds import FACTS
from sim.messages import TrialOutcome
from sim.oracle import run_episode
from sim.random_trial import random_wins
from sim.report import EpisodeResult, Phase, Verdict
from sim.spec import SceneSpec
from sim.words import wrong_words
from sim.world import World

REQUIRED_RATE = 0.9  # of the episodes, for the verdict "solved"
RANDOM_RATE = 0.2  # of the episodes, at most, for a random policy ...
ARM_RATE = 0.5  # of the few episodes that the arm plays; more tell of the arm than of the task
RANDOM_LUCK = 2  # ... but so many may always be luck: a few episodes tell nothing
SHIFT_M = 0.005  # how far a thing may move while the scene comes to rest
TILT = math.radians(5)
START_UNITS, EPISODE_UNITS = 4e6, 1.3e6  # of work for a trial, and for each scene; two piles take 0.9e6
LONG_EPISODE = 6  # actions; more than that is flagged


class _TooCostly(Exception):
    """A phase met the end of the trial's effort."""

    def __init__(self, phase: Phase, reason: str) -> None:
        super().__init__(reason)
        self.phase = phase


def try_scenes(world: World, scenes: Sequence[SceneSpec], arm_episodes: int = 0) -> TrialOutcome:
    """Take every scene through the phases; the first that fails ends the trial.

    All of it together may cost so much work and no more (`sim.effort`): a scene that keeps the simulator busy
    is refused, on a quick machine and on a slow one alike. The arm is bounded by its processor time alone.

    Args:
        world: loses whatever it holds; acts with the motion that it was made for.
        scenes: one for each episode.
        arm_episodes: how many of the scenes the arm plays, too, when all else is well.
    """
    if not isinstance(world, ArmWorld):
        world.effort = Effort(START_UNITS + EPISODE_UNITS * len(scenes))
    try:
        outcome = _phases(world, scenes)
    except _TooCostly as costly:
        return TrialOutcome(verdict="timeout", phase=costly.phase, reason=str(costly))
    finally:
        world.effort = Effort()
    played = scenes[:arm_episodes]
    return _with_arm(outcome, played) if played and outcome.verdict == "solved" else outcome


def _with_arm(outcome: TrialOutcome, scenes: Sequence[SceneSpec]) -> TrialOutcome:
    """Let the arm play what the oracle has solved."""
    with open_world("arm") as world:
        results = tuple(_episode(world, scene) for scene in scenes)
    played = outcome.model_copy(update={"arm": results, "phase": "arm"})
    solved = sum(result.success for result in results)
    if solved >= ARM_RATE * len(results):
        return played
    reason = f"the arm solved {solved} of {len(results)} episodes; {_commonest_reason(results)}"
    return _ended(played, "unreached", "arm", reason)


@contextmanager
def _phase(phase: Phase) -> Iterator[None]:
    try:
        yield
    except Overworked as costly:
        raise _TooCostly(phase, str(costly)) from costly


def _phases(world: World, scenes: Sequence[SceneSpec]) -> TrialOutcome:
    for scene in scenes:
        with _phase("settle"):
            fault = _unsettled(world, scene)
        if fault:
            return TrialOutcome(verdict="unstable", phase="settle", reason=f"seed {scene.seed}: {fault}")
        with _phase("idle"):
            held = _already_holds(world, scene)
        if held:
            return TrialOutcome(verdict="trivial", phase="idle", reason=f"seed {scene.seed}: {held}")
    with _phase("oracle"):
        results = tuple(_episode(world, scene) for scene in scenes)
        played = TrialOutcome(
            verdict="solved",
            phase="repeat",
            episodes=results,
            difficulty=difficulty_of(scenes, results),
            flags=_flags(results),
        )
    solved = sum(r.success for r in results)
    if solved < REQUIRED_RATE * len(results):
        reason = f"the oracle solved {solved} of {len(results)} episodes; {_commonest_reason(results)}"
        return _ended(played, "unsolved", "oracle", reason)
    return _question(world, scenes, played)


def _question(world: World, scenes: Sequence[SceneSpec], played: TrialOutcome) -> TrialOutcome:
    """Ask of a task that the oracle solves whether it is worth solving, true to its words, and repeatable."""
    with _phase("random"):
        won = random_wins(world, scenes, [episode.actions for episode in played.episodes])
    played = played.model_copy(update={"random_rate": won / len(scenes)})
    if won > max(RANDOM_LUCK, RANDOM_RATE * len(scenes)):
        reason = (
            f"too easy: a random policy solves it in {won} of {len(scenes)} episodes; "
            "ask for more things, or for smaller targets"
        )
        return _ended(played, "random", "random", reason)
    for scene in scenes:
        if wrong := next((w for goal in scene.goals for w in wrong_words(scene, goal)), ""):
            return _ended(played, "language", "language", f"seed {scene.seed}: {wrong}")
    with _phase("repeat"):
        drift = _drift(world, scenes[0])
    return _ended(played, "unrepeatable", "repeat", drift) if drift else played


def _ended(played: TrialOutcome, verdict: Verdict, phase: Phase, reason: str) -> TrialOutcome:
    return played.model_copy(update={"verdict": verdict, "phase": phase, "reason": reason})


def _unsettled(world: World, scene: SceneSpec) -> str:
    """Say what does not stay where it was put, or nothing."""
    if not world.start(scene):
        return "the scene does not come to rest; are things too heavy, or in each other?"
    for index, thing in enumerate(world.things):
        if not world.present(index) or FACTS[thing.kind].role == "soft":
            continue  # a rope or a pile finds its place itself
        foot = world.foot(index)
        shift = math.dist(foot.position, thing.pose.position)
        if shift > SHIFT_M or (thing.kind != "ball" and foot.tilt > TILT):
            return f"the {thing.name} moves {shift * 1e3:.0f} mm before anyone acts; put it on firm ground"
    return ""


def _already_holds(world: World, scene: SceneSpec) -> str:
    """Say which goal holds although nobody acted, or nothing."""
    judgement = judge_at_rest(world, scene)
    for goal, verdict in zip(scene.goals, judgement.goals, strict=True):
        later_step = goal.transient and goal != scene.goals[0]  # may lead back to where all began
        if verdict.holds and not later_step:
            return (
                f'the goal "{goal.instruction}" holds before anyone acts; start things away from their goals'
            )
    return ""


def _episode(world: World, scene: SceneSpec) -> EpisodeResult:
    start = time.process_time()
    episode = run_episode(world, scene)
    spent = time.process_time() - start
    return EpisodeResult(
        seed=scene.seed,
        success=episode.success,
        actions=episode.actions,
        reason="" if episode.success else episode.reason,
        cpu_s=round(spent, 6),
    )


def _drift(world: World, scene: SceneSpec) -> str:
    """Run one scene twice and say where the ends differ, or nothing. They must be equal to the last bit."""
    ends = []
    for _ in range(2):
        run_episode(world, scene)
        ends.append(tuple(piece.foot for piece in world.pieces()))
    if ends[0] == ends[1]:
        return ""
    return f"seed {scene.seed} ended differently when it was run again; the scene is at the edge of stability"


def _commonest_reason(results: Sequence[EpisodeResult]) -> str:
    """The reason given most often, with the seed where it came first."""
    failed = [r for r in results if not r.success]
    counts = {r.reason: sum(o.reason == r.reason for o in failed) for r in failed}
    worst = max(failed, key=lambda r: (counts[r.reason], -r.seed))
    return f"at seed {worst.seed}: {worst.reason}"


def _flags(results: Sequence[EpisodeResult]) -> tuple[str, ...]:
    actions = sorted(r.actions for r in results)
    long = actions[len(actions) // 2] > LONG_EPISODE
    return ("long",) if long else ()
