"""Checkpoints in a PostgreSQL database, for runs whose machine may be lost with its disk.

LangGraph's own saver and tables, and as cheap as the file: the latest checkpoint of each thread only, and
nothing stored between two. The name of a run says nothing in a database that several workspaces share, so
each run gets a random name there, which lies in its folder and decides nothing.

A connection that breaks is opened again for some seconds. After that the run is halted: no attempt is counted
as failed because a database was away, and the run can be resumed. No message ever shows the password.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeVar  # Any: LangGraph's type of a value that a node wrote
from uuid import uuid4

import psycopg
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import SecretStr

from agents.ask import Halt
from graphs.checkpoints import Checkpoints, attempt_of
from graphs.outside import hushed
from sim.atomic import write_file
from sim.errors import UsageError

NAME_FILE: Final = "checkpoints.name"  # in the run's folder: what the run is called in the database
CONNECT_S: Final = 10  # for the first connection
WAITS_S: Final = (0.2, 1.0, 3.0, 6.0)  # before each further try, when a connection broke
BROKEN: Final = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)

OLDER = "DELETE FROM checkpoints WHERE thread_id = %s AND checkpoint_id < %s"
UNNAMED = """DELETE FROM checkpoint_blobs b WHERE b.thread_id = %s AND NOT EXISTS (
    SELECT 1 FROM checkpoints c WHERE c.thread_id = b.thread_id AND c.checkpoint_ns = b.checkpoint_ns
    AND c.checkpoint -> 'channel_versions' ->> b.channel = b.version)"""
THREADS = "SELECT DISTINCT thread_id FROM checkpoints WHERE starts_with(thread_id, %s)"

logger = logging.getLogger(__name__)

Pool = AsyncConnectionPool[psycopg.AsyncConnection[DictRow]]
T = TypeVar("T")


class CheckpointDatabase(AsyncPostgresSaver, Checkpoints):
    """The latest checkpoint of each thread of one run, in a database; `place` says which, without secrets."""

    def __init__(self, pool: Pool, namespace: str, place: str) -> None:
        super().__init__(pool)
        self.namespace = namespace
        self._place = place

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Read the latest checkpoint of a thread."""
        return await self._surely(lambda: super(CheckpointDatabase, self).aget_tuple(config))

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Write a checkpoint, then delete those before it; to do both twice does no harm."""

        async def put() -> RunnableConfig:
            where = await super(CheckpointDatabase, self).aput(config, checkpoint, metadata, new_versions)
            thread = config["configurable"]["thread_id"]
            async with self._cursor(pipeline=True) as cursor:
                await cursor.execute(OLDER, (thread, checkpoint["id"]))
                await cursor.execute(UNNAMED, (thread,))
            return where

        return await self._surely(put)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],  # Any: see the import
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Store nothing: the next checkpoint holds it."""

    async def adelete_thread(self, thread_id: str) -> None:
        """Forget a thread; if the database is away, the next session of the run does it."""
        try:
            await self._surely(lambda: super(CheckpointDatabase, self).adelete_thread(thread_id))
        except Halt as away:
            logger.warning("a checkpoint that nobody needs any more is left for later: %s", away)

    async def attempts(self) -> set[int]:
        """List the attempts that have a thread."""

        async def listed() -> set[int]:
            async with self._cursor() as cursor:
                await cursor.execute(THREADS, (f"{self.namespace}/",))
                return {attempt_of(row["thread_id"]) for row in await cursor.fetchall()}

        return await self._surely(listed)

    async def _surely(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do something that may be repeated, again and again for some seconds when the connection breaks.

        Raises:
            Halt: if the database stays away.
        """
        for wait_s in WAITS_S:
            try:
                return await work()
            except BROKEN:
                await asyncio.sleep(wait_s)
        try:
            return await work()
        except BROKEN as broken:
            raise Halt(
                f"the checkpoints' database at {self._place} went away ({_first_line(broken)}); start it, "
                "then resume the run"
            ) from None


@asynccontextmanager
async def open_database(url: SecretStr, folder: Path, run: str) -> AsyncIterator[CheckpointDatabase]:
    """Open the checkpoints of a run in a database, and make its tables if it has none.

    Raises:
        UsageError: if the URL is none, or the database does not let us in.
    """
    place = place_of(url)
    with hushed("psycopg"):
        async with _pool(url) as pool:
            saver = CheckpointDatabase(pool, _name_in(folder, run), place)
            try:
                await pool.wait(timeout=CONNECT_S)
                await saver.setup()
            except (psycopg.Error, PoolTimeout) as refused:
                raise _no_entry(place, refused) from None
            yield saver


async def check_database(url: SecretStr) -> None:
    """Connect once and hang up.

    Raises:
        UsageError: if the URL is none, or the database does not let us in.
    """
    place = place_of(url)
    try:
        connection = await psycopg.AsyncConnection.connect(url.get_secret_value(), connect_timeout=CONNECT_S)
    except psycopg.Error as refused:
        raise _no_entry(place, refused) from None
    await connection.close()


def place_of(url: SecretStr) -> str:
    """Say where a database is, without the password.

    Raises:
        UsageError: if the text is no URL of a PostgreSQL database; the message does not repeat it.
    """
    text = url.get_secret_value()
    try:
        parts = conninfo_to_dict(text)
    except psycopg.Error:
        parts = {}
    if not parts or not text.startswith(("postgresql://", "postgres://")):
        raise UsageError(
            "SIMWRIGHT_CHECKPOINTS is no URL of a PostgreSQL database (it is not shown here, as it may "
            "hold a password); write postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        )
    host, port = parts.get("host") or "the local socket", parts.get("port") or 5432
    return f"{host}:{port}/{parts.get('dbname') or parts.get('user') or ''}"


def _pool(url: SecretStr) -> Pool:
    return AsyncConnectionPool(
        url.get_secret_value(),
        connection_class=psycopg.AsyncConnection[DictRow],
        kwargs={
            "autocommit": True,
            "prepare_threshold": 0,
            "row_factory": dict_row,
            "connect_timeout": CONNECT_S,
        },
        min_size=1,
        max_size=2,
        timeout=CONNECT_S,
        open=False,
    )


def _no_entry(place: str, refused: Exception) -> UsageError:
    return UsageError(
        f"the checkpoints' database at {place} cannot be used: {_first_line(refused)}. Mend the URL in "
        "SIMWRIGHT_CHECKPOINTS or start the server; without a URL checkpoints are kept in files"
    )


def _first_line(error: Exception) -> str:
    """Return what a driver's error says first; the server and the driver never say the password."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _name_in(folder: Path, run: str) -> str:
    """Return what a run is called in the database; it gets its name when it is first opened there."""
    path = folder / NAME_FILE
    if not path.exists():
        write_file(path, f"{uuid4().hex}/{run}".encode())
    return path.read_text(encoding="utf-8")
