"""What turns texts into vectors, and which of several ways is taken.

An embedder is named by its model *and* the hash of its weights: vectors of two models are never mixed. The
default is the packaged all-MiniLM-L6-v2, so nothing is downloaded; a short numpy pass (`memory.minilm`)
embeds a sentence in 10 ms. Importing sentence-transformers costs many seconds, so it is left to other models
(`memory.transformer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]  # (D,), length 1
Vectors: TypeAlias = NDArray[np.float32]  # (N, D), rows of length 1


class Embedder(Protocol):
    """Turns texts into vectors of length one."""

    @property
    def identity(self) -> str:
        """The model's name and the hash of its weights; vectors of different identity do not mix."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order; (N, D), each row of length one."""
