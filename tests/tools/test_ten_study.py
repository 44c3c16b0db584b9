"""The document shows what one policy can do of ten tasks, as it was measured."""

from __future__ import annotations

import pytest

from eval.ceilings import LOW
from eval.suites import TEN, read_suite
from tools.evidence import ROOT
from tools.ten_study import EVIDENCE, measure, read, table, training

DOCUMENT = ROOT / "docs" / "policies.md"


def test_the_table_of_the_document_is_the_evidence() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert table() in text
    assert training() in text


def test_every_task_of_the_suite_was_scored_and_its_ceiling_is_high() -> None:
    lines, suite = read(), read_suite(TEN)
    for name in ("score", "ceilings"):
        tasks = lines[name]["output"]["tasks"]
        assert set(tasks) == set(suite)
        assert all(one["episodes"] == 100 for one in tasks.values())
    assert all(one["success"] >= LOW for one in lines["ceilings"]["output"]["tasks"].values())


def test_a_measure_that_is_not_there_is_a_clear_error() -> None:
    before = EVIDENCE.read_bytes()
    with pytest.raises(SystemExit, match="they are"):
        measure("nowhere", ["weather"])
    assert EVIDENCE.read_bytes() == before
