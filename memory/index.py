"""The Chroma index: which of many vectors are near to a query. One process may have it open.

It holds three collections (tasks, programs, lessons), cosine, each item under its stable id with the key of
the text that it stands for. We pass vectors ourselves, so it needs no network; it never sees a text. Whatever
goes wrong in it is `IndexDamaged`, and the remedy is always the same: make it anew from the library.

Each index lies in a folder of a new name, `index/chroma-<random>`: Chroma remembers the paths that a process
has opened, broken ones too, so a path must not be used again.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

import numpy as np

from memory.embedding import Vector
from memory.seal import broken_seal, seal, unseal
from sim.errors import SimwrightError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

CollectionName = Literal["tasks", "programs", "lessons"]
COLLECTIONS: tuple[CollectionName, ...] = get_args(CollectionName)

FORMAT = 1
# How widely the graph is searched. Space and width are chosen when a collection is made, and a later wish is
# ignored in silence; Chroma's own width, 100, misses every second neighbour among 10,000 random vectors.
EF_SEARCH = 400
BATCH = 1000  # Chroma takes at most 5,461 items at once
FOLDERS = "chroma-*"


class IndexDamaged(SimwrightError):
    """The index cannot be used: missing, broken, or made by another model or format."""


class Index:
    """An open index."""

    def __init__(self, place: Path, client: Client, collections: dict[CollectionName, Collection]) -> None:
        self._place = place
        self._client = client
        self._collections = collections

    @classmethod
    def create(cls, folder: Path, identity: str) -> Index:
        """Make an empty index for a model's vectors; older ones under `folder` are removed."""
        for old in folder.glob(FOLDERS):
            shutil.rmtree(old)
        place = folder / f"chroma-{secrets.token_hex(4)}"
        place.mkdir(parents=True)
        with _whatever_goes_wrong("a new index"):
            client = _client(place)
            tag = _tag(identity)
            made = {name: _create_collection(client, name, tag) for name in COLLECTIONS}
        return cls(place, client, made)

    @classmethod
    def open(cls, folder: Path, identity: str) -> Index:
        """Open the index and look at every collection.

        Raises:
            IndexDamaged: if it is missing, cannot be read, or is of another model or format.
        """
        places = list(folder.glob(FOLDERS))
        if len(places) != 1:
            raise IndexDamaged("it is missing" if not places else f"there are {len(places)} of it")
        if fault := broken_seal(places[0]):
            raise IndexDamaged(fault)
        unseal(places[0])
        with _whatever_goes_wrong("it cannot be opened"):
            client = _client(places[0])
        index = cls(places[0], client, {})
        try:
            with _whatever_goes_wrong("it cannot be read"):
                index._collections = {
                    n: client.get_collection(n, embedding_function=None) for n in COLLECTIONS
                }
                index._check(identity)
        except IndexDamaged:
            index.abandon()
            raise
        return index

    def contents(self, name: CollectionName) -> dict[str, str]:
        """Return the key of the text behind every id.

        Raises:
            IndexDamaged: if it cannot be read.
        """
        with _whatever_goes_wrong(f"{name} cannot be listed"):
            found = self._collections[name].get(include=["metadatas"])
            metadatas = found["metadatas"] or []
            return {id_: str(data["key"]) for id_, data in zip(found["ids"], metadatas, strict=True)}

    def upsert(self, name: CollectionName, items: Sequence[tuple[str, str, Vector]]) -> None:
        """Put in (id, key, vector) in batches; what is there under an id is replaced.

        Raises:
            IndexDamaged: if it cannot be written.
        """
        with _whatever_goes_wrong(f"{name} cannot be written"):
            for start in range(0, len(items), BATCH):
                ids, keys, vectors = zip(*items[start : start + BATCH], strict=True)
                self._collections[name].upsert(
                    ids=list(ids),
                    embeddings=np.stack(vectors),
                    metadatas=[{"key": key} for key in keys],
                )

    def delete(self, name: CollectionName, ids: Sequence[str]) -> None:
        """Take items out.

        Raises:
            IndexDamaged: if it cannot be written.
        """
        with _whatever_goes_wrong(f"{name} cannot be written"):
            for start in range(0, len(ids), BATCH):
                self._collections[name].delete(ids=list(ids[start : start + BATCH]))

    def near(self, name: CollectionName, query: Vector, k: int) -> list[str]:
        """Return the ids of about the k nearest items, nearest first; fewer when it holds fewer.

        Raises:
            IndexDamaged: if it cannot be read.
        """
        if k < 1:
            return []
        with _whatever_goes_wrong(f"{name} cannot be searched"):
            found = self._collections[name].query(query_embeddings=query, n_results=k, include=[])
            return list(found["ids"][0])

    def close(self) -> None:
        """Let go of the files and seal them, so that another process, or this one again, may open them."""
        self._client.close()
        if self._place.is_dir():  # else somebody removed it: making it again found no room, say
            seal(self._place)

    def abandon(self) -> None:
        """Let go of the files of an index that is damaged, without a seal."""
        self._client.close()

    def _check(self, identity: str) -> None:
        """Look at the tags and ask one question of each collection: a broken graph shows only then."""
        for name, collection in self._collections.items():
            if collection.metadata != _tag(identity):
                raise IndexDamaged(f"{name} was made for {collection.metadata}, not {_tag(identity)}")
            dimensions = collection.get(limit=1, include=["embeddings"])["embeddings"]
            if dimensions is not None and len(dimensions):
                self.near(name, np.asarray(dimensions[0], np.float32), 1)


def _client(place: Path) -> Client:
    import chromadb  # noqa: PLC0415 - a second of start-up that readers must not pay
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    client = chromadb.PersistentClient(path=str(place), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # its declared type leaves out `close`


def _create_collection(client: Client, name: str, tag: dict[str, str | int]) -> Collection:
    return client.create_collection(
        name,
        metadata=dict(tag),
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
    )


def _tag(identity: str) -> dict[str, str | int]:
    return {"format": FORMAT, "model": identity}


@contextmanager
def _whatever_goes_wrong(what: str) -> Iterator[None]:
    """Turn any failure inside Chroma into `IndexDamaged`."""
    try:
        yield
    except (IndexDamaged, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # Chroma's core is Rust, and its panics are no Exception
        reason = (str(error).splitlines() or [""])[0][:200]
        raise IndexDamaged(f"{what}: {type(error).__name__}: {reason}") from error
