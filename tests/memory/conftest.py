"""What the tests of the memory share: a workspace of their own, and the model, which is read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory.minilm import MiniLM
from memory.workspace import Workspace


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The packaged model; it keeps its weights between tests, and nothing else."""
    return MiniLM()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace that nobody has looked at yet."""
    return Workspace(tmp_path / "workspace")
