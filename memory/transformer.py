"""Any sentence-transformers model as an embedder, from a folder on this machine.

For models other than the packaged one. Importing the library takes seconds and 400 MB, so that waits for the
first text. For the packaged model this is the reference that `memory.minilm` is held to; it is not used for
large batches of it, because it is no faster on the texts of programs (measured on one core: 32 texts of 256
tokens take 3.3 s here and 3.1 s there) and a text's vector would depend, in the last digit, on its company.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from memory.embedding import Vectors
from sim.errors import UsageError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
CHUNK_BYTES = 1 << 20


class TransformerEmbedder:
    """A model that sentence-transformers can load; threads take turns."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        """Look at a model's folder; its weights are hashed and loaded when they are first needed.

        Raises:
            UsageError: if the folder holds no weights.
        """
        self.folder = folder
        self.name = name or folder.name
        self._turn = threading.Lock()
        self._weights = sorted({path for pattern in WEIGHTS for path in folder.rglob(pattern)})
        if not self._weights:
            raise UsageError(
                f"{folder} holds no weights ({' or '.join(WEIGHTS)}); give the folder of a "
                "sentence-transformers model on this machine: nothing is downloaded"
            )

    @cached_property
    def identity(self) -> str:
        """The model's name and the hash of its weights."""
        digest = hashlib.sha256()
        for path in self._weights:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    digest.update(chunk)
        return f"{self.name}:{digest.hexdigest()}"

    @cached_property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.embed(["length"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order; (N, D), each row of length one.

        Torch works with one thread meanwhile: on a busy machine two were ten times slower.
        """
        import torch  # noqa: PLC0415 - seconds of start-up, for other models only

        with self._turn:
            threads = torch.get_num_threads()
            torch.set_num_threads(1)
            try:
                found = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
            finally:
                torch.set_num_threads(threads)
        return np.asarray(found, dtype=np.float32)

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - as above

        return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
