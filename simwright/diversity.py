"""How diverse a run's tasks are, now and on the way there; read from its ledger and the library."""

from __future__ import annotations

from collections.abc import Sequence

from eval.diversity import Moment, Task, diversity, tenths
from graphs.ledger import Entry
from memory.reading import Placed, Reader
from memory.workspace import Workspace
from simwright.console import Json


def moments_of(workspace: Workspace, entries: Sequence[Entry]) -> tuple[Moment, ...]:
    """Measure a run at each tenth of its attempts; the last moment is its end, and an empty run has none.

    Tasks that were removed from the library since are not counted.
    """
    if not entries:
        return ()
    library = Reader(workspace).placed()
    by_name = {placed.card.name: placed for placed in library}
    return tuple(_moment(entries[:attempts], library, by_name) for attempts in tenths(len(entries)))


def diversity_data(moments: Sequence[Moment]) -> Json:
    """Write diversity as commands print it: how it stands, and how it came there."""
    last = Moment(attempts=0, kept=0, **diversity((), ()).model_dump()) if not moments else moments[-1]
    now: dict[str, Json] = last.model_dump(include={"cells", "gensim_score", "embedding"})
    return {**now, "over_time": [moment.model_dump() for moment in moments]}


def _moment(entries: Sequence[Entry], library: list[Placed], by_name: dict[str, Placed]) -> Moment:
    known = [placed.card.signature for placed in library if placed.card.sequence < entries[-1].sequence]
    kept = [entry for entry in entries if entry.outcome == "kept"]
    found = [by_name[entry.name] for entry in kept if entry.name in by_name]
    tasks = [Task(frozenset(placed.card.kinds), placed.vector) for placed in found]
    figures = diversity(known, tasks)
    return Moment(attempts=len(entries), kept=len(kept), **figures.model_dump())
