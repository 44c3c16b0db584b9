"""The process in which task programs run: a warm server that forks one confined child per program.

Started by `sim.processes` as `python -m sim.builder`. It does its imports, builds once what we wrote
ourselves so that nothing has to be loaded later, and serves `sim.sandbox.forks`: a child runs one program for
every seed and says what came of it, a `BuildAnswer`. The parent trusts nothing of that answer; it is parsed
again by `sim.border`.
"""

from __future__ import annotations

import errno
import gc
import importlib
import signal
import sys
import traceback
import warnings
from types import CodeType
from typing import BinaryIO

from sim.catalog import base_tasks
from sim.channel import private_output
from sim.cliport.recorder import EXAMPLE, record
from sim.errors import ImpossibleGoal, ProgramError, TableFull
from sim.messages import BuildAnswer, BuildRequest, Failure, Fault
from sim.sandbox.confine import MEMORY_BYTES, OutOfTime
from sim.sandbox.forks import enter, serve
from sim.sandbox.layers import Layer
from sim.spec import SceneSpec
from sim.task import Task, build_scene

PROGRAM_FILE = "program.py"  # how tracebacks call the program
TRACEBACK_LINES = 12
NEEDED_LATER = ("unicodedata",)  # by the compiler, for "\N{...}"

# Which layer is behind a refusal that a program met as an error of the operating system.
REFUSED_BY: dict[int, Layer] = {
    errno.EACCES: "landlock",
    errno.EPERM: "privileges",
    errno.ENETUNREACH: "namespaces",
    errno.EAGAIN: "limits",
    errno.EFBIG: "limits",
    errno.EMFILE: "limits",
}


def answer(request: BuildRequest) -> BuildAnswer:
    """Run a program for every seed; failures become data."""
    if request.dialect == "cliport":
        return _recorded(request)
    scenes: list[SceneSpec] = []
    full: list[int] = []
    full_reason = ""
    seed = request.seeds[0]
    try:
        program = compile(request.source, PROGRAM_FILE, "exec")
        for seed in request.seeds:
            try:
                scenes.append(build_scene(load(program), seed))
            except TableFull as error:
                full.append(seed)
                full_reason = str(error)
            if len(full) > request.max_full:
                break
    except BaseException as error:  # whatever a program raises, SystemExit included, is its outcome
        return BuildAnswer(failure=_failure(error, seed))
    return BuildAnswer(scenes=tuple(scenes), full=tuple(full), full_reason=full_reason)


def _recorded(request: BuildRequest) -> BuildAnswer:
    """Run a program for GenSim for every seed, each time among new stand-ins."""
    records = []
    seed = request.seeds[0]
    try:
        code = compile(request.source, PROGRAM_FILE, "exec")
        for seed in request.seeds:
            records.append(record(code, request.task, seed))
    except BaseException as error:  # whatever a program raises, SystemExit included, is its outcome
        return BuildAnswer(failure=_failure(error, seed))
    return BuildAnswer(records=tuple(records))


def load(program: str | CodeType) -> type[Task]:
    """Execute a program's module and return its task class.

    Anew for each seed, so that a scene depends on its seed alone, and not on those that came before.
    """
    namespace: dict[str, object] = {"__name__": "program"}
    exec(program, namespace)
    found = [v for v in namespace.values() if isinstance(v, type) and issubclass(v, Task) and v is not Task]
    if len(found) != 1:
        raise ProgramError(f"a program has exactly one class that derives from Task; found {len(found)}")
    return found[0]


def _failure(error: BaseException, seed: int) -> Failure:
    signal.setitimer(signal.ITIMER_PROF, 0)  # the kernel's limit remains
    verdicts: list[tuple[type[BaseException], Fault]] = [
        (OutOfTime, "timeout"),
        (MemoryError, "memory"),
        (ImpossibleGoal, "impossible"),
        (ProgramError, "misuse"),
    ]
    verdict: Fault = next((v for kind, v in verdicts if isinstance(error, kind)), "error")
    layer: Layer | None = "limits" if verdict in ("timeout", "memory") else None
    if isinstance(error, OSError) and error.errno in REFUSED_BY:
        verdict, layer = "forbidden", REFUSED_BY[error.errno]
    where = _line(error)
    at = f"line {where}: " if where else ""
    what = str(error) if isinstance(error, (ProgramError, OutOfTime)) else _described(error, seed)
    return Failure(verdict=verdict, reason=f"{at}{what}"[:1000], traceback=_traceback(error), layer=layer)


def _described(error: BaseException, seed: int) -> str:
    if isinstance(error, MemoryError):
        return f"the program wants more than {MEMORY_BYTES >> 30} GB of memory; build fewer or smaller lists"
    return f"{type(error).__name__} at seed {seed}: {_said(error)}"


def _said(error: BaseException) -> str:
    """What an error says, without the path of this machine that a failed import ends with."""
    path = f" ({error.path})" if isinstance(error, ImportError) and error.path else ""
    return str(error).removesuffix(path) if path else str(error)


def _frames(error: BaseException) -> list[tuple[str, int]]:
    """Name the program's own functions on the way to an error, and their lines; no source is looked up."""
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return [(code.co_name, line) for code, line in frames if code.co_filename == PROGRAM_FILE]


def _line(error: BaseException) -> int | None:
    frames = _frames(error)
    return frames[-1][1] if frames else None


def _traceback(error: BaseException) -> str:
    """The program's own frames only: ours would not help a coder, and name paths of this machine."""
    lines = [f"  line {line}, in {name}" for name, line in _frames(error)[-TRACEBACK_LINES:]]
    return "\n".join([*lines, f"{type(error).__name__}: {_said(error)}"[:500]])


def work(payload: str) -> bytes:
    """Do what one child is for: answer one request."""
    result = answer(BuildRequest.model_validate_json(payload))
    signal.setitimer(signal.ITIMER_PROF, 0)
    return result.model_dump_json().encode()


def warm_up() -> None:
    """Load whatever a build may need: once confined, a process cannot open a module any more."""
    warnings.simplefilter("ignore")  # to show a warning, Python would read the program's file
    sys.unraisablehook = lambda _unraisable: None  # and to show an error in __del__
    for name in NEEDED_LATER:
        importlib.import_module(name)
    for task in base_tasks():
        answer(BuildRequest(source=task.source, seeds=(0,)))
    answer(BuildRequest(source="1 / 0", seeds=(0,)))
    for name in ("Example", "Missing"):
        answer(BuildRequest(source=EXAMPLE, seeds=(0,), dialect="cliport", task=name))
    gc.collect()
    gc.freeze()  # a child that collects garbage need not copy what it shares with us


def main(requests: BinaryIO, off: list[str]) -> None:
    """Serve until there are no more requests; `off` names layers that a test leaves out."""
    answers = private_output()
    layers = enter(off)
    warm_up()
    serve(work, layers, requests, answers)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.argv[1:])
