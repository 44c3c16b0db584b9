"""The one road that leads to generated code: program, seeds and limits in; scenes or a report out.

Nothing of the program runs in this process. First its syntax tree is read (`sim.program`); what passes runs
in a confined child of a warm process (`sim.builder`); and what comes back passes the border (`sim.border`)
before anyone acts on it. Whoever stops it, the report names the layer.
"""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Collection
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from sim.border import Refused, admit
from sim.cliport.honest import translated
from sim.cliport.record import Record
from sim.errors import ProgramError, UsageError
from sim.messages import BuildAnswer, BuildRequest
from sim.processes import ChildCommand, ChildDied, ChildTimeout, Pool
from sim.program import NotPython, ProgramInfo, parse_program
from sim.report import Report, Verdict
from sim.sandbox.forks import Ended, Job
from sim.sandbox.layers import REQUIRED, Layer
from sim.spec import SceneSpec

CPU_S = 5.0  # processor time for all seeds of one program; an honest one needs 0.1 s
RECORDING_S = 0.25  # more for each seed of a program for GenSim, whose stand-ins draw maps
WALL_S = 40.0  # so long that only a sleeping program meets it, whatever the load
MARGIN_S = 10.0  # by which we wait longer than the process that should have ended it
REQUIRED_BUILDS = 0.95  # of the seeds; the rest may find the table full
TRIES = 2  # of a program whose warm process was lost
ANSWER_BYTES, SCENE_BYTES = (
    256 << 10,
    64 << 10,
)  # in all, and more for each seed; base tasks need at most 5 KB
MOST_BYTES = 32 << 20  # whatever the number of seeds; five seconds suffice for a tenth of it
USES = 1000  # programs of one warm process, which is then replaced

PROBE = """
from sim.language import Block, Task, Zone, within
class Probe(Task):
    def build(self, scene):
        self.goal(within(scene.add(Block("red")), scene.add(Zone("blue"))), "put the block into the zone")
"""


@dataclass(frozen=True)
class Built:
    """The scenes of a program, one for each seed that had room on the table; or why there are none.

    Of a program for GenSim or CLIPort there are also records, and perhaps a failure beside them: when our
    language cannot say what they say.

    `layers` are those that were in force round the program; none when it was never run.
    """

    scenes: tuple[SceneSpec, ...] = ()
    records: tuple[Record, ...] = ()
    failure: Report | None = None
    layers: tuple[Layer, ...] = ()


class Builder:
    """Builds scenes from programs, each in a confined process of its own. Use as an async context manager.

    Args:
        workers: how many programs are built at the same time.
        strict: refuse to start where a layer of the sandbox is missing.
        off: layers to do without; for tests, which show that the others hold.
        temporary: the folder for temporary files of the processes; empty for the usual one.

    Raises:
        UsageError: on entering, if it is strict and a layer is missing.
    """

    def __init__(
        self, workers: int = 1, *, strict: bool = False, off: Collection[Layer] = (), temporary: str = ""
    ) -> None:
        inherited = tuple(os.environ.items()) if "environment" in off else ()
        environment = (*inherited, ("TMPDIR", temporary)) if temporary else inherited
        uses = 1 if "process" in off else USES
        command = ChildCommand("sim.builder", uses, environment, tuple(off))
        self._pool = Pool(command, workers)
        self._strict = strict
        self._off = off

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        if self._strict:
            await self._demand()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    async def build(
        self, source: str, seeds: tuple[int, ...], cpu_s: float = CPU_S, wall_s: float = WALL_S
    ) -> Built:
        """Run a program for every seed. Never raises because of the program.

        At least 95 % of the seeds must build, else the failure is *full*.

        Args:
            source: the program.
            seeds: which, at least one.
            cpu_s: processor time for all seeds, seconds.
            wall_s: time by the clock for all seeds, seconds.
        """
        try:
            info = parse_program(source, policy="policy" not in self._off)
        except NotPython as error:
            return _failed("syntax", str(error), phase="parse")
        except ProgramError as error:
            return _failed("rejected", str(error), "policy", phase="parse")
        request = _request(source, seeds, info)
        job = Job(
            payload=request.model_dump_json(),
            cpu_s=cpu_s + (RECORDING_S * len(seeds) if info.dialect == "cliport" else 0),
            wall_s=wall_s,
            answer_bytes=min(ANSWER_BYTES + SCENE_BYTES * len(seeds), MOST_BYTES),
        )
        ended = await self._run(job)
        if isinstance(ended, Built):
            return ended
        return _read(ended, request, info.class_name, check="border" not in self._off)

    async def layers(self) -> tuple[Layer, ...]:
        """Build a program of our own and return what was in force round it."""
        return (await self.build(PROBE, (0,))).layers

    async def _run(self, job: Job) -> Ended | Built:
        lost = ""
        for _ in range(TRIES):  # a build has no effects, so it can be tried again
            try:
                reply = await self._pool.ask(job.model_dump_json().encode(), job.wall_s + MARGIN_S)
                return Ended.model_validate_json(reply)
            except ChildTimeout as error:
                return _failed("timeout", f"the program did not finish: {error}", "process")
            except ChildDied as error:
                lost = str(error)
            except ValidationError:
                lost = "it answered with noise"
        return _failed(
            "crashed", f"the process that builds programs was lost and replaced: {lost}", "process"
        )

    async def _demand(self) -> None:
        missing = [layer for layer in REQUIRED if layer not in await self.layers()]
        if missing:
            await self._pool.close()
            raise UsageError(
                f"--sandbox strict: {', '.join(missing)} cannot be had here. `simwright doctor` says what is "
                "in force; --sandbox auto goes on without."
            )


async def layers_in_force() -> tuple[Layer, ...]:
    """Say which layers of the sandbox this machine has, by building in it."""
    async with Builder() as builder:
        return await builder.layers()


def _request(source: str, seeds: tuple[int, ...], info: ProgramInfo) -> BuildRequest:
    max_full = int((1 - REQUIRED_BUILDS) * len(seeds) + 1e-9)
    return BuildRequest(
        source=source, seeds=seeds, max_full=max_full, dialect=info.dialect, task=info.class_name
    )


def _read(ended: Ended, request: BuildRequest, name: str, *, check: bool) -> Built:
    if (failure := _death(ended)) is not None:
        return replace(failure, layers=ended.layers)
    try:
        answer = admit(base64.b64decode(ended.answer), request, name, check=check)
    except Refused as reason:
        failure = _failed("error", f"the program answered with what is no scene: {reason}", "border")
        return replace(failure, layers=ended.layers)
    return replace(_built(answer, request), layers=ended.layers)


def _built(answer: BuildAnswer, request: BuildRequest) -> Built:
    if (fault := answer.failure) is not None:
        return _failed(fault.verdict, fault.reason, fault.layer, traceback=fault.traceback)
    if len(answer.full) > request.max_full:
        tried = len(answer.full) + len(answer.scenes)
        return _failed(
            "full", f"the table is full at {len(answer.full)} of {tried} seeds: {answer.full_reason}"
        )
    if answer.records:
        scenes, reason = translated(answer.records)
        foreign = _failed("foreign", reason).failure if reason else None
        return Built(scenes, answer.records, foreign)
    return Built(answer.scenes)


def _death(ended: Ended) -> Built | None:
    """Say why a process ended that did not end by itself, having answered."""
    if ended.how == "late":
        return _failed(
            "timeout", "the program did not finish in time; does it wait for something?", "process"
        )
    if ended.how == "unconfined":
        return _failed("crashed", "the program was not run: its process could not be confined", "process")
    if ended.how == "flood":
        return _failed("error", "the program answered with more than any scenes need", "border")
    if ended.code in (-signal.SIGXCPU, -signal.SIGKILL):
        reason = "the program was killed at the limit of its processor time; is there an endless loop?"
        return _failed("timeout", reason, "limits")
    if ended.code == -signal.SIGSYS:
        reason = "the program asked the system for what no scene needs (a file, a connection, a process, ...)"
        return _failed("forbidden", reason, "seccomp")
    if ended.code != 0:
        how = f"exit code {ended.code}" if ended.code > 0 else f"signal {signal.Signals(-ended.code).name}"
        return _failed("error", f"the program ended its own process with {how}", "process")
    return None


def _failed(
    verdict: Verdict, reason: str, layer: Layer | None = None, *, phase: str = "build", traceback: str = ""
) -> Built:
    fields = {
        "verdict": verdict,
        "phase": phase,
        "reason": reason[:1000],
        "layer": layer,
        "traceback": traceback,
    }
    return Built(failure=Report.model_validate(fields))
