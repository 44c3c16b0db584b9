"""One embedding model for all tests of a process, which remembers what it embedded.

Reading its weights takes a fifth of a second and a program a tenth, and tests open hundreds of memories over
the same few texts. The vectors are the model's own, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from memory.embedding import Vector, Vectors
from memory.minilm import MiniLM


class Remembering(MiniLM):
    """Embeds each text once."""

    def __init__(self) -> None:
        super().__init__()
        self._remembered: dict[str, Vector] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed what was not embedded before; (N, 384)."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        self._remembered.update(zip(missing, super().embed(missing), strict=True))
        found = [self._remembered[text] for text in texts]
        return np.stack(found) if found else super().embed(())


@pytest.fixture(scope="session", autouse=True)
def shared_model() -> Iterator[None]:
    """Give every memory that is opened in this process the same model."""
    model = Remembering()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memory.memory.MiniLM", lambda: model)
        yield
