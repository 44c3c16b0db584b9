"""The one road that leads to generated code: program and seeds in, scenes or a failure out.

Nothing of the program runs in this process. What comes back is parsed as `SceneSpec`s, within their limits,
before anyone acts on it; and checked to be what was asked for.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from pydantic import ValidationError

from sim.messages import BuildAnswer, BuildRequest, Failure
from sim.processes import ChildCommand, ChildDied, ChildTimeout, Pool

CPU_S = 5.0  # processor time for all seeds of one program; an honest one needs 0.1 s
WALL_S = 60.0  # so long that only a sleeping program meets it, whatever the load
REQUIRED_BUILDS = 0.95  # of the seeds; the rest may find the table full
COMMAND = ChildCommand(module="sim.builder", uses=1)


class Builder:
    """Builds scenes from programs, each in a fresh process. Use as an async context manager."""

    def __init__(self, workers: int = 1) -> None:
        self._pool = Pool(COMMAND, workers)

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    async def build(self, source: str, seeds: tuple[int, ...], cpu_s: float = CPU_S) -> BuildAnswer:
        """Run a program for every seed. Never raises because of the program.

        At least 95 % of the seeds must build, else the answer is the failure *full*.
        """
        max_full = int((1 - REQUIRED_BUILDS) * len(seeds) + 1e-9)
        request = BuildRequest(source=source, seeds=seeds, cpu_s=cpu_s, max_full=max_full)
        try:
            reply = await self._pool.ask(request.model_dump_json().encode(), WALL_S)
            answer = BuildAnswer.model_validate_json(reply)
        except ChildTimeout as error:
            return _failed("timeout", f"the program did not finish: {error}")
        except ChildDied as error:
            return _death(str(error))
        except ValidationError as error:
            return _failed("error", f"the program answered with what is no scene: {error}"[:500])
        return _checked(answer, request)


def _checked(answer: BuildAnswer, request: BuildRequest) -> BuildAnswer:
    """Turn an answer with too many full tables, or for other seeds than those asked for, into a failure."""
    if answer.failure is not None:
        return answer
    tried = sorted([scene.seed for scene in answer.scenes] + list(answer.full))
    if len(answer.full) > request.max_full:
        reason = f"the table is full at {len(answer.full)} of {len(tried)} seeds: {answer.full_reason}"
        return _failed("full", reason)
    if tried != sorted(request.seeds):
        return _failed("error", "the program's process answered for other seeds than it was asked for")
    return answer


def _death(how: str) -> BuildAnswer:
    if "SIGXCPU" in how or "SIGKILL" in how:
        return _failed(
            "timeout", "the program was killed at the limit of its processor time; is there an endless loop?"
        )
    if "MemoryError" in how:
        return _failed(
            "memory", "the program wanted more memory than it may have; build fewer or smaller lists"
        )
    return _failed("error", f"the program ended its own process: {how}"[:500])


def _failed(verdict: str, reason: str) -> BuildAnswer:
    return BuildAnswer(failure=Failure.model_validate({"verdict": verdict, "reason": reason}))
