"""`simwright benchmark sandbox`: what the sandbox costs, and whether it stands."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

import typer

from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import note, out, write_json, write_table

OVERHEAD_MS: Final = 40.0
START_S: Final = 3.0
GROWTH: Final = 0.05  # of the parent's memory, over a thousand programs


def sandbox(
    programs: Annotated[int, typer.Option(min=20, help="How many mutants of base tasks.")] = 1000,
    workers: Annotated[int, typer.Option(min=1, help="Programs at the same time.")] = 2,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure the sandbox: its cost, and what a thousand bad programs leave behind.

    Half of the programs skip the check of their syntax tree, so that the layers
    below are tried as well. Exit code 1 when anything was left behind.

    [bold]Examples[/bold]
      simwright benchmark sandbox
      simwright benchmark sandbox --programs 100 --json
    """
    from sim.sandbox.benchmark import measure  # noqa: PLC0415 - imports what builds scenes; --help need not

    found = asyncio.run(measure(programs, workers))
    stands = found.parent_alive and not found.leaked_processes and not found.leaked_files
    if json:
        write_json(found.model_dump(mode="json"))
    else:
        rows = (
            ("overhead a program of five seeds, ms", f"{found.overhead_ms_median:.1f}", f"{OVERHEAD_MS:g}"),
            ("start of the pool, s", f"{found.pool_start_s:.2f}", f"{START_S:g}"),
            ("growth of the parent's memory", f"{found.rss_growth:.1%}", f"{GROWTH:.0%}"),
            ("processes left behind", str(found.leaked_processes), "0"),
            ("files left behind", str(found.leaked_files), "0"),
        )
        write_table(["what", "figure>", "target>"], rows, title=f"{found.programs} mutants")
        write_table(["verdict", "programs>"], ((name, str(n)) for name, n in found.verdicts.items()))
        out().print(f"layers in force: {', '.join(found.layers)}")
    if not stands:
        note("The sandbox left something behind, or lost itself.")
        raise typer.Exit(1)
