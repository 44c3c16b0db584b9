"""Where everything lies: the folders of one workspace.

Only names; looking at a path creates nothing. Who writes into a folder makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """The folders under one root."""

    root: Path

    @property
    def library(self) -> Path:
        """Verified tasks and lessons: the truth, readable and fit for git."""
        return self.root / "library"

    @property
    def index(self) -> Path:
        """What makes the library quick to search; may be deleted at any time."""
        return self.root / "index"

    @property
    def runs(self) -> Path:
        """One folder a run: ledger, spans, exchanges, report."""
        return self.root / "runs"

    @property
    def curricula(self) -> Path:
        """One folder a curriculum: its stages and the order in which to learn them."""
        return self.root / "curricula"

    @property
    def imports(self) -> Path:
        """One file for each program that an import refused, so that it is not verified twice."""
        return self.root / "imports"

    @property
    def demos(self) -> Path:
        """Recorded demonstrations."""
        return self.root / "demos"

    @property
    def policies(self) -> Path:
        """Trained policies."""
        return self.root / "policies"
