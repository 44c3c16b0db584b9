"""How good are policies: scenes that nobody trained on, played in parallel, each by a world of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import torch

from eval.film import film_of
from eval.heat import heat_png
from eval.rollout import Rollout, play_out, roll_out
from eval.scores import Score
from memory.minilm import MiniLM
from policy.checkpoint import load_card, load_policy
from policy.model import Policy
from sim.domain import PLAIN, Domain
from sim.film import Suffix
from sim.shifted import open_domain
from sim.spec import SceneSpec
from sim.world import World

FILMED: Final = 2  # successes of a task, and as many failures


@dataclass(frozen=True)
class Film:
    """A film of one episode of a score."""

    policy: str
    rollout: Rollout
    content: bytes


@dataclass(frozen=True)
class Look:
    """What a policy was told before an action, where it looked (a PNG), and what went wrong, or nothing."""

    words: str
    heat: bytes
    trouble: str


@dataclass(frozen=True)
class Watched:
    """How an episode ended, its film with heat maps, and each of its looks."""

    rollout: Rollout
    film: bytes
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class _Part:
    """One scene for one policy."""

    policy: Path
    scene: str


@dataclass
class _Player:
    """What a process keeps from one scene to the next: a world, and each policy once it was asked for."""

    world: World
    domain: Domain
    policies: dict[Path, Policy] = field(default_factory=dict)

    def policy(self, folder: Path) -> Policy:
        """Return a policy, read when it is first asked for."""
        if folder not in self.policies:
            self.policies[folder] = load_policy(folder, MiniLM())
        return self.policies[folder]


class Stage:
    """Plays scenes in processes. Use as a context manager.

    Args:
        workers: processes; changes the time, never a result.
        domain: in which world.
    """

    def __init__(self, workers: int, domain: Domain = PLAIN) -> None:
        context = multiprocessing.get_context("spawn")  # torch and PyBullet do not survive a fork
        self._pool = ProcessPoolExecutor(workers, context, initializer=_enter, initargs=(domain,))

    def __enter__(self) -> Stage:
        """Start; the processes begin when the first scene comes."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Let the processes go."""
        self._pool.shutdown(cancel_futures=True)

    def score(self, policy: Path, task: str, scenes: Sequence[SceneSpec]) -> Score:
        """Let a policy play every scene of a task."""
        parts = [_Part(policy, scene.model_dump_json()) for scene in scenes]
        seen = task in load_card(policy).tasks
        return Score(policy.name, task, seen, tuple(self._pool.map(_play, parts)))

    def films(self, policy: Path, score: Score, scenes: Sequence[SceneSpec]) -> list[Film]:
        """Film the first successes and the first failures of a score."""
        wins = [rollout for rollout in score.rollouts if rollout.success][:FILMED]
        losses = [rollout for rollout in score.rollouts if not rollout.success][:FILMED]
        by_seed: Mapping[int, SceneSpec] = {scene.seed: scene for scene in scenes}
        chosen = [*wins, *losses]
        parts = [_Part(policy, by_seed[rollout.seed].model_dump_json()) for rollout in chosen]
        films = self._pool.map(_film, parts)
        return [Film(policy.name, *pair) for pair in zip(chosen, films, strict=True)]


def watch(policy: Policy, scene: SceneSpec, suffix: Suffix, domain: Domain = PLAIN) -> Watched:
    """Let a policy play one scene in this process, and keep all that there is to see of it."""
    with open_domain(domain) as world:
        episode = play_out(world, scene, policy, domain)
        film = film_of(world, scene, episode, suffix, domain)
    looks = (Look(step.words, heat_png(step.picture, step.decision), step.trouble) for step in episode.steps)
    return Watched(episode.rollout, film, tuple(looks))


_player: list[_Player] = []  # of this process: what an initializer makes can be handed on in no other way


def _enter(domain: Domain) -> None:
    torch.set_num_threads(1)
    _player[:] = [_Player(open_domain(domain).__enter__(), domain)]


def _play(part: _Part) -> Rollout:
    player = _player[0]
    scene = SceneSpec.model_validate_json(part.scene)
    return roll_out(player.world, scene, player.policy(part.policy), player.domain)


def _film(part: _Part) -> bytes:
    player = _player[0]
    scene = SceneSpec.model_validate_json(part.scene)
    episode = play_out(player.world, scene, player.policy(part.policy), player.domain)
    return film_of(player.world, scene, episode, ".mp4", player.domain)
