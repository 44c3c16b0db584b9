"""Who writes to a workspace now; looked up without taking the lock."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import psutil
from pydantic import ValidationError

from memory.lock import OWNER_FILE, Owner
from memory.workspace import Workspace


@dataclass(frozen=True)
class Writer:
    """The process that named itself as the writer, and whether it still lives.

    A process of another host cannot be seen from here and counts as alive.
    """

    owner: Owner
    alive: bool


def writer_of(workspace: Workspace) -> Writer | None:
    """Return who named itself as the writer of a workspace; None if nobody did."""
    try:
        owner = Owner.model_validate_json((workspace.root / OWNER_FILE).read_bytes())
    except (OSError, ValidationError):
        return None
    return Writer(owner, alive=owner.host != socket.gethostname() or bool(psutil.pid_exists(owner.pid)))
