"""The options that every command shares, said once so that they read and behave alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="Folder with library, index and runs; else SIMWRIGHT_WORKSPACE.",
        show_default="./workspace",
    ),
]

ProgramArgument = Annotated[
    str, typer.Argument(metavar="NAME_OR_FILE", help="A base task, a task of the library, or a .py file.")
]

RunArgument = Annotated[str, typer.Argument(metavar="RUN", help="A run, from `simwright runs list`.")]

SandboxOption = Annotated[
    Literal["auto", "strict"] | None,
    typer.Option(
        "--sandbox",
        help="strict refuses to run a program where a layer of the sandbox is missing.",
        show_default="auto",
    ),
]

MotionOption = Annotated[
    Literal["fast", "arm"],
    typer.Option("--motion", help="Who acts: a tip that is swept and teleported, or a UR5e with joints."),
]

DomainOption = Annotated[
    str,
    typer.Option(
        "--domain",
        metavar="NAME",
        help="plain, or shifted as a real robot's is: cameras, looks, physics, or shifted for all of them.",
    ),
]

JsonOption = Annotated[bool, typer.Option("--json", help="Write data for a program instead of a table.")]


def new_app() -> typer.Typer:
    """Return an empty application with the house's manners: rich help, -h, no pretty tracebacks."""
    return typer.Typer(
        rich_markup_mode="rich",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
