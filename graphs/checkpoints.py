"""Where unfinished attempts stand: LangGraph's checkpoints in one SQLite file a run.

LangGraph's `AsyncSqliteSaver` hands every call to a thread and back, some eighty times an attempt, and that
hand-over cost 10 ms of processor time where the writes themselves cost 2. So the writes, a tenth of a
millisecond each, are done on the spot. It also means that no thread is left over that could keep a dead
process alive. One process owns the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any  # Any: LangGraph's type of a value that a node wrote

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.sqlite import SqliteSaver


class CheckpointFile(SqliteSaver):
    """LangGraph's synchronous saver for asynchronous graphs: each call is done at once, on the event loop."""

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
        """Write a checkpoint."""
        return self.put(config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],  # Any: see the import
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Write what a node returned."""
        self.put_writes(config, writes, task_id, task_path)

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
    with closing(sqlite3.connect(path)) as connection:
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
