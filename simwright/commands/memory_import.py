"""`simwright memory import` and `add`: bring in what somebody else wrote, once it is verified."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simwright.commands.options import JsonOption, SandboxOption, WorkspaceOption
from simwright.settings import load_settings

Seeds = Annotated[
    int | None,
    typer.Option(
        min=1, max=10_000, help="Episodes that each program is judged by. [dim]\\[default: 10][/dim]"
    ),
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Programs verified at once.", show_default="one for each core")
]


def import_library(  # noqa: PLR0913 - the parameters of a command are its flags
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A GenSim library, or one from `simwright memory export`.")
    ],
    seeds: Seeds = None,
    again: Annotated[
        bool, typer.Option("--again", help="Verify also what was refused with the same text before.")
    ] = False,
    workers: Workers = None,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Add the tasks of another library, each once it is verified.

    A GenSim library is a folder with task programs (*.py) and GenSim's JSON files,
    whichever are there. A program is kept if our own verdict is solved and it
    repeats no task: rewritten in our language where that is judged alike, with the
    original beside it, else as it is. GenSim's own verdict is kept, too.

    Ctrl-C loses nothing; the same command again goes on, and verifies nothing
    twice. Exit code 1 when something was refused.

    [bold]Examples[/bold]
      simwright memory import GenSim
      simwright memory import GenSim --seeds 20 --json
      simwright memory import from-a-colleague --sandbox strict
    """
    from simwright.importing import bring_in, read_folder, tell  # noqa: PLC0415 - heavy; search is quick

    settings = load_settings(workspace=workspace, sandbox=sandbox, verify={"seeds": seeds})
    candidates, faults = read_folder(folder)
    outcomes = bring_in(settings, candidates, workers=workers, again=again, command="import")
    raise typer.Exit(0 if tell(outcomes, faults, len(candidates), json=json) else 1)


def add(  # noqa: PLR0913 - the parameters of a command are its flags
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A program (.py), of ours or for GenSim.")],
    name: Annotated[
        str, typer.Option(help="Of the task in the library.", show_default="that of its class")
    ] = "",
    description: Annotated[
        str, typer.Option(help="What the task is, in a sentence.", show_default="what the program says")
    ] = "",
    seeds: Seeds = None,
    again: Annotated[
        bool, typer.Option("--again", help="Verify it also if it was refused with the same text before.")
    ] = False,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Add one program to the library, once it is verified.

    A program for GenSim or CLIPort is rewritten in our language where that is
    judged alike. Exit code 1 when it was refused.

    [bold]Examples[/bold]
      simwright memory add my_task.py
      simwright memory add my_gensim_task.py --name sort-the-balls --seeds 20
    """
    from simwright.importing import bring_in, candidate_of, tell  # noqa: PLC0415 - heavy; search is quick

    settings = load_settings(workspace=workspace, sandbox=sandbox, verify={"seeds": seeds})
    candidates = [candidate_of(file, name, description)]
    outcomes = bring_in(settings, candidates, workers=1, again=again, command="add")
    raise typer.Exit(0 if tell(outcomes, (), 1, json=json) else 1)
