"""The format of a workspace: a number in `format.json`, and how an older one is brought up to date.

The library has a format of its own, for it travels alone. This one is about everything else: how runs,
curricula, demonstrations and policies lie beside each other.

A migration takes a workspace from one number to the next. It only adds, or writes files whole, and may be
repeated; the number is written last. So a kill in the middle leaves a workspace that is still of the older
format, and the next writer begins again. Only the one writer migrates; readers understand the older format,
and nobody touches a newer one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

from pydantic import Field, ValidationError

from memory.workspace import Workspace
from sim.atomic import write_file
from sim.errors import UsageError
from sim.spec import Data

logger = logging.getLogger(__name__)

FORMAT_FILE = "format.json"


class WorkspaceFormat(Data):
    """What `format.json` holds."""

    format: int = Field(ge=0)


def _write_down_beginnings(workspace: Workspace) -> None:
    """Format 0 to 1: write down when each run began, which only the time of a file told until then."""
    for run in sorted(workspace.runs.glob("run-*/run.json")):
        sessions = run.parent / "sessions.jsonl"
        if not sessions.exists():
            began = {"event": "began", "time": round(run.stat().st_mtime, 3)}
            ended = {"event": "ended", "time": round(_latest(run.parent), 3)}
            write_file(sessions, f"{json.dumps(began)}\n{json.dumps(ended)}\n".encode())


def _latest(run: Path) -> float:
    """Return when a run last wrote to its ledger, or else began."""
    ledger = run / "ledger.jsonl"
    return (ledger if ledger.exists() else run / "run.json").stat().st_mtime


MIGRATIONS: tuple[Callable[[Workspace], None], ...] = (_write_down_beginnings,)  # from 0 to 1, and so on
FORMAT = len(MIGRATIONS)


def format_of(workspace: Workspace) -> int:
    """Return the number of a workspace's format; one without a number is of format 0, or new.

    Raises:
        UsageError: if its file is damaged, or a newer version of Simwright wrote it.
    """
    path = workspace.root / FORMAT_FILE
    if not path.is_file():
        return 0 if workspace.library.is_dir() or workspace.runs.is_dir() else FORMAT
    try:
        found = WorkspaceFormat.model_validate_json(path.read_bytes()).format
    except (ValidationError, OSError) as error:
        raise UsageError(
            f'{path} cannot be read; it should be {{"format": {FORMAT}}}: restore it, or, if this version '
            "wrote the workspace, write that"
        ) from error
    if found > FORMAT:
        raise UsageError(
            f"the workspace {workspace.root} has format {found}, and this version knows formats up to "
            f"{FORMAT}: use the version of Simwright that wrote it, or choose another --workspace"
        )
    return found


def bring_up_to_date(workspace: Workspace) -> None:
    """Migrate a workspace step by step, and number a new one; for the one writer only.

    Raises:
        UsageError: as `format_of` does.
    """
    for number in range(format_of(workspace), FORMAT):
        MIGRATIONS[number](workspace)
        _write_number(workspace, number + 1)
        logger.warning("migrated %s from format %d to %d", workspace.root, number, number + 1)
    if not (workspace.root / FORMAT_FILE).exists():
        _write_number(workspace, FORMAT)


def _write_number(workspace: Workspace, number: int) -> None:
    write_file(workspace.root / FORMAT_FILE, f"{WorkspaceFormat(format=number).model_dump_json()}\n".encode())
