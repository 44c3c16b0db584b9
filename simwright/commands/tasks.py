"""`simwright tasks`: the hand-written tasks that every library starts from."""

from __future__ import annotations

from sim.catalog import base_tasks
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import write_json, write_table

app = new_app()


@app.command()
def tasks(
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """List the base tasks that every library starts from.

    They are the same in every workspace; `simwright memory search` looks through your own.

    [bold]Examples[/bold]
      simwright tasks
      simwright tasks --json
    """
    if json:
        write_json(
            [
                {"name": task.name, "family": task.family, "description": task.description}
                for task in base_tasks()
            ]
        )
        return
    write_table(
        ["name", "family", "description"],
        ((task.name, task.family, task.description) for task in base_tasks()),
    )
