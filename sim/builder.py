"""The process in which task programs run: one request in, one answer out, then it ends.

Started by `sim.processes` as `python -I -m sim.builder`. It does its imports, waits for one line of JSON on
standard input (`BuildRequest`), limits itself, runs the program for every seed, and writes one line
(`BuildAnswer`) to what was its standard output. A program's own output goes nowhere. The parent trusts
nothing that comes out: it parses the answer again and kills the process group on overrun.

This is process isolation with limits, not yet a sandbox: a program can still read files.
"""

from __future__ import annotations

import resource
import signal
import sys
import traceback
from types import FrameType
from typing import Literal

from sim import report
from sim.channel import private_output
from sim.errors import ImpossibleGoal, ProgramError, TableFull
from sim.messages import BuildAnswer, BuildRequest, Failure
from sim.spec import SceneSpec
from sim.task import Task, build_scene

PROGRAM_FILE = "program.py"  # how tracebacks call the program
MEMORY_BYTES = 2 << 30  # address space; numpy and shapely reserve half a gigabyte of it
TRACEBACK_LINES = 12


class OutOfTime(BaseException):
    """The program used up its processor time. Not an Exception, so that a program rarely catches it."""


def answer(request: BuildRequest) -> BuildAnswer:
    """Run a program for every seed; failures become data."""
    scenes: list[SceneSpec] = []
    full: list[int] = []
    full_reason = ""
    seed = request.seeds[0]
    try:
        task = load(request.source)
        for seed in request.seeds:
            try:
                scenes.append(build_scene(task, seed))
            except TableFull as error:
                full.append(seed)
                full_reason = str(error)
            if len(full) > request.max_full:
                break
    except BaseException as error:  # whatever a program raises, SystemExit included, is its outcome
        return BuildAnswer(failure=_failure(error, seed))
    return BuildAnswer(scenes=tuple(scenes), full=tuple(full), full_reason=full_reason)


def load(source: str) -> type[Task]:
    """Execute a program's module and return its task class."""
    namespace: dict[str, object] = {"__name__": "program"}
    exec(compile(source, PROGRAM_FILE, "exec"), namespace)
    found = [v for v in namespace.values() if isinstance(v, type) and issubclass(v, Task) and v is not Task]
    if len(found) != 1:
        raise ProgramError(f"a program has exactly one class that derives from Task; found {len(found)}")
    return found[0]


def _failure(error: BaseException, seed: int) -> Failure:
    verdicts: list[tuple[type[BaseException], report.Verdict]] = [
        (OutOfTime, "timeout"),
        (MemoryError, "memory"),
        (ImpossibleGoal, "impossible"),
        (ProgramError, "misuse"),
    ]
    verdict: Literal["error"] | report.Verdict = "error"
    verdict = next((v for kind, v in verdicts if isinstance(error, kind)), verdict)
    where = _line(error)
    at = f"line {where}: " if where else ""
    what = str(error) if isinstance(error, (ProgramError, OutOfTime)) else _described(error, seed)
    return Failure(verdict=verdict, reason=f"{at}{what}"[:1000], traceback=_traceback(error))


def _described(error: BaseException, seed: int) -> str:
    if isinstance(error, MemoryError):
        return f"the program wants more than {MEMORY_BYTES >> 30} GB of memory; build fewer or smaller lists"
    return f"{type(error).__name__} at seed {seed}: {error}"


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return [f for f in traceback.extract_tb(error.__traceback__) if f.filename == PROGRAM_FILE]


def _line(error: BaseException) -> int | None:
    frames = _frames(error)
    return frames[-1].lineno if frames else None


def _traceback(error: BaseException) -> str:
    """The program's own frames only: ours would not help a coder, and name paths of this machine."""
    lines = [f"  line {frame.lineno}, in {frame.name}" for frame in _frames(error)[-TRACEBACK_LINES:]]
    return "\n".join([*lines, f"{type(error).__name__}: {error}"[:500]])


def _limit(cpu_s: float) -> None:
    """Bound memory and processor time: first a signal that can still say where, then the kernel's kill."""

    def overrun(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(
            f"the program ran for more than {cpu_s:g} s of processor time; is there an endless loop?"
        )

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, overrun)
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = int(usage.ru_utime + usage.ru_stime + cpu_s) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def main() -> None:
    """Answer one request."""
    channel = private_output()
    line = sys.stdin.buffer.readline()
    if not line:  # the parent went away, or did not need this process
        return
    request = BuildRequest.model_validate_json(line)
    _limit(request.cpu_s)
    result = answer(request)
    signal.setitimer(signal.ITIMER_PROF, 0)
    channel.write(result.model_dump_json().encode() + b"\n")
    channel.close()


if __name__ == "__main__":
    main()
