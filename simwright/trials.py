"""Run the graph in order to measure it: what it costs by itself, and what each of its parts is good for.

Every trial walks the same attempts in a workspace of its own, which begins with the verified base tasks.
"""

from __future__ import annotations

import asyncio
import gc
import resource
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, get_args  # Any: see Walk

from pydantic import Field

from graphs.settings import ExploreSettings, Part
from graphs.summary import RunSummary
from memory.library import FORMAT_FILE, Library
from memory.workspace import Workspace
from sim.spec import Data
from simwright.sampling import breakdown, sampled

Walk = Callable[[ExploreSettings, Workspace], Coroutine[Any, Any, RunSummary]]  # Any: between it and the loop


class GraphFigures(Data):
    """What the graphs cost beside the work of roles, prover and memory."""

    attempts: int
    kept: int
    overhead_ms_per_attempt: float = Field(description="Processor time of this process, of the graphs' own.")
    breakdown_ms: dict[str, float] = Field(description="Where it goes, by sampling.")
    checkpoint_bytes: int = Field(description="Of the finished run's checkpoint file.")
    peak_rss_mb: float = Field(description="Of this process, embedding model and index included.")
    seconds: float


class Trial(Data):
    """What a run found without one of its parts; `without` is empty for the whole graph."""

    without: str
    kept: int
    signatures: int
    skeletons: int
    repaired: int
    repeats: int = Field(description="Attempts that the novelty gate or the commit turned away.")
    seconds: float


async def measure(walk: Walk, settings: ExploreSettings, workspace: Workspace) -> GraphFigures:
    """Walk one run and measure it."""
    with sampled() as spent_s:
        summary = await walk(settings, workspace)
    file = workspace.runs / summary.run / "checkpoints.sqlite"
    return GraphFigures(
        attempts=summary.attempts,
        kept=len(summary.kept),
        overhead_ms_per_attempt=summary.overhead_ms_per_attempt,
        breakdown_ms=breakdown(spent_s, summary.overhead_ms_per_attempt),
        checkpoint_bytes=file.stat().st_size,
        peak_rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        seconds=summary.seconds,
    )


def ablations(walk: Walk, settings: ExploreSettings, seeded: Workspace) -> Iterator[Trial]:
    """Walk the same attempts with everything and without each part; each in a copy of a seeded workspace."""
    for parts in _left_out():
        with copied(seeded) as workspace:
            summary = asyncio.run(walk(settings.model_copy(update={"without": parts}), workspace))
        yield trial_of(", ".join(parts), summary)


def trial_of(without: str, summary: RunSummary) -> Trial:
    """Sum a run up."""
    return Trial(
        without=without,
        kept=len(summary.kept),
        signatures=len({task.signature for task in summary.kept}),
        skeletons=len({task.skeleton for task in summary.kept}),
        repaired=summary.funnel.repaired,
        repeats=summary.funnel.not_novel + summary.funnel.duplicates,
        seconds=round(summary.seconds, 1),
    )


async def walk_with_author(settings: ExploreSettings, workspace: Workspace) -> RunSummary:
    """Run the exploratory graph with the built-in author."""
    from agents.author import BuiltInAuthor  # noqa: PLC0415 - only who measures pays for the import
    from graphs.explore import explore  # noqa: PLC0415 - see above

    gc.freeze()  # what was imported stays: looking through it again is no cost of the graphs
    return await explore(settings, workspace, BuiltInAuthor())


async def seed(settings: ExploreSettings, workspace: Workspace) -> None:
    """Fill a new workspace with the verified base tasks."""
    from graphs.seeding import seed_library  # noqa: PLC0415 - see above
    from memory.memory import Memory  # noqa: PLC0415 - see above
    from sim.catalog import base_tasks  # noqa: PLC0415 - see above
    from sim.verify import Verifier  # noqa: PLC0415 - see above

    async with Verifier(settings.workers) as prover:
        with closing(Memory.open(workspace, purpose="benchmark")) as memory:
            await seed_library(memory, prover, base_tasks(), settings.episodes)


def base_copied(source: Workspace, target: Workspace) -> None:
    """Copy the base tasks that a workspace holds into a new one; they need not be proved again there."""
    for record in Library(source.library).records() if source.library.is_dir() else ():
        if record.origin == "base":
            shutil.copytree(source.library / "tasks" / record.name, target.library / "tasks" / record.name)
    if (target.library / "tasks").is_dir():
        shutil.copy(source.library / FORMAT_FILE, target.library / FORMAT_FILE)


def _left_out() -> Iterable[tuple[Part, ...]]:
    parts: tuple[Part, ...] = get_args(Part)
    return ((), *((part,) for part in parts))


@contextmanager
def copied(workspace: Workspace) -> Iterator[Workspace]:
    """Give a copy of a workspace, which is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "workspace"
        shutil.copytree(workspace.root, copy)
        yield Workspace(copy)
