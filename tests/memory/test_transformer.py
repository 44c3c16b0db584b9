"""sentence-transformers as an embedder, and as the reference of the numpy pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from memory.minilm import NAME, MiniLM
from memory.transformer import TransformerEmbedder
from sim.catalog import base_tasks
from sim.errors import UsageError


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no weights .*nothing is downloaded"):
        TransformerEmbedder(tmp_path)


def test_the_packaged_model_has_one_identity_however_it_is_run(minilm: MiniLM) -> None:
    assert TransformerEmbedder(minilm.folder, NAME).identity == minilm.identity


@pytest.mark.slow
def test_the_numpy_pass_is_sentence_transformers_to_the_sixth_digit(minilm: MiniLM) -> None:
    texts = ["", "x", "  naïve café 日本 \n", "stack coloured blocks into a tower", "block " * 400]
    texts += [text for task in base_tasks() for text in (task.description, task.source)]
    reference = TransformerEmbedder(minilm.folder, NAME)
    assert reference.dimensions == minilm.dimensions
    assert np.abs(reference.embed(texts) - minilm.embed(texts)).max() < 1e-6
