"""`simwright benchmark policies`: how fast each kind of policy learns here, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from memory.minilm import MiniLM
from memory.workspace import Workspace
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import Json, out, write_json, write_table
from simwright.settings import load_settings

if TYPE_CHECKING:
    from eval.speed import Pace

TARGET: Final = 20.0  # how many times the samples a second of CLIPort the fast policy shall learn from


def policies(
    demos: Annotated[str, typer.Option(metavar="NAME", help="Demonstrations to learn from.")],
    seconds: Annotated[
        float, typer.Option(min=0.0, help="Processor time for each kind in each of 3 rounds.")
    ] = 5.0,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure how many samples a second each kind of policy learns from.

    Both learn in turns from the same demonstrations on one thread, as training
    does: pictures are read and turned, costs counted, weights changed. Nothing
    is kept. What counts is the ratio of their processor times.

    [bold]Examples[/bold]
      simwright benchmark policies --demos put-block-in-bowl
      simwright benchmark policies --demos ten-tasks --json
    """
    from eval.speed import paces  # noqa: PLC0415 - PyTorch, for which other benchmarks need not wait
    from policy.learning import Deck  # noqa: PLC0415 - as above
    from simwright.lessons import demos_named, steps_of, tasks_of  # noqa: PLC0415 - as above

    store = demos_named(Workspace(load_settings(workspace=workspace).workspace), demos)
    deck = Deck({task: steps_of(store, task) for task in tasks_of(store, ())})
    fast, cliport = paces(("fast", "cliport"), deck, MiniLM(), seconds)
    ratio = fast.samples_per_cpu_s / cliport.samples_per_cpu_s
    if json:
        figures: dict[str, Json] = {pace.kind: _figures(pace) for pace in (fast, cliport)}
        write_json({"kinds": figures, "ratio": round(ratio, 1), "target": TARGET})
        return
    write_table(
        ["kind", "parameters>", "samples>", "samples a second of processor time>"],
        (
            (pace.kind, f"{pace.parameters / 1e6:.1f} M", pace.samples, f"{pace.samples_per_cpu_s:.3g}")
            for pace in (fast, cliport)
        ),
    )
    out().print(f"the fast policy learns from {ratio:.0f} times as many (at least {TARGET:g} were asked for)")


def _figures(pace: Pace) -> Json:
    return {
        "parameters": pace.parameters,
        "samples": pace.samples,
        "cpu_s": round(pace.cpu_s, 3),
        "wall_s": round(pace.wall_s, 3),
        "samples_per_cpu_s": round(pace.samples_per_cpu_s, 4),
    }
