"""How fast the simulator is, whether it leaks, and how episodes end: measured from inside, in a process.

Started as `python -I -m sim.benchmark`, it answers each line of JSON (`sim.figures`) with one. All times are
processor times, so that a busy machine changes little; memory is what the kernel says of this process.
"""

from __future__ import annotations

import hashlib
import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import pybullet
from pydantic import TypeAdapter

from sim.arm.agreement import compare, compare_cases
from sim.channel import private_output
from sim.cliport.record import Record
from sim.cliport.world import FaithfulWorld
from sim.figures import (
    ArmRequest,
    BenchmarkRequest,
    CasesRequest,
    Ends,
    EndsRequest,
    ImagesFigures,
    ImagesRequest,
    LeakFigures,
    LeakRequest,
    MotionFigures,
    SpeedFigures,
    SpeedRequest,
    Spread,
)
from sim.kinds import FACTS
from sim.oracle import run_episode
from sim.spec import Data, SceneSpec
from sim.world import World

Request = SpeedRequest | LeakRequest | EndsRequest | ArmRequest | CasesRequest | ImagesRequest
REQUEST: TypeAdapter[Request] = TypeAdapter(BenchmarkRequest)
SAMPLE_S = 0.002  # of processor time between two looks at what is going on
SOFT_EVERY = 12  # of a leak test's episodes, one is with a rope or a pile: as much time as all others
SAMPLES = 20  # of memory, in a leak test

# Whose time it is, from the innermost call outwards: a function, or a whole file.
PHASES = {"load": "load", "settle": "settle", "act": "sweep", "judge.py": "judge", "oracle.py": "oracle"}


def is_soft(scene: SceneSpec) -> bool:
    """Whether a scene has a rope or a pile."""
    return any(FACTS[thing.kind].role == "soft" for thing in scene.objects)


def measure_speed(scenes: Sequence[SceneSpec]) -> SpeedFigures:
    """Play every scene once for the times, and once more to see where the time goes."""
    with World() as world:
        run_episode(world, scenes[0])  # the first one pays for caches
        runs = [_Run(world, scene) for scene in scenes]
        phases: Counter[str] = Counter()
        with _sampled(phases):
            for scene in scenes:
                run_episode(world, scene)
    return SpeedFigures(
        episodes=len(runs),
        motions={"fast": _figures(runs)},
        image_ms=round(statistics.median(run.image_ms for run in runs), 3),
        peak_rss_mb=round(_memory_mb("VmHWM"), 1),
        breakdown={name: round(count / phases.total(), 3) for name, count in phases.most_common()},
    )


class _Run:
    """The times of one episode."""

    def __init__(self, world: World, scene: SceneSpec) -> None:
        from sim.camera import observe  # noqa: PLC0415 - 20 MB that a process that draws nothing never holds

        self.soft = is_soft(scene)
        started = time.process_time()
        world.start(scene)
        self.reset_s = time.process_time() - started
        started = time.process_time()
        self.actions = run_episode(world, scene).actions
        self.episode_s = time.process_time() - started
        started = time.process_time()
        observe(world)
        self.image_ms = 1e3 * (time.process_time() - started)

    @property
    def action_s(self) -> float:
        return max(0.0, self.episode_s - self.reset_s) / self.actions


def _figures(runs: Sequence[_Run]) -> MotionFigures:
    rigid = [run for run in runs if not run.soft]
    return MotionFigures(
        cpu_s_per_action=Spread.of([run.action_s for run in rigid if run.actions]),
        cpu_s_per_reset=Spread.of([run.reset_s for run in rigid]),
        soft_cpu_s_per_action=Spread.of([run.action_s for run in runs if run.soft and run.actions]),
        episodes_per_hour_per_core=Spread.of([3600 / run.episode_s for run in rigid], more_is_better=True),
    )


@contextmanager
def _sampled(phases: Counter[str]) -> Iterator[None]:
    """Look every few milliseconds of processor time at what is going on, and count it."""

    def look(_signal: int, frame: FrameType | None) -> None:
        phases[_phase(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, SAMPLE_S, SAMPLE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _phase(frame: FrameType | None) -> str:
    while frame is not None:
        code = frame.f_code
        for key in (code.co_name, os.path.basename(code.co_filename)):
            if key in PHASES:
                return PHASES[key]
        frame = frame.f_back
    return "other"


def measure_leaks(scenes: Sequence[SceneSpec], episodes: int) -> LeakFigures:
    """Play episode after episode in one world, and count what is left of them."""
    upcoming = _mixed(scenes)
    memory: list[float] = []
    soft = 0
    started = time.process_time()
    with World() as world:
        bodies, files = _bodies(world, scenes[0]), _open_files()
        for number, scene in enumerate(islice(upcoming, episodes), start=1):
            run_episode(world, scene)
            soft += is_soft(scene)
            if number * SAMPLES // episodes > len(memory):
                memory.append(round(_memory_mb("VmRSS"), 1))
        return LeakFigures(
            episodes=episodes,
            soft_episodes=soft,
            rss_mb=tuple(memory),
            bodies=(bodies, _bodies(world, scenes[0])),
            open_files=(files, _open_files()),
            temporary_files=len(list(Path(tempfile.gettempdir()).rglob("*"))),
            cpu_s=round(time.process_time() - started, 1),
        )


def _mixed(scenes: Sequence[SceneSpec]) -> Iterator[SceneSpec]:
    """Repeat the scenes for ever, soft ones seldom, for they take long."""
    soft = cycle([scene for scene in scenes if is_soft(scene)])
    rigid = cycle([scene for scene in scenes if not is_soft(scene)])
    while True:
        for number in range(SOFT_EVERY):
            chosen = next(soft if number == 0 else rigid, None) or next(rigid, scenes[0])
            yield chosen


def play_to_the_end(scenes: Sequence[SceneSpec], order: Sequence[int]) -> Ends:
    """Play scenes in an order, and digest where everything is in the end."""
    ends: list[str] = []
    with World() as world:
        for number in order:
            run_episode(world, scenes[number])
            ends.append(digest(world))
    return Ends(ends=tuple(ends))


def digest(world: World) -> str:
    """Sum up where everything is, so that another bit anywhere is another digest."""
    feet = [(piece.foot.position, piece.foot.rotation) for piece in world.pieces()]
    return hashlib.sha256(repr(feet).encode()).hexdigest()  # repr tells all floats apart, -0.0 and 0.0 too


def measure_images(records: Sequence[Record]) -> ImagesFigures:
    """Play records as GenSim would, with images at each step."""
    from sim.cliport.images import watched  # noqa: PLC0415 - the cameras, which no other job needs

    with FaithfulWorld() as world:
        watched(world, records[:1])  # the first one pays for caches
        found = watched(world, records)
    return ImagesFigures(
        episodes=tuple(one.episode for one in found),
        map_s=tuple(round(one.map_s, 6) for one in found),
        views_s=tuple(round(one.views_s, 6) for one in found),
    )


def _bodies(world: World, scene: SceneSpec) -> int:
    world.load(scene)
    count: int = pybullet.getNumBodies(physicsClientId=world.client)
    return count


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def _memory_mb(field: str) -> float:
    """Read one of the kernel's figures of this process, given in KiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    for line in requests:
        request = REQUEST.validate_json(line)
        answers.write(_answer(request).model_dump_json().encode() + b"\n")
        answers.flush()


def _answer(request: Request) -> Data:
    match request:
        case SpeedRequest():
            return measure_speed(request.scenes)
        case LeakRequest():
            return measure_leaks(request.scenes, request.episodes)
        case EndsRequest():
            return play_to_the_end(request.scenes, request.order)
        case ArmRequest():
            return compare(request.scenes)
        case CasesRequest():
            return compare_cases(request.cases)
        case ImagesRequest():
            return measure_images(request.records)


def main() -> None:
    """Serve standard input; PyBullet's own chatter on standard output goes nowhere."""
    serve(sys.stdin.buffer, private_output())


if __name__ == "__main__":
    main()
