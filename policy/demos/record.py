"""Fill a store: build scenes, let the oracle play them, keep what succeeded.

Seeds are taken in order, a block at a time, and the scenes of a block are played in parallel; what is kept
does not depend on how many at once. A task that fails too often ends with what it has and says so. Source:
GenSim's `demos.py`, which tries three seeds for each demonstration that is asked for.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from policy.demos.rows import Row, rows_of
from policy.demos.seeds import Split, seeds_of
from policy.demos.store import DemoStore
from sim.domain import Domain
from sim.messages import Demonstration
from sim.report import Report
from sim.spec import SceneSpec
from sim.verify import Verifier

BLOCK: Final = 50  # seeds; a kill loses at most so many episodes
TRIES: Final = 3  # seeds for each episode that is wanted


@dataclass(frozen=True)
class Wanted:
    """What to record of a task: its program, and how many episodes of each split there shall be."""

    name: str
    source: str
    episodes: Mapping[Split, int]

    @property
    def sha256(self) -> str:
        """Hash of the program."""
        return hashlib.sha256(self.source.encode()).hexdigest()


@dataclass(frozen=True)
class Recorded:
    """What there is of a task and split now; `reason` says why it is less than wanted."""

    task: str
    split: Split
    episodes: int
    steps: int
    reason: str = ""


Show = Callable[[Recorded], None]


async def record(verifier: Verifier, store: DemoStore, wanted: Wanted, show: Show) -> list[Recorded]:
    """Record what a store does not have yet of a task; what it has is left as it is.

    Args:
        verifier: builds the scenes and runs the simulator.
        store: whose plan has the task.
        wanted: what there shall be.
        show: is told after each block.
    """
    return [await _split(verifier, store, wanted, split, show) for split in wanted.episodes]


async def _split(verifier: Verifier, store: DemoStore, wanted: Wanted, split: Split, show: Show) -> Recorded:
    count = wanted.episodes[split]
    while True:
        shards = store.of(wanted.name, split)
        episodes = sum(shard.episodes for shard in shards)
        now = Recorded(wanted.name, split, episodes, sum(shard.steps for shard in shards))
        show(now)
        if episodes >= count:
            return now
        tried = episodes + sum(len(shard.failed) for shard in shards)
        after = shards[-1].last_seed if shards else -1
        seeds = tuple(islice(seeds_of(split, after), min(BLOCK, count - episodes, TRIES * count - tried)))
        if not seeds:
            return _fewer(now, count, tried, {k: v for shard in shards for k, v in shard.failed.items()})
        block = await _play(verifier, wanted.source, seeds, store.plan.domain)
        if isinstance(block, Report):
            return Recorded(wanted.name, split, episodes, now.steps, f"{block.verdict}: {block.reason}")
        _keep(store, wanted.name, split, block, count - episodes)


@dataclass(frozen=True)
class _Block:
    """Seeds in order, and what became of each."""

    seeds: tuple[int, ...]
    scenes: Mapping[int, SceneSpec]
    played: Mapping[int, Demonstration]


async def _play(verifier: Verifier, source: str, seeds: tuple[int, ...], domain: Domain) -> _Block | Report:
    scenes = await verifier.scenes(source, seeds)
    if isinstance(scenes, Report):
        return scenes
    played = await asyncio.gather(*(verifier.demonstrate(scene, domain) for scene in scenes))
    return _Block(seeds, {s.seed: s for s in scenes}, {d.seed: d for d in played})


def _keep(store: DemoStore, task: str, split: Split, block: _Block, most: int) -> None:
    """Write the first successes of a block; seeds after the last one that was needed stay unused."""
    rows: list[Row] = []
    failed: dict[int, str] = {}
    kept = 0
    for seed in block.seeds:
        last_seed, played = seed, block.played.get(seed)
        if played is not None and played.steps:
            rows += rows_of(task, block.scenes[seed], played)
            kept += 1
        else:
            failed[seed] = "the table was full" if played is None else played.reason
        if kept == most:
            break
    store.add(task, split, rows, last_seed, failed)


def _fewer(now: Recorded, count: int, tried: int, failed: Mapping[int, str]) -> Recorded:
    commonest = max(failed.values(), key=list(failed.values()).count, default="there are no more seeds")
    reason = f"{now.episodes} of {count} after {tried} seeds; most often: {commonest}"
    return Recorded(now.task, now.split, now.episodes, now.steps, reason)
