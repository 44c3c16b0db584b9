"""Build the scenes that policies are measured on; the sandbox is closed before anybody plays."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from policy.demos.seeds import Split, seeds_of
from sim.errors import UsageError
from sim.report import Report
from sim.spec import SceneSpec
from sim.verify import Verifier


async def scenes_of(
    sources: Mapping[str, str], split: Split, count: int, *, strict: bool = False
) -> dict[str, tuple[SceneSpec, ...]]:
    """Return the first so many scenes of each program, of the seeds of a split.

    Raises:
        UsageError: if a program does not build.
    """
    seeds = tuple(islice(seeds_of(split), count))
    built = {}
    async with Verifier(strict=strict) as verifier:
        for name, source in sources.items():
            scenes = await verifier.scenes(source, seeds)
            if isinstance(scenes, Report):
                raise UsageError(f"{name} does not build: {scenes.reason}")
            built[name] = scenes
    return built
