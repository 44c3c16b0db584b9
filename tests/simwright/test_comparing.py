"""Two runs side by side, with how sure each difference is."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.ledger import Ledger
from graphs.resume import begin_run
from graphs.settings import ExploreSettings
from memory.workspace import Workspace
from simwright.comparing import difference
from simwright.rates import Rate
from tests.simwright.door import Knock, entry, made_workspace


@pytest.fixture
def two(tmp_path: Path) -> Workspace:
    workspace = made_workspace(tmp_path / "workspace")
    begin_run(workspace, ExploreSettings(seed=4, about="towers"), "gpt-9", 6)
    ledger = Ledger(workspace.runs / "run-0002" / "ledger.jsonl")
    ledger.append(entry(0, outcome="kept", name="same-again"))
    ledger.append(entry(1, outcome="kept", name="other", signature="inside(ball -> bowl) by all"))
    return workspace


def test_a_difference_of_rates_is_newcombes() -> None:
    """His own example (1998, table II a): 56 of 70 against 48 of 80."""
    found = difference(Rate(48, 80), Rate(56, 70))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=2e-4)


def test_equal_rates_differ_by_nothing() -> None:
    share, low, high = difference(Rate(5, 10), Rate(5, 10))
    assert share == 0
    assert low == -high


def test_what_only_one_kept_is_told_by_kinds_and_not_by_names(two: Workspace, knock: Knock) -> None:
    found = knock("runs", "compare", "run-0001", "run-0002", "--json").data
    assert found["both"] == 1
    assert found["only"] == {"run-0001": [], "run-0002": ["other"]}
    assert found["settings"] == {
        "agents": ["built-in author", "gpt-9"],
        "seed": ["3", "4"],
        "about": ["", "towers"],
    }
    kept = found["rates"]["kept"]
    assert (kept["run-0001"]["count"], kept["run-0001"]["of"], kept["run-0002"]["of"]) == (1, 3, 2)
    assert kept["difference"]["share"] == pytest.approx(2 / 3, abs=1e-4)


def test_a_person_gets_tables(two: Workspace, knock: Knock) -> None:
    told = knock("runs", "compare", "run-0001", "run-0002").out
    assert "+67" in told
    assert "only in run-0002 (1): other" in told
