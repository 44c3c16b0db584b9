"""Where words go: data to standard output, everything else to standard error.

A terminal gets tables and colour; a pipe gets wide plain tables, or with `--json` one line of JSON that any
program can read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TypeAlias

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

# What `json.dumps` can write; recursive types are spelled out so that no caller needs Any.
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

PIPE_WIDTH = 160  # columns; a pipe has none of its own, and 80 would cut descriptions short


def out() -> Console:
    """Return the console for data."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)


def err() -> Console:
    """Return the console for progress and notes."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def note(text: str) -> None:
    """Tell a person something that is not data."""
    err().print(text)


def write_json(data: Json) -> None:
    """Write data as JSON: one line for a program, indented for a person who looks."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def write_table(columns: Iterable[str], rows: Iterable[Iterable[object]], *, title: str = "") -> None:
    """Write a table; cells are taken literally, a column whose name ends in `>` is flush right."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.rstrip(">"), justify="right" if column.endswith(">") else "left")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    out().print(table)
