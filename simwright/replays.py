"""`simwright explore --replay RUN`: what it refuses, how it walks, and what it tells."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from graphs.summary import Watch
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.console import note, out, write_json, write_table
from simwright.logbook import Logbook
from simwright.progress import shown_progress
from simwright.settings import Flag, Settings, outside_of
from simwright.stopping import stopped_by_signals

if TYPE_CHECKING:
    from graphs.replay import Replayed


def refuse_beside_replay(flags: Mapping[str, Flag]) -> None:
    """Refuse flags that a replay cannot follow, because the recorded run decided what they would say.

    Raises:
        UsageError: if one of them was given, that is, is not None.
    """
    given = [f"--{name.replace('_', '-')}" for name, value in flags.items() if value is not None]
    if given:
        raise UsageError(
            f"--replay repeats a run as it was, so {', '.join(given)} cannot go with it: leave it out; "
            "--workers, --sandbox, --workspace and --json may stay"
        )


async def walk_replay(settings: Settings, place: Workspace, recorded: str) -> Replayed:
    """Replay a run, and show how it goes.

    Raises:
        UsageError: if the run cannot be replayed; the message says why.
    """
    # Chroma and LangGraph are imported only here, when the flags are known to be right.
    from graphs.replay import ReplayOrder, replay  # noqa: PLC0415 - see above

    gc.freeze()  # as for any run
    stop = asyncio.Event()
    with Logbook() as book, stopped_by_signals(stop), shown_progress() as show:
        watch = Watch(stop, book.following(place, show), outside_of(settings))
        return await replay(ReplayOrder(recorded, place, settings.explore.workers, watch))


def tell_replay(result: Replayed, *, json: bool) -> None:
    """Say how a replay compares with its record, and leave with 1 if anything came out differently."""
    if json:
        write_json(result.model_dump(mode="json"))
    else:
        if result.different:
            write_table(
                ["attempt>", "task", "what", "recorded", "replayed"],
                (
                    (attempt.attempt, attempt.name, change.what, change.recorded, change.replayed)
                    for attempt in result.different
                    for change in attempt.changes
                ),
            )
        out().print(f"[bold]{result.same} of {result.recorded} attempts the same[/bold]")
        note(escape(result.message))
    if not result.is_same:
        raise typer.Exit(1)
