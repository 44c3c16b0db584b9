"""`simwright benchmark`: measure Simwright on this machine."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

import typer

from sim.errors import UsageError
from sim.figures import (
    LeakFigures,
    LeakRequest,
    MotionFigures,
    RepeatFigures,
    SpeedFigures,
    SpeedRequest,
    Spread,
)
from sim.repeating import repeat as repeat_scenes
from simwright.commands.benchmark_arm import arm
from simwright.commands.benchmark_ceilings import ceiling
from simwright.commands.benchmark_cliport import cliport
from simwright.commands.benchmark_crash import crash_runs
from simwright.commands.benchmark_graph import graph, without_each
from simwright.commands.benchmark_policies import policies
from simwright.commands.benchmark_runs import soak, workers
from simwright.commands.benchmark_sandbox import sandbox
from simwright.commands.benchmark_scenes import asked, base_scenes
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import note, out, write_json, write_table

app = new_app()
app.info.help = "Measure how fast Simwright is on this machine."
app.command("arm")(arm)
app.command("graph")(graph)
app.command("ablations")(without_each)
app.command("crash")(crash_runs)
app.command("workers")(workers)
app.command("soak")(soak)

# What each figure should be at most, on a core of an ordinary laptop.
TARGETS: Final = {
    "cpu_s_per_action": 0.015, "cpu_s_per_reset": 0.015, "soft_cpu_s_per_action": 0.6,
    "image_ms": 3.0, "peak_rss_mb": 150.0,
}  # fmt: skip


app.command("sandbox")(sandbox)
app.command("cliport")(cliport)
app.command("policies")(policies)
app.command("ceilings")(ceiling)


@app.callback()
def benchmark() -> None:
    """Measure how fast Simwright is on this machine."""


@app.command("sim")
def simulator(  # noqa: PLR0913 - the parameters of a command are its flags
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Scenes of each base task.")] = 5,
    leak: Annotated[
        bool, typer.Option("--leak", help="Play many episodes in one process; does it grow?")
    ] = False,
    episodes: Annotated[int, typer.Option(min=20, help="With --leak: how many.")] = 20_000,
    repeat: Annotated[
        int, typer.Option(min=0, help="Play each scene so often; does it always end the same?")
    ] = 0,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure the simulator: processor time of actions, resets and images, and memory.

    Plays the oracle on scenes of all base tasks, in a process of its own. With
    --leak exit code 1 means that memory, bodies or files were left behind; with
    --repeat, that a scene did not end the same to the last bit, in one process or
    in many, in any order, with all cores busy.

    [bold]Examples[/bold]
      simwright benchmark sim
      simwright benchmark sim --json
      simwright benchmark sim --leak --episodes 20000
      simwright benchmark sim --repeat 10
    """
    if leak and repeat:
        raise UsageError("--leak and --repeat are two tests; ask for one at a time")
    if repeat:
        ends = asyncio.run(_repeats(seeds, repeat))
        _show_repeats(ends, json=json)
        raise typer.Exit(1 if ends.differing else 0)
    if leak:
        grown = asyncio.run(_leaks(seeds, episodes))
        _show_leaks(grown, json=json)
        raise typer.Exit(0 if grown.flat else 1)
    found = asyncio.run(_speed(seeds))
    if json:
        write_json(found.model_dump(mode="json"))
    else:
        _show_speed(found)


async def _speed(seeds: int) -> SpeedFigures:
    request = SpeedRequest(scenes=await base_scenes(seeds))
    return SpeedFigures.model_validate_json(await asked(request))


async def _leaks(seeds: int, episodes: int) -> LeakFigures:
    request = LeakRequest(scenes=await base_scenes(seeds), episodes=episodes)
    return LeakFigures.model_validate_json(await asked(request))


async def _repeats(seeds: int, repeats: int) -> RepeatFigures:
    return await repeat_scenes(await base_scenes(seeds), repeats)


def _show_speed(found: SpeedFigures) -> None:
    for motion, figures in found.motions.items():
        rows = [_row(name, getattr(figures, name)) for name in MotionFigures.model_fields]
        write_table(
            ["what", "median>", "p90>", "target>"], rows, title=f"{motion}, {found.episodes} episodes"
        )
    write_table(
        ["what", "figure>", "target>"],
        ((name, f"{getattr(found, name):.3g}", f"{TARGETS[name]:g}") for name in ("image_ms", "peak_rss_mb")),
    )
    write_table(
        ["time goes to", "share>"], ((name, f"{share:.0%}") for name, share in found.breakdown.items())
    )


def _row(name: str, spread: Spread | None) -> tuple[str, str, str, str]:
    target = f"{TARGETS[name]:g}" if name in TARGETS else ""
    if spread is None:
        return name, "-", "-", target
    return name, f"{spread.median:.4g}", f"{spread.p90:.4g}", target


def _show_leaks(found: LeakFigures, *, json: bool) -> None:
    if json:
        write_json({**found.model_dump(mode="json"), "growth": round(found.growth, 4), "flat": found.flat})
        return
    write_table(
        ["what", "before>", "after>"],
        (
            ("memory, MB (a tenth in, at the end)", found.rss_mb[1], found.rss_mb[-1]),
            ("bodies", *found.bodies),
            ("open files", *found.open_files),
            ("temporary files", 0, found.temporary_files),
        ),
        title=f"{found.episodes} episodes in one process, {found.soft_episodes} with ropes or piles",
    )
    verdict = "[green]flat[/green]" if found.flat else "[red]something is left behind[/red]"
    out().print(f"memory grew by {found.growth:.1%}: {verdict}")
    if not found.flat:
        note("Memory may grow by 5 %, and nothing else at all.")


def _show_repeats(found: RepeatFigures, *, json: bool) -> None:
    if json:
        write_json(found.model_dump(mode="json"))
        return
    verdict = f"[red]{found.differing} differ[/red]" if found.differing else "[green]all the same[/green]"
    out().print(
        f"{found.scenes} scenes, each played {found.repeats} times in one process and {found.repeats} times "
        f"in new ones: {verdict}"
    )
    for name in found.which:
        note(f"{name} does not always end the same.")
