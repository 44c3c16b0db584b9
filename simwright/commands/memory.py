"""`simwright memory`: look through the library of tasks that were verified, and mend its index.

Searching, showing and counting read plain files, take no lock and work beside a run that writes. What brings
tasks in is in `simwright.commands.memory_import`, what moves them in `simwright.commands.memory_moves`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer
from rich.markup import escape
from rich.syntax import Syntax

from memory.library import Library
from memory.reading import Reader
from memory.record import TaskRecord
from memory.workspace import Workspace
from simwright.commands.memory_import import add, import_library
from simwright.commands.memory_moves import export, remove
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.lookup import check_task
from simwright.settings import load_settings
from simwright.wording import success_text

app = new_app()
app.info.help = "Search and mend the library of tasks that were verified."
app.command("import")(import_library)
app.command("add")(add)
app.command("remove")(remove)
app.command("export")(export)


@app.command()
def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="What the task should be about, in a few words.")
    ],
    k: Annotated[int, typer.Option("-k", "--count", min=1, max=1000, help="How many to list.")] = 5,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Search for the tasks nearest in meaning to a text, best first.

    The score is the cosine of the two texts: 1 is the same. Needs no lock,
    so it answers beside a run that writes.

    [bold]Examples[/bold]
      simwright memory search "stack coloured blocks into a tower"
      simwright memory search "put balls away" -k 3 --json
    """
    reader = _reader(workspace)
    found = reader.search(text, k)
    if json:
        write_json([{"name": n.name, "score": n.score, "description": n.description} for n in found])
        return
    write_table(["score>", "name", "description"], ((f"{n.score:.3f}", n.name, n.description) for n in found))
    if reader.from_base:
        note("\nThe library is empty yet; these are the base tasks. `simwright explore` fills it.")


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A task of the library.")],
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show one task: what it asks for, how it was proven, where it comes from, and its program.

    [bold]Examples[/bold]
      simwright memory show put-block-in-bowl
      simwright memory show put-block-in-bowl --json
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    reader = Reader(place)
    check_task(name, place)
    record, program, preview = reader.show(name)
    if record is None:
        note(f"{name} is a base task that no run has verified yet; `simwright verify {name}` does.")
        _show_program(name, program, json=json)
        return
    picture = str(preview) if preview else ""
    ancestors = list(_ancestors(record, {found.name: found for found in Library(place.library).records()}))
    if json:
        data: dict[str, Json] = record.model_dump(mode="json")
        above: list[Json] = list(dict.fromkeys(ancestor for _, ancestor in ancestors))
        write_json({**data, "program": program, "preview": picture, "ancestry": above})
        return
    _show_record(record, picture, ancestors)
    _show_program(name, program, json=False)


@app.command()
def stats(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Count what the library holds: tasks, lessons, signatures, skeletons and kinds.

    [bold]Examples[/bold]
      simwright memory stats
      simwright memory stats --json --workspace ./workspace
    """
    counted = _reader(workspace).stats().model_dump(mode="json")
    if json:
        write_json(counted)
        return
    write_table(
        ["what", "how many"], ((name.replace("_", " "), _counts(value)) for name, value in counted.items())
    )


@app.command()
def rebuild(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Build the index anew from the library's folders, which are the truth.

    Needed after folders were edited by hand. Takes the lock: no run may be
    writing meanwhile.

    [bold]Examples[/bold]
      simwright memory rebuild
      simwright memory rebuild --json
    """
    from memory.rebuild import rebuild as build  # noqa: PLC0415 - imports Chroma, which the others never need

    counted = build(Workspace(load_settings(workspace=workspace).workspace))
    if json:
        write_json(counted.model_dump(mode="json"))
        return
    what = f"{counted.tasks} tasks and {counted.lessons} lessons"
    out().print(f"rebuilt from {what}; {counted.embedded} texts were embedded anew")


def _reader(workspace: WorkspaceOption) -> Reader:
    return Reader(Workspace(load_settings(workspace=workspace).workspace))


def _show_record(record: TaskRecord, picture: str, ancestors: list[tuple[int, str]]) -> None:
    out().print(f"[bold]{record.name}[/bold]\n{escape(record.description)}\n", soft_wrap=True)
    lines = [
        ("signature", record.signature),
        ("oracle", success_text(record.report)),
        ("flags", ", ".join(record.report.flags)),
        ("kinds", ", ".join(record.kinds)),
        ("origin", _origin(record)),
        ("picture", picture),
        *(("says", sentence) for sentence in record.instructions),
        *(("made from", "  " * depth + name) for depth, name in ancestors),
    ]
    for label, text in lines:
        if text:
            out().print(f"[dim]{label:<11}[/dim]{escape(text)}", soft_wrap=True)
    out().print()


def _origin(record: TaskRecord) -> str:
    """Say where a task comes from."""
    if (came := record.provenance) is not None:
        how = ", rewritten; original.py is the program as it came" if came.rewritten else ""
        return (
            f"imported from {'a GenSim library' if came.library == 'gensim' else 'a file'}: {came.file}{how}"
        )
    if record.run:
        return f"{record.run}, attempt {record.attempt}"
    return "base task" if record.origin == "base" else "another library"


def _show_program(name: str, program: str, *, json: bool) -> None:
    if json:
        write_json({"name": name, "program": program})
    else:
        out().print(Syntax(program, "python", theme="ansi_dark", background_color="default"), soft_wrap=True)


def _ancestors(
    record: TaskRecord, known: Mapping[str, TaskRecord], above: frozenset[str] = frozenset()
) -> Iterator[tuple[int, str]]:
    """Walk up to what a task was made from, as (how far up, name).

    A parent that was removed since ends the walk, and so does a circle, which only edited files can have.
    """
    for parent in record.parents:
        yield len(above), parent
        if parent in known and parent not in above:
            yield from _ancestors(known[parent], known, above | {record.name})


def _counts(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    return str(value)
