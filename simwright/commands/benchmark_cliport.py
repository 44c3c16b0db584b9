"""`simwright benchmark cliport`: how fast programs for GenSim and CLIPort are played here."""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path
from typing import Annotated, Final

import typer

from sim.cliport.verdict import GenSimEpisode, GenSimVerdict
from sim.errors import UsageError
from sim.verify import Verifier
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import out, write_json, write_table

GENSIM_S: Final = (
    14.4  # an episode in GenSim's simulator, its images included, on a core of an ordinary laptop
)
TARGET_S: Final = 0.025


def cliport(
    files: Annotated[list[Path], typer.Argument(help="Programs for GenSim or CLIPort.")],
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Episodes of each program.")] = 4,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure how long an episode of a program for GenSim takes here.

    Builds and plays each program as GenSim would, without images, and compares the
    processor time of an episode with that of GenSim's own simulator.

    [bold]Examples[/bold]
      simwright benchmark cliport my_gensim_task.py
      simwright benchmark cliport tests/programs/cliport/*.py --seeds 4 --json
    """
    verdicts = asyncio.run(_verdicts(files, seeds))
    episodes = [episode for verdict in verdicts.values() for episode in verdict.episodes]
    if not episodes:
        raise UsageError(
            "no program could be built, so there is nothing to measure; `simwright verify` says why"
        )
    times = sorted(episode.cpu_s for episode in episodes)
    median, p90 = statistics.median(times), times[int(0.9 * (len(times) - 1))]
    figures = {
        "programs": len(files), "episodes": len(episodes), "passed": _passed(verdicts),
        "median_s": round(median, 6), "p90_s": round(p90, 6), "target_s": TARGET_S, "gensim_s": GENSIM_S,
        "ratio": round(GENSIM_S / median, 1),
    }  # fmt: skip
    if json:
        write_json({**figures, "verdicts": {path: verdict.verdict for path, verdict in verdicts.items()}})
        return
    write_table(
        ["program", "GenSim says", "median ms>"],
        (
            (Path(path).stem, verdict.verdict, _median_ms(verdict.episodes))
            for path, verdict in verdicts.items()
        ),
    )
    out().print(
        f"{len(episodes)} episodes: median {1e3 * median:.1f} ms, nine of ten under {1e3 * p90:.0f} ms; "
        f"GenSim needs {GENSIM_S:g} s, {GENSIM_S / median:.0f} times as long"
    )


async def _verdicts(files: list[Path], seeds: int) -> dict[str, GenSimVerdict]:
    found: dict[str, GenSimVerdict] = {}
    async with Verifier(workers=1) as verifier:
        for path in files:
            if not path.is_file():
                raise UsageError(
                    f"there is no file {path}; name programs that are written for GenSim or CLIPort"
                )
            verdict = await verifier.gensim(path.read_text(encoding="utf-8"), episodes=seeds)
            if verdict is None:
                raise UsageError(
                    f"{path} does not import cliport; `simwright benchmark sim` measures our own tasks"
                )
            found[str(path)] = verdict
    return found


def _passed(verdicts: dict[str, GenSimVerdict]) -> int:
    return sum(verdict.verdict == "pass" for verdict in verdicts.values())


def _median_ms(episodes: tuple[GenSimEpisode, ...]) -> str:
    return f"{1e3 * statistics.median(e.cpu_s for e in episodes):.1f}" if episodes else "-"
