"""What the sandbox costs, and what is left of us after a thousand bad programs."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from pydantic import Field

from sim.build import Builder, Built
from sim.builder import answer
from sim.catalog import base_tasks
from sim.messages import BuildRequest
from sim.sandbox.layers import Layer
from sim.sandbox.mutants import mutants
from sim.spec import Data

SEEDS = (0, 1, 2, 3, 4)
CPU_S, WALL_S = 0.2, 2.0  # a mutant that loops or sleeps is not worth more
SETTLED = 0.2  # of the programs; until then memory is still being warmed up
ROUNDS = 9


class SandboxFigures(Data):
    """What was measured; times by the clock."""

    programs: int
    parent_alive: bool = Field(description="It served to the end, and a good program built as before.")
    leaked_processes: int
    leaked_files: int = Field(description="Files, and descriptors of this process.")
    rss_growth: float = Field(description="Of this process, once it had settled; 0.01 is one hundredth.")
    overhead_ms_median: float = Field(description="Over the base tasks, five seeds each.")
    pool_start_s: float = Field(description="Until every worker has built a scene.")
    layers: tuple[Layer, ...]
    verdicts: dict[str, int]


async def measure(programs: int, workers: int) -> SandboxFigures:
    """Start a pool, compare it with building bare, and give it mutants, half of them past the policy."""
    process, place = psutil.Process(), Path.cwd()
    children, descriptors, here = len(process.children()), process.num_fds(), set(place.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        async with Builder(workers, temporary=folder) as builder:
            first = await asyncio.gather(*(builder.layers() for _ in range(workers)))
            start_s = time.perf_counter() - started
            overhead = await _overhead_ms(builder)
            async with Builder(workers, off=["policy"], temporary=folder) as lenient:
                found = await _provoke((builder, lenient), programs)
        left = len(set(place.iterdir()) - here) + len(os.listdir(folder))
    gc.collect()
    return SandboxFigures(
        programs=programs,
        parent_alive=found.unchanged,
        leaked_processes=len(process.children(recursive=True)) - children,
        leaked_files=left + max(0, process.num_fds() - descriptors),
        rss_growth=found.rss_growth,
        overhead_ms_median=overhead,
        pool_start_s=round(start_s, 3),
        layers=first[0],
        verdicts=found.verdicts,
    )


class _Found(Data):
    unchanged: bool
    rss_growth: float
    verdicts: dict[str, int]


async def _provoke(builders: tuple[Builder, Builder], count: int) -> _Found:
    """Build mutants, a few at a time, and watch this process's memory."""
    good = base_tasks()[0].source
    before = await builders[0].build(good, SEEDS)
    verdicts: Counter[str] = Counter()
    sizes: list[int] = []
    programs = list(mutants([task.source for task in base_tasks()], count))
    for at in range(0, count, 20):
        batch = enumerate(programs[at : at + 20])
        built = await asyncio.gather(*(builders[i % 2].build(one, (0,), CPU_S, WALL_S) for i, one in batch))
        verdicts.update(map(_verdict, built))
        sizes.append(psutil.Process().memory_info().rss)
    settled = sizes[int(SETTLED * len(sizes))]
    unchanged = await builders[0].build(good, SEEDS) == before and before.failure is None
    growth = round(max(0.0, sizes[-1] / settled - 1), 4)
    return _Found(unchanged=unchanged, rss_growth=growth, verdicts=dict(sorted(verdicts.items())))


def _verdict(built: Built) -> str:
    return built.failure.verdict if built.failure else "built"


async def _overhead_ms(builder: Builder) -> float:
    """Build every base task, confined and bare in turn, and return the median difference.

    Of each task the best round counts, so that what else this machine does is left out.
    """
    differences = []
    for task in base_tasks():
        confined, bare = [], []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            await builder.build(task.source, SEEDS)
            confined.append(time.perf_counter() - started)
            started = time.perf_counter()
            answer(BuildRequest(source=task.source, seeds=SEEDS)).model_dump_json()
            bare.append(time.perf_counter() - started)
        differences.append(min(confined) - min(bare))
    return round(1e3 * statistics.median(differences), 1)
