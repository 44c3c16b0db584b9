"""Does the same scene always end the same, to the last bit? Asked over and over, under load.

Every scene is played many times in one process, in shuffled order, and as often in processes that are new
each time, while other processes keep every core busy. Physics runs in those processes only (`sim.benchmark`).
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack

from sim.figures import Ends, EndsRequest, RepeatFigures
from sim.processes import Child, ChildCommand, Pool
from sim.spec import SceneSpec

PLAYER = ChildCommand("sim.benchmark", uses=1)
SPINNER = ChildCommand("sim.spin", uses=1)
WALL_S = 8 * 3600.0  # only a process that hangs meets it


async def repeat(scenes: Sequence[SceneSpec], repeats: int, spinners: int | None = None) -> RepeatFigures:
    """Play each scene `repeats` times in one process, and once in each of as many new ones.

    Args:
        scenes: what to play.
        repeats: at least 1.
        spinners: how many processes are the load; None for one on every core.
    """
    numbers = range(len(scenes))
    requests = [EndsRequest(scenes=tuple(scenes), order=_shuffled([*numbers] * repeats, seed=0))]
    requests += [
        EndsRequest(scenes=tuple(scenes), order=_shuffled(list(numbers), seed=seed))
        for seed in range(1, repeats + 1)
    ]
    cores = os.cpu_count() or 1
    async with AsyncExitStack() as stack:
        for _ in range(cores if spinners is None else spinners):
            spinner = await Child.start(SPINNER)
            stack.push_async_callback(spinner.end)
        players = await stack.enter_async_context(Pool(PLAYER, min(cores, len(requests))))
        answers = await asyncio.gather(*(_ends(players, request) for request in requests))
    which = differing(scenes, [request.order for request in requests], answers)
    return RepeatFigures(
        scenes=len(scenes),
        repeats=repeats,
        processes=len(requests),
        episodes=sum(len(request.order) for request in requests),
        differing=len(which),
        which=which,
    )


def differing(
    scenes: Sequence[SceneSpec], orders: Sequence[Sequence[int]], answers: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Name the scenes with more than one end.

    Args:
        scenes: what was played.
        orders: the numbers of the scenes, as each process played them.
        answers: how these episodes ended.
    """
    seen: list[set[str]] = [set() for _ in scenes]
    for order, ends in zip(orders, answers, strict=True):
        for number, end in zip(order, ends, strict=True):
            seen[number].add(end)
    return tuple(
        f"{scene.task} seed {scene.seed}" for scene, ends in zip(scenes, seen, strict=True) if len(ends) > 1
    )


def _shuffled(numbers: list[int], seed: int) -> tuple[int, ...]:
    return tuple(random.Random(seed).sample(numbers, len(numbers)))


async def _ends(players: Pool, request: EndsRequest) -> tuple[str, ...]:
    reply = await players.ask(request.model_dump_json().encode(), WALL_S)
    return Ends.model_validate_json(reply).ends
