"""Where unfinished attempts stand: LangGraph's checkpoints in one SQLite file a run.

It is LangGraph's own saver and its own file, made cheap in three ways.

- LangGraph's asynchronous saver hands every call to a thread and back, some eighty times an attempt, and that
  costs several times what the writes do. Here the writes, a tenth of a millisecond each, are done on the
  spot. It also means that no thread is left over that could keep a dead process alive.
- Of each thread only the latest checkpoint is kept, in place of the one before: nobody travels back in time,
  and the file of a thousand attempts is as small as that of ten.
- What a node returned is not stored by itself. Only one node of an attempt runs at a time, so the checkpoint
  after it says the same; a kill between the two has the node run again, and it finds its answers on the disk.

One process owns the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any  # Any: LangGraph's type of a value that a node wrote

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.sqlite import SqliteSaver

UPDATE = "UPDATE checkpoints SET checkpoint_id=?, type=?, checkpoint=?, metadata=? WHERE thread_id=?"
INSERT = (
    "INSERT INTO checkpoints (checkpoint_id, type, checkpoint, metadata, thread_id, checkpoint_ns) "
    "VALUES (?, ?, ?, ?, ?, '')"
)


class CheckpointFile(SqliteSaver):
    """The latest checkpoint of each thread; each call is done at once, on the event loop."""

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

    def attempts(self, run: str) -> set[int]:
        """List the attempts of a run that have a thread."""
        query = "SELECT DISTINCT thread_id FROM checkpoints WHERE thread_id LIKE ?"
        rows = self.conn.execute(query, (f"{run}/%",))
        return {int(thread.rpartition("/")[2]) for (thread,) in rows}


@contextmanager
def open_checkpoints(path: Path) -> Iterator[CheckpointFile]:
    """Open the checkpoint file of a run, in write-ahead mode, and close it for sure."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:  # each statement for itself
        connection.execute("PRAGMA journal_mode=WAL")
        # Losing the last checkpoints in a power cut costs a node run twice, never a commit: the ledger and
        # the library are flushed by themselves.
        connection.execute("PRAGMA synchronous=NORMAL")
        file = CheckpointFile(connection)
        file.setup()
        yield file


def thread_of(run: str, attempt: int) -> str:
    """Name the checkpoint thread of an attempt."""
    return f"{run}/{attempt:06d}"
