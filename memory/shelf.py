"""One collection as the writer sees it: its items, their exact vectors, and what the index has yet to learn.

The index proposes, the vectors decide: candidates come from Chroma, are joined by what was not flushed yet,
and are scored again exactly.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from memory.embedding import Vector
from memory.index import CollectionName, Index
from memory.retrieve import Candidate, candidates

# At least this many are asked of Chroma. Up to this many items it is asked for all of them and can be caught
# when it misses one, so the answer is exact; beyond, the best few of so many are with near certainty.
ASKED = 256


@dataclass(frozen=True)
class Item:
    """Something on a shelf: the text behind it is known by its key only."""

    id: str
    sequence: int
    key: str


class Shelf:
    """The items of one collection."""

    def __init__(self, name: CollectionName, vectors: Mapping[str, Vector]) -> None:
        self.name: CollectionName = name
        self.items: dict[str, Item] = {}
        self._vectors = vectors
        self._pending: dict[str, Item] = {}

    @property
    def pending(self) -> int:
        """How many items the index does not have yet."""
        return len(self._pending)

    def put(self, item: Item) -> None:
        """Put an item on the shelf; the index learns of it at the next flush."""
        self.items[item.id] = item
        self._pending[item.id] = item

    def take(self, id_: str, index: Index) -> None:
        """Take an item off the shelf and out of the index."""
        del self.items[id_]
        self._pending.pop(id_, None)
        index.delete(self.name, [id_])

    def flush(self, index: Index) -> None:
        """Tell the index what it does not have yet."""
        items = [(item.id, item.key, self._vectors[item.key]) for item in self._pending.values()]
        index.upsert(self.name, items)
        self._pending.clear()

    def reconcile(self, index: Index) -> str:
        """Say how the index differs, "" if it does not; the surplus is removed, a flush adds the rest."""
        held = index.contents(self.name)
        wanted = {item.id: item.key for item in self.items.values()}
        surplus = sorted(held.keys() - wanted.keys())
        index.delete(self.name, surplus)
        missing = wanted.keys() - held.keys()
        changed = {id_ for id_ in wanted.keys() & held.keys() if wanted[id_] != held[id_]}
        self._pending = {id_: self.items[id_] for id_ in self.items if id_ in missing | changed}
        found = {"missing": len(missing), "changed": len(changed), "unknown": len(surplus)}
        faults = ", ".join(f"{count} {fault}" for fault, count in found.items() if count)
        return f"{self.name}: {faults}" if faults else ""

    def scored(self, query: Vector, ids: Iterable[str]) -> list[Candidate]:
        """Score items that are known to matter against a query, best first."""
        return candidates(query, [(id_, self._vectors[self.items[id_].key]) for id_ in ids])

    def near(
        self,
        index: Index,
        query: Vector,
        *,
        wanted: int,
        before: int | None,
        hidden: Collection[str] = (),
    ) -> list[Candidate]:
        """Return the `wanted` items nearest to a query, best first.

        Args:
            index: proposes them.
            query: of length one.
            wanted: how many.
            before: only those that were committed before this place in the sequence.
            hidden: ids of items that do not count.
        """
        horizon = math.inf if before is None else before
        newer = sum(item.sequence >= horizon for item in self.items.values())
        ids = self._proposed(index, query, max(ASKED, wanted + newer + len(hidden)))
        seen = [id_ for id_ in ids if self.items[id_].sequence < horizon and id_ not in hidden]
        return self.scored(query, seen)[:wanted]

    def _proposed(self, index: Index, query: Vector, asked: int) -> set[str]:
        """Ask the index, and take everything when it answers with fewer than it owes."""
        owed = min(asked, len(self.items) - len(self._pending))
        found = [id_ for id_ in index.near(self.name, query, owed) if id_ in self.items]
        return {*(found if len(found) == owed else self.items), *self._pending}
