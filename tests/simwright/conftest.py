"""Every test of the front door stands in an empty folder, with no setting in the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.shared_model import shared_model  # noqa: F401 - a fixture of every test here
from tests.simwright.door import Knock, knocker


@pytest.fixture(autouse=True)
def nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("SIMWRIGHT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def knock(capsys: pytest.CaptureFixture[str]) -> Knock:
    return knocker(capsys)
