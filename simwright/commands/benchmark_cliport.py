"""`simwright benchmark cliport`: how fast programs for GenSim and CLIPort are played here."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from sim.build import Builder, Built
from sim.cliport.policy import speaks_cliport
from sim.cliport.verdict import GenSimVerdict
from sim.errors import UsageError
from sim.figures import ImagesFigures, ImagesRequest
from simwright.commands.benchmark_scenes import asked
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import out, write_json, write_table

GENSIM_S: Final = (
    14.4  # an episode in GenSim's simulator, its images included, on a core of an ordinary laptop
)
TARGET_S: Final = 0.025
TARGET_RATIO: Final = 500  # of the median episode with one height map a step


def cliport(
    files: Annotated[list[Path], typer.Argument(help="Programs for GenSim or CLIPort, or folders of them.")],
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Episodes of each program.")] = 4,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure how long an episode of a program for GenSim takes here.

    Builds and plays each program as GenSim would and compares the processor time of an
    episode - without images, with one height map before and after each action, and with
    three views there - with that of GenSim's own simulator, which takes three views.

    [bold]Examples[/bold]
      simwright benchmark cliport my_gensim_task.py
      simwright benchmark cliport tests/programs/cliport --seeds 4 --json
    """
    programs = list(_programs(files))
    measured = asyncio.run(_measured(programs, seeds))
    played = [one for one in measured.values() if one.figures is not None]
    if not played:
        raise UsageError(
            "no program could be built, so there is nothing to measure; `simwright verify` says why"
        )
    figures = {"programs": len(programs), "passed": sum(one.passed for one in played), **_figures(played)}
    if json:
        write_json({**figures, "verdicts": {path: one.verdict.verdict for path, one in measured.items()}})
        return
    write_table(
        ["program", "GenSim says", "median ms>", "with a map>", "with three views>"],
        ((Path(path).stem, one.verdict.verdict, *one.row()) for path, one in measured.items()),
    )
    _tell(figures)


def _programs(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and in the place of a folder the programs that lie in it."""
    for path in paths:
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


@dataclass(frozen=True)
class Measured:
    """What was found of one program; without figures it could not be built."""

    verdict: GenSimVerdict
    figures: ImagesFigures | None = None

    @property
    def passed(self) -> bool:
        """Whether GenSim would pass it."""
        return self.verdict.verdict == "pass"

    def times(self) -> tuple[list[float], list[float], list[float]]:
        """Return the seconds of each episode: without images, with one map a step, with three views."""
        found = self.figures
        if found is None:
            return [], [], []
        pure = [episode.cpu_s for episode in found.episodes]
        return (
            pure,
            [cpu_s + map_s for cpu_s, map_s in zip(pure, found.map_s, strict=True)],
            [cpu_s + views_s for cpu_s, views_s in zip(pure, found.views_s, strict=True)],
        )

    def row(self) -> tuple[str, ...]:
        """Return the medians as text, in milliseconds."""
        return tuple(f"{1e3 * statistics.median(times):.1f}" if times else "-" for times in self.times())


def _figures(played: Sequence[Measured]) -> dict[str, float]:
    plain, mapped, viewed = (
        sorted(second for one in played for second in one.times()[kind]) for kind in range(3)
    )
    median, with_map, with_views = map(statistics.median, (plain, mapped, viewed))
    slow = plain[int(0.9 * (len(plain) - 1))]
    return {
        "episodes": len(plain), "median_s": round(median, 6), "p90_s": round(slow, 6),
        "map_median_s": round(with_map, 6), "views_median_s": round(with_views, 6),
        "target_s": TARGET_S, "gensim_s": GENSIM_S, "ratio": round(GENSIM_S / median, 1),
        "map_ratio": round(GENSIM_S / with_map, 1), "views_ratio": round(GENSIM_S / with_views, 1),
        "target_ratio": TARGET_RATIO,
    }  # fmt: skip


def _tell(figures: dict[str, float]) -> None:
    out().print(
        f"{figures['episodes']} episodes: median {1e3 * figures['median_s']:.1f} ms without images, "
        f"nine of ten under {1e3 * figures['p90_s']:.0f} ms"
    )
    out().print(
        f"GenSim needs {GENSIM_S:g} s, its images included: {figures['ratio']:.0f} times as long; "
        f"{figures['map_ratio']:.0f} times as long as with one height map before and after each action (at "
        f"least {TARGET_RATIO:g}), {figures['views_ratio']:.0f} times as long as with three views there"
    )


async def _measured(files: list[Path], seeds: int) -> dict[str, Measured]:
    async with Builder(workers=1) as builder:
        built = {str(path): await builder.build(_source(path), tuple(range(seeds))) for path in files}
    records = tuple(record for one in built.values() for record in one.records)
    if not records:
        return {path: _unbuilt(one) for path, one in built.items()}
    found = ImagesFigures.model_validate_json(await asked(ImagesRequest(records=records)))
    measured, start = {}, 0
    for path, one in built.items():
        end = start + len(one.records)
        measured[path] = _of(found, slice(start, end)) if one.records else _unbuilt(one)
        start = end
    return measured


def _source(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"there is no file {path}; name programs that are written for GenSim or CLIPort")
    source = path.read_text(encoding="utf-8")
    if not speaks_cliport(source):
        raise UsageError(f"{path} does not import cliport; `simwright benchmark sim` measures our own tasks")
    return source


def _unbuilt(built: Built) -> Measured:
    reason = built.failure.reason if built.failure else "nothing was recorded"
    return Measured(GenSimVerdict.failed(reason))


def _of(found: ImagesFigures, of: slice) -> Measured:
    """Take the figures of one program out of those of all."""
    figures = ImagesFigures(episodes=found.episodes[of], map_s=found.map_s[of], views_s=found.views_s[of])
    return Measured(GenSimVerdict.of(figures.episodes, ()), figures)
