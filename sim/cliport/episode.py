"""Plays a record in the faithful world: GenSim's oracle, its primitives, its rewards, its ends."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from sim.cliport.judge import SUCCESS, Judge, ProgramFault, Progress
from sim.cliport.motion import let_settle, pick_place, push
from sim.cliport.oracle import Oracle
from sim.cliport.record import Record
from sim.cliport.verdict import GenSimEpisode, GenSimVerdict
from sim.cliport.world import GENSIM_HZ, HZ, FaithfulWorld
from sim.frames import Frame, about_z

SPAWN = (0.5, -0.25, 0.1)
SPAWN_STEPS = 480 * HZ // GENSIM_HZ
CLEAR_Y = (-0.5, 0.0)  # a box between these is still where the next one would appear
UNSEEN = "Object for pick is not visible. Skipping demonstration."


def play(world: FaithfulWorld, record: Record, watch: Callable[[], None] | None = None) -> GenSimEpisode:
    """Play one episode; a fault of the program ends it, and is its reason.

    Args:
        world: where.
        record: what.
        watch: called before the first action and after each one.
    """
    started = time.process_time()
    rewards: list[float] = []
    reason = ""
    try:
        reason = _play(world, record, rewards, watch or _look_away)
    except ProgramFault as fault:
        reason = str(fault)
    total = math.fsum(rewards)
    return GenSimEpisode(
        seed=record.seed,
        total_reward=round(total, 6),
        success=total > SUCCESS,
        actions=len(rewards),
        cpu_s=round(record.cpu_s + time.process_time() - started, 6),
        rewards=tuple(round(reward, 6) for reward in rewards),
        reason=reason,
    )


def _look_away() -> None:
    """Watch nothing: an episode needs no images."""


def _play(world: FaithfulWorld, record: Record, rewards: list[float], watch: Callable[[], None]) -> str:
    world.load(record)
    watch()
    judge, progress = Judge(world, record), Progress.of(record)
    oracle = Oracle(world, judge, record.generator)
    queue = list(record.queue)
    for _ in range(record.max_steps):
        action = oracle.act(progress.goals)
        if action is None:
            return UNSEEN
        if record.primitive == "push":
            push(world, action.pick, action.place.position)
        elif record.tool == "suction":
            pick_place(world, action, record.height_m)
        let_settle(world)
        watch()
        rewards.append(judge.reward(progress))
        if record.queue:
            _spawn(world, (progress, queue), oracle)
        if progress.done:
            break
    return ""


def _spawn(world: FaithfulWorld, state: tuple[Progress, list[int]], oracle: Oracle) -> None:
    """Bring the next box of palletizing, if the place is clear; with none left the episode ends."""
    progress, queue = state
    if progress.goals:
        ys = [world.base(index).position[1] for index, _ in progress.goals[0].objects]
        if not queue:
            progress.goals.clear()
            return
        if all(y < CLEAR_Y[0] or y > CLEAR_Y[1] for y in ys):
            world.put(queue.pop(0), Frame(SPAWN, about_z(oracle.uniform() * 2 * math.pi)))
    world.step(SPAWN_STEPS)


def judge_records(world: FaithfulWorld, records: Sequence[Record]) -> GenSimVerdict:
    """Play every record and give GenSim's verdict."""
    episodes = tuple(play(world, record) for record in records)
    leniencies = dict.fromkeys(note for record in records for note in record.leniencies)
    return GenSimVerdict.of(episodes, tuple(leniencies))
