"""Vectors of texts, each embedded once: from the flat file, from a small cache, or from the model.

What the library holds is kept in the flat file; passing questions are not. Several threads may ask at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

import numpy as np

from memory.embedding import Embedder, Vector
from memory.flat import FlatWriter
from memory.texts import text_key

CACHED_QUERIES = 4096  # 1.5 KB each
BATCH = 64  # texts embedded between two appends: what a kill can cost


def embed_missing(texts: Iterable[str], flat: FlatWriter, embedder: Embedder) -> int:
    """Embed the texts that the flat file does not have, append them and return how many they were."""
    missing = {text_key(text): text for text in texts if text_key(text) not in flat.vectors}
    keys = list(missing)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        flat.append(batch, embedder.embed([missing[key] for key in batch]))
    return len(keys)


class QueryVectors:
    """Vectors of questions, of which the latest are remembered."""

    def __init__(self, embedder: Embedder, known: Mapping[str, Vector]) -> None:
        self._embedder = embedder
        self._known = known
        self._recent: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, text: str) -> Vector:
        """Return the vector of a text; (D,)."""
        key = text_key(text)
        with self._lock:
            found = self._known.get(key, self._recent.get(key))
        if found is None:
            found = self._embedder.embed([text])[0]
        with self._lock:
            self._recent[key] = found
            self._recent.move_to_end(key)
            while len(self._recent) > CACHED_QUERIES:
                self._recent.popitem(last=False)
        return found

    def keep(self, texts: Iterable[str], flat: FlatWriter) -> None:
        """Append the vectors of texts that the flat file does not have; what was asked lately is there."""
        missing = {text_key(text): text for text in texts if text_key(text) not in flat.vectors}
        if missing:
            flat.append(list(missing), np.stack([self(text) for text in missing.values()]))
