"""The front door: `simwright COMMAND ...`.

Each command lives in a module of its own under `simwright.commands` and is imported only when it is asked
for, so that `simwright --help` answers at once and never pays for PyTorch, Chroma or PyBullet. This module
knows the names and one line about each; it does no work.
"""

from __future__ import annotations

import errno
import importlib
import sys
from typing import Annotated, Any, Final  # Any: see LazyGroup

import typer
from typer.core import TyperCommand, TyperGroup

from sim.errors import NotBegun, UsageError

USED_WRONGLY: Final = 2
DISK: Final[dict[int | None, str]] = {
    errno.ENOSPC: "the disk is full. Free some space; `simwright runs prune` says where.",
    errno.EDQUOT: "your share of the disk is used up. Free some space; `simwright runs prune` says where.",
    errno.EROFS: "the disk is mounted read-only. Mount it writable, or choose another --workspace.",
    errno.EACCES: "permission denied. Make it writable, or choose another --workspace.",
}
INTERRUPTED: Final = 130  # what a shell expects of a process that Ctrl-C ended

# Name: the panel of the help page it is shown in, and its line there (a test holds it to the module's own).
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "explore": ("Make", "Invent tasks, prove each one, and keep what is new."),
    "curriculum": ("Make", "Build up to a target in stages, each one verified."),
    "review": ("Make", "Show the tasks that wait for a person, and say yes or no."),
    "verify": ("Make", "Check whether a task can be done, and say why not."),
    "convert": ("Make", "Rewrite a program for GenSim or CLIPort in our language."),
    "play": ("Make", "Draw the oracle, or a policy, at work on a task, as an animated picture."),
    "demos": ("Make", "Record oracle episodes as a dataset, successes only."),
    "train": ("Make", "Learn a policy from demonstrations: pick, place and turn by words."),
    "adapt": ("Make", "Teach a trained policy what is new, from a few demonstrations."),
    "evaluate": ("Look", "Measure policies in the simulator on scenes of the test seeds."),
    "tasks": ("Look", "List the base tasks that every library starts from."),
    "language": ("Look", "Show the reference of the language in which tasks are written."),
    "memory": ("Look", "Search and mend the library of tasks that were verified."),
    "runs": ("Look", "List runs and read what became of them."),
    "trace": ("Look", "Show what each agent saw, said and took."),
    "benchmark": ("Look", "Measure how fast Simwright is on this machine."),
    "doctor": ("Look", "Check what is installed, reachable and missing."),
}


class LazyGroup(TyperGroup):
    """A group that imports a command's module only when that command is about to run."""

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - Any: typer keeps the type of its contexts to itself
        args: list[str],
    ) -> tuple[str | None, TyperCommand | TyperGroup | None, list[str]]:
        """Find the command as typer does, then put the real one in place of the line of help."""
        name, stub, rest = super().resolve_command(ctx, args)
        return name, None if stub is None else load(str(stub.name)), rest


def load(name: str) -> TyperCommand | TyperGroup:
    """Import the module of a command and return what typer makes of it."""
    module = importlib.import_module(f"simwright.commands.{name}")
    command = typer.main.get_command(module.app)
    if not isinstance(command, TyperCommand | TyperGroup):
        raise TypeError(f"simwright.commands.{name}.app is no typer application")
    return command


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="[bold]To begin:[/bold] [green]simwright explore[/green]  ·  "
    "[green]simwright COMMAND --help[/green] shows examples that run.",
)


def _line_of_help() -> None:
    """Stand in for every command on the help page; `LazyGroup` never runs it."""


for _name, (_panel, _line) in COMMANDS.items():
    app.command(_name, help=_line, rich_help_panel=_panel)(_line_of_help)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version as version_of  # noqa: PLC0415 - 30 ms of --help

        typer.echo(version_of("simwright"))
        raise typer.Exit


@app.callback()
def simwright(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Write robot tasks with agents, prove them in simulation, and remember what worked."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 the answer is no, 2 used wrongly.

    Args:
        arguments: what follows `simwright` on the command line; None reads the real one.
    """
    try:
        app(args=arguments, prog_name="simwright")
    except NotBegun as stopped:
        typer.echo(str(stopped), err=True)
        sys.exit(INTERRUPTED)
    except UsageError as misuse:
        typer.secho("error: ", fg="red", bold=True, err=True, nl=False)
        typer.echo(str(misuse), err=True)
        sys.exit(USED_WRONGLY)
    except OSError as refused:
        if refused.errno not in DISK:
            raise
        typer.secho("error: ", fg="red", bold=True, err=True, nl=False)
        typer.echo(f"{refused.filename or 'a file'} cannot be written: {DISK[refused.errno]}", err=True)
        sys.exit(USED_WRONGLY)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
