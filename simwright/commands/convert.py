"""`simwright convert`: a program for GenSim or CLIPort, rewritten in our language."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from memory.workspace import Workspace
from sim.conversion import Conversion
from sim.conversion import convert as convert_program
from sim.report import Report
from sim.verify import Verifier
from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import Json, err, note, write_json
from simwright.files import write_whole
from simwright.lookup import find_program
from simwright.settings import load_settings

app = new_app()

Target = Annotated[
    str, typer.Argument(metavar="FILE", help="A program for GenSim or CLIPort, or a task of the library.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write the program to this file, if it is kept.")
]
Seeds = Annotated[
    int | None,
    typer.Option(min=1, max=10_000, help="Episodes that both are judged by. [dim]\\[default: 10][/dim]"),
]


@app.command()
def convert(  # noqa: PLR0913 - the parameters of a command are its flags
    target: Target,
    target_file: Out = None,
    seeds: Seeds = None,
    first_seed: Annotated[int, typer.Option(min=0, help="Seed of the first episode.")] = 0,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Rewrite a program for GenSim or CLIPort in our language.

    The program is recorded for many seeds: what never changes is written down,
    what changes is drawn. It is kept if our verdict on it is the one on the
    original, on the same seeds. Exit code 0 when it is kept, 1 when not.

    [bold]Examples[/bold]
      simwright convert my_gensim_task.py
      simwright convert my_gensim_task.py --out my_task.py
      simwright convert my_gensim_task.py --seeds 50 --json
    """
    settings = load_settings(workspace=workspace, sandbox=sandbox, verify={"seeds": seeds})
    found = find_program(target, Workspace(settings.workspace))
    verifier = Verifier(strict=settings.sandbox == "strict")
    done = asyncio.run(_convert(verifier, found.source, settings.verify.seeds, first_seed))
    if target_file is not None and done.kept:
        write_whole(target_file, done.program.encode())
    if json:
        write_json(_as_data(done))
    else:
        _show(found.name, done, target_file)
    raise typer.Exit(0 if done.kept else 1)


async def _convert(verifier: Verifier, source: str, seeds: int, first_seed: int) -> Conversion:
    async with verifier:
        return await convert_program(verifier, source, episodes=seeds, first_seed=first_seed)


def _as_data(done: Conversion) -> dict[str, Json]:
    data: dict[str, Json] = done.model_dump(
        mode="json", exclude={"original": {"scene"}, "converted": {"scene"}}
    )
    return {"kept": done.kept, **data}


def _show(name: str, done: Conversion, target: Path | None) -> None:
    """Show the program as data, and everything about it as notes."""
    note(f"[bold]{escape(name)}[/bold]")
    _told("original", done.original)
    if done.original.gensim is not None:
        note(f"  GenSim's own verdict of it: {done.original.gensim.verdict}")
    if done.converted is not None:
        _told("rewritten", done.converted)
    if done.reason:
        err().print(f"[yellow]not kept[/yellow]: {escape(done.reason)}")
    elif target is not None:
        note(f"kept: {escape(str(target))}")
        return
    if done.program:
        note("")
        typer.echo(done.program, nl=False)


def _told(what: str, report: Report) -> None:
    color = "green" if report.solved else "red"
    signature = f"  {escape(report.signature)}" if report.signature else ""
    note(f"  {what:<9} [{color}]{report.verdict}[/{color}]{signature}")
