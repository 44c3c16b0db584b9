"""How good is a policy: success on scenes that nobody trained on, task by task, with intervals."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import torch

from eval.rollout import Rollout, roll_out
from memory.minilm import MiniLM
from policy.checkpoint import load_policy
from policy.model import Policy
from sim.report import wilson
from sim.spec import SceneSpec
from sim.world import World


@dataclass(frozen=True)
class Score:
    """What a policy did on a task: successes, and the Wilson interval of their rate; reward is the mean."""

    task: str
    rollouts: tuple[Rollout, ...]

    @property
    def success(self) -> float:
        """Share of the episodes that ended with all goals reached."""
        return sum(rollout.success for rollout in self.rollouts) / len(self.rollouts)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the success, 95 %."""
        return wilson(sum(rollout.success for rollout in self.rollouts), len(self.rollouts))

    @property
    def reward(self) -> float:
        """Mean share of the places that were filled."""
        return fmean(rollout.reward for rollout in self.rollouts)


@dataclass
class _Player:
    """What a process keeps from one scene to the next."""

    world: World
    policy: Policy


class Stage:
    """Plays scenes in processes, each with a world and a copy of the policy. Use as a context manager.

    Args:
        policy: the folder of a policy.
        workers: processes; changes the time, never a result.
    """

    def __init__(self, policy: Path, workers: int) -> None:
        context = multiprocessing.get_context("spawn")  # torch and PyBullet do not survive a fork
        self._pool = ProcessPoolExecutor(workers, context, initializer=_enter, initargs=(policy,))

    def __enter__(self) -> Stage:
        """Start; the processes begin when the first scene comes."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Let the processes go."""
        self._pool.shutdown(cancel_futures=True)

    def score(self, task: str, scenes: Sequence[SceneSpec]) -> Score:
        """Play every scene of a task."""
        texts = [scene.model_dump_json() for scene in scenes]
        return Score(task, tuple(self._pool.map(_play, texts)))

    def scores(self, scenes: Mapping[str, Sequence[SceneSpec]]) -> Iterator[Score]:
        """Play the scenes of every task."""
        for task, of_task in scenes.items():
            yield self.score(task, of_task)


def markdown(scores: Sequence[Score]) -> str:
    """Return scores as a table, with the mean in its last line."""
    lines = ["| task | success | 95 % interval | reward | episodes |", "|---|--:|--:|--:|--:|"]
    for one in scores:
        low, high = one.interval
        rate = f"{one.success:.0%} | {low:.0%} to {high:.0%}"
        lines.append(f"| {one.task} | {rate} | {one.reward:.2f} | {len(one.rollouts)} |")
    lines.append(f"| mean | {mean(scores):.0%} | | {fmean(one.reward for one in scores):.2f} | |")
    return "\n".join(lines) + "\n"


def mean(scores: Sequence[Score]) -> float:
    """Return the mean success over tasks."""
    return fmean(one.success for one in scores)


_player: list[_Player] = []  # of this process: what an initializer makes can be handed on in no other way


def _enter(policy: Path) -> None:
    torch.set_num_threads(1)
    _player[:] = [_Player(World().__enter__(), load_policy(policy, MiniLM()))]


def _play(text: str) -> Rollout:
    player = _player[0]
    return roll_out(player.world, SceneSpec.model_validate_json(text), player.policy)
