"""Where unfinished attempts stand: LangGraph's checkpoints, by default in one SQLite file a run.

It is LangGraph's own saver and its own file, made cheap in three ways. A PostgreSQL database can take its
place: `graphs.postgres`.

- LangGraph's asynchronous saver hands every call to a thread and back, some eighty times an attempt, and that
  costs several times what the writes do. Here the writes, a tenth of a millisecond each, are done on the
  spot. It also means that no thread is left over that could keep a dead process alive.
- Of each thread only the latest checkpoint is kept, in place of the one before: nobody travels back in time,
  and the file of a thousand attempts is as small as that of ten.
- What a node returned is not stored by itself. Only one node of an attempt runs at a time, so the checkpoint
  after it says the same; a kill between the two has the node run again, and it finds its answers on the disk.

Every step waits for its checkpoint, and the checkpoint for the disk: also after a power cut only the step in
flight is done again. One process owns the file.
"""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any  # Any: LangGraph's type of a value that a node wrote

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.sqlite import SqliteSaver
from pydantic import SecretStr

from graphs.mending import set_aside_if_damaged
from sim.errors import UsageError

FILE = "checkpoints.sqlite"  # in the run's folder
LOG_PAGES = 256  # of 4 KiB: as much as SQLite's log beside the file grows before it is taken into the file

UPDATE = "UPDATE checkpoints SET checkpoint_id=?, type=?, checkpoint=?, metadata=? WHERE thread_id=?"
INSERT = (
    "INSERT INTO checkpoints (checkpoint_id, type, checkpoint, metadata, thread_id, checkpoint_ns) "
    "VALUES (?, ?, ?, ?, ?, '')"
)


class Checkpoints(BaseCheckpointSaver[str]):
    """The checkpoints of one run, wherever they lie: a thread for each attempt.

    `namespace` is what all names of its threads begin with.
    """

    namespace: str

    def thread_of(self, attempt: int) -> str:
        """Name the thread of an attempt."""
        return f"{self.namespace}/{attempt:06d}"

    @abstractmethod
    async def attempts(self) -> set[int]:
        """List the attempts that have a thread."""

    async def forget(self, attempt: int) -> None:
        """Delete the thread of an attempt; one that is not there is none the less gone."""
        await self.adelete_thread(self.thread_of(attempt))


class CheckpointFile(SqliteSaver, Checkpoints):
    """The latest checkpoint of each thread; each call is done at once, on the event loop."""

    def __init__(self, connection: sqlite3.Connection, namespace: str) -> None:
        super().__init__(connection)
        self.namespace = namespace

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Read the latest checkpoint of a thread."""
        return self.get_tuple(config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Write a checkpoint over the one before it."""
        thread = config["configurable"]["thread_id"]
        row = (checkpoint["id"], *self.serde.dumps_typed(checkpoint), json.dumps(metadata).encode(), thread)
        if self.conn.execute(UPDATE, row).rowcount == 0:
            self.conn.execute(INSERT, row)
        where = {"thread_id": thread, "checkpoint_ns": "", "checkpoint_id": checkpoint["id"]}
        return {"configurable": where}

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],  # Any: see the import
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Store nothing: the next checkpoint holds it."""

    def delete_thread(self, thread_id: str) -> None:
        """Forget a thread."""
        self.conn.execute("DELETE FROM checkpoints WHERE thread_id = ?", (thread_id,))

    async def adelete_thread(self, thread_id: str) -> None:
        """Forget a thread."""
        self.delete_thread(thread_id)

    async def attempts(self) -> set[int]:
        """List the attempts that have a thread."""
        query = "SELECT DISTINCT thread_id FROM checkpoints WHERE thread_id LIKE ?"
        rows = self.conn.execute(query, (f"{self.namespace}/%",))
        return {attempt_of(thread) for (thread,) in rows}


def attempt_of(thread: str) -> int:
    """Return the attempt that a thread is about."""
    return int(thread.rpartition("/")[2])


async def check_checkpoints(database: SecretStr | None) -> None:
    """Find out whether the checkpoints can be kept, before a run begins.

    Raises:
        UsageError: as `open_checkpoints` does.
    """
    if database is not None:
        _check_extra()
        from graphs.postgres import check_database  # noqa: PLC0415 - an extra that few install

        await check_database(database)


def _check_extra() -> None:
    missing = [
        name for name in ("psycopg", "psycopg_pool", "langgraph.checkpoint.postgres") if not _is_here(name)
    ]
    if missing:
        raise UsageError(
            f"checkpoints in PostgreSQL need {', '.join(missing)}, which is not installed: "
            "pip install 'simwright[postgres]', or unset SIMWRIGHT_CHECKPOINTS to keep them in files"
        )


def _is_here(module: str) -> bool:
    return find_spec(module) is not None


@asynccontextmanager
async def open_checkpoints(
    folder: Path, run: str, database: SecretStr | None = None
) -> AsyncIterator[Checkpoints]:
    """Open the checkpoints of a run, and close them for sure.

    Args:
        folder: the run's.
        run: its name.
        database: URL of a PostgreSQL database; without one they lie in a file of the folder.

    Raises:
        UsageError: if the database cannot be used; the message says why, and never shows the password.
    """
    if database is not None:
        _check_extra()
        from graphs.postgres import open_database  # noqa: PLC0415 - an extra that few install

        async with open_database(database, folder, run) as saver:
            yield saver
        return
    set_aside_if_damaged(folder / FILE)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:  # each statement alone
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # some milliseconds, for what a power cut may not undo
        connection.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
        file = CheckpointFile(connection, run)
        file.setup()
        yield file
