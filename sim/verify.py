"""Verification, from the parent's side: a program in, a report out, never an exception because of a program.

parse and build - on the syntax tree, then in a confined process of its own (`sim.build`); settle to arm -
in the simulator's process (`sim.trial`). Two kinds of processes, neither of them ours to lose.
"""

from __future__ import annotations

import base64
import logging
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Literal, Self

from sim.build import Builder, Built
from sim.cliport.policy import speaks_cliport
from sim.cliport.verdict import GenSimVerdict
from sim.domain import PLAIN, Domain
from sim.errors import UsageError
from sim.messages import (
    AnyRequest,
    Demonstration,
    DemoRequest,
    GenSimRequest,
    Picture,
    PictureRequest,
    TrialOutcome,
    TrialRequest,
    cpu_limit,
)
from sim.processes import ChildCommand, ChildDied, ChildTimeout, Pool, cores
from sim.report import Motion, Report, wilson
from sim.sandbox.layers import Layer
from sim.signature import clauses_of, signature, skeleton
from sim.spec import SceneSpec

logger = logging.getLogger(__name__)

EPISODES = 10
OUT_OF_TIME = "SIGXCPU"  # how the kernel ends a simulator that is busy without end
KILLED = "SIGKILL"  # how the kernel ends whom it finds too large; no trial does that to itself
ARM_EPISODES = 2  # that the arm plays where somebody looks at one task
BUILD_SEEDS = 20  # at least so many are built, to know whether the table is ever full
PATIENCE = 4.0  # times the processor time of a request, by the clock; only a simulator that sleeps meets it
RECORDS_AT_ONCE = 50  # in one question to the simulator
SIMULATOR = ChildCommand(module="sim.worker", uses=200)  # replaced now and then: C++ code may leak


class Verifier:
    """Verifies programs and draws scenes, in processes. Use as an async context manager.

    Args:
        workers: how many programs are simulated at the same time, but never more than there are cores: many
            attempts may wait for models side by side, and more simulators than cores would only take turns.
        strict: refuse to start where a layer of the sandbox is missing.
        motion: who acts in all phases.
        arm_episodes: how many episodes of a task that passed the arm plays as well, at most all.
    """

    def __init__(
        self, workers: int = 2, *, strict: bool = False, motion: Motion = "fast", arm_episodes: int = 0
    ) -> None:
        if workers < 1:
            raise UsageError(f"workers is {workers}; at least one process is needed to simulate")
        size = min(workers, cores())
        self._builder = Builder(size, strict=strict)
        self._simulator = Pool(SIMULATOR, size)
        self._motion: Motion = motion
        self._arm_episodes = arm_episodes
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._builder)
        await self._stack.enter_async_context(self._simulator)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def verify(self, source: str, *, episodes: int = EPISODES, first_seed: int = 0) -> Report:
        """Take a program through all phases.

        Args:
            source: the program.
            episodes: how many seeds the oracle has to solve, at least 1.
            first_seed: the seeds are this one and those after it.

        Raises:
            UsageError: if episodes or first_seed make no sense; never because of the program.
        """
        if episodes < 1 or first_seed < 0:
            raise UsageError(
                f"episodes={episodes}, first_seed={first_seed}: at least 1 and at least 0, please"
            )
        foreign = speaks_cliport(source)
        count = episodes if foreign else max(episodes, BUILD_SEEDS)
        built = await self._builder.build(source, tuple(range(first_seed, first_seed + count)))
        report = built.failure or await self._try(built.scenes, episodes)
        return report.model_copy(update={"gensim": await self._gensim(built)}) if foreign else report

    async def gensim(
        self, source: str, *, episodes: int = EPISODES, first_seed: int = 0
    ) -> GenSimVerdict | None:
        """Return GenSim's own verdict of a program alone; None if it is not written for GenSim or CLIPort."""
        if not speaks_cliport(source):
            return None
        return await self._gensim(
            await self._builder.build(source, tuple(range(first_seed, first_seed + episodes)))
        )

    async def scene(self, source: str, seed: int) -> SceneSpec | Report:
        """Build one scene, or report why it does not build."""
        built = await self._builder.build(source, (seed,))
        return built.failure or built.scenes[0]

    async def scenes(self, source: str, seeds: tuple[int, ...]) -> tuple[SceneSpec, ...] | Report:
        """Build a scene for each seed that has room on the table, or report why there are none."""
        built = await self._builder.build(source, seeds)
        return built.failure or built.scenes

    async def demonstrate(self, scene: SceneSpec, domain: Domain = PLAIN) -> Demonstration:
        """Let the oracle play a scene and record what was seen and done, in the world of a domain.

        A simulator that is lost on the way is a demonstration that failed, with the reason.
        """
        try:
            return Demonstration.model_validate_json(await self._ask(DemoRequest(scene=scene, domain=domain)))
        except (ChildDied, ChildTimeout) as lost:
            return Demonstration(seed=scene.seed, reason=f"the simulator's process was lost: {lost}"[:1000])

    async def layers(self) -> tuple[Layer, ...]:
        """Return the layers of the sandbox that are in force round every program."""
        return await self._builder.layers()

    async def preview(self, scene: SceneSpec) -> bytes:
        """Draw the start and the end of the oracle's episode side by side, as WebP."""
        return await self._picture(PictureRequest(job="preview", scene=scene))

    async def film(self, scene: SceneSpec, suffix: Literal[".gif", ".webp", ".mp4"] = ".gif") -> bytes:
        """Draw the whole episode as an animated picture, or as a film."""
        request = PictureRequest(job="film", scene=scene, suffix=suffix, motion=self._motion)
        return await self._picture(request)

    async def _try(self, scenes: tuple[SceneSpec, ...], episodes: int) -> Report:
        clauses = clauses_of(scenes[0])
        known = {"signature": signature(clauses), "skeleton": skeleton(clauses), "scene": scenes[0]}
        try:
            reply = await self._ask(self._trial(scenes[:episodes]))
        except (ChildDied, ChildTimeout) as error:
            return _lost(error).model_copy(update=known)
        outcome = TrialOutcome.model_validate_json(reply)
        flags = (*outcome.flags, *_sameness(scenes))
        return _report(outcome).model_copy(update={**known, "flags": flags})

    def _trial(self, scenes: tuple[SceneSpec, ...]) -> TrialRequest:
        return TrialRequest(scenes=scenes, motion=self._motion, arm_episodes=self._arm_episodes)

    async def _gensim(self, built: Built) -> GenSimVerdict:
        """Play the records of a program as GenSim would, whatever our own phases said."""
        if not built.records:
            return GenSimVerdict.failed(built.failure.reason if built.failure else "nothing was recorded")
        parts: list[GenSimVerdict] = []
        for start in range(0, len(built.records), RECORDS_AT_ONCE):
            request = GenSimRequest(records=built.records[start : start + RECORDS_AT_ONCE])
            try:
                parts.append(GenSimVerdict.model_validate_json(await self._ask(request)))
            except (ChildDied, ChildTimeout) as error:
                return GenSimVerdict.failed(f"the simulator's process was lost and replaced: {error}"[:1000])
        notes = dict.fromkeys(note for part in parts for note in part.leniencies)
        return GenSimVerdict.of(tuple(e for part in parts for e in part.episodes), tuple(notes))

    async def _picture(self, request: PictureRequest) -> bytes:
        reply = await self._ask(request)
        return base64.b64decode(Picture.model_validate_json(reply).data)

    async def _ask(self, request: AnyRequest) -> bytes:
        line, patience_s = request.model_dump_json().encode(), PATIENCE * cpu_limit(request)
        try:
            return await self._simulator.ask(line, patience_s)
        except ChildDied as error:
            if KILLED not in str(error):
                raise
            logger.warning("the simulator was killed from outside, for want of memory? It is asked again.")
            return await self._simulator.ask(line, patience_s)


def _lost(error: ChildDied | ChildTimeout) -> Report:
    """Report that the simulator was lost, and which layer ended it if it hung."""
    hung = isinstance(error, ChildTimeout) or OUT_OF_TIME in str(error)
    what = "hung" if hung else "was lost"
    layer: Layer | None = ("process" if isinstance(error, ChildTimeout) else "limits") if hung else None
    reason = f"the simulator's process {what} and was replaced: {error}"
    return Report(verdict="crashed", phase="settle", reason=reason[:1000], layer=layer)


def _report(outcome: TrialOutcome) -> Report:
    count = len(outcome.episodes)
    solved = sum(episode.success for episode in outcome.episodes)
    return Report(
        verdict=outcome.verdict,
        phase=outcome.phase,
        reason=outcome.reason,
        layer="limits" if outcome.verdict == "timeout" else None,
        success_rate=solved / count if count else None,
        interval=wilson(solved, count) if count else None,
        episodes=outcome.episodes,
        arm=outcome.arm,
        random_rate=outcome.random_rate,
        difficulty=outcome.difficulty,
    )


def _sameness(scenes: tuple[SceneSpec, ...]) -> tuple[str, ...]:
    different = {scene.model_copy(update={"seed": 0}).model_dump_json() for scene in scenes}
    return ("every seed gives the same scene",) if len(different) == 1 < len(scenes) else ()
