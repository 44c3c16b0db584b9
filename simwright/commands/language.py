"""`simwright language`: the reference of the task language."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.markdown import Markdown

from sim.reference import markdown, sections
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import Json, out, write_json

app = new_app()


@app.command()
def language(
    plain: Annotated[
        bool, typer.Option("--markdown", help="Write Markdown to a terminal, too; a pipe always gets it.")
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show the reference of the language in which tasks are written.

    It is made from the code, so it is never out of date.

    [bold]Examples[/bold]
      simwright language
      simwright language --markdown
      simwright language --json
    """
    if json:
        parts: list[Json] = [{"title": part.title, "text": part.text} for part in sections()]
        write_json({"markdown": markdown(), "sections": parts})
    elif sys.stdout.isatty() and not plain:
        out().print(Markdown(markdown()))
    else:
        typer.echo(markdown(), nl=False)
