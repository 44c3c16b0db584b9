"""The document shows how the kinds of policies compare, as it was measured."""

from __future__ import annotations

from policy.kinds import KINDS
from tools.evidence import ROOT
from tools.policy_study import read, scores, speeds

DOCUMENT = ROOT / "docs" / "policies.md"


def test_the_tables_of_the_document_are_the_evidence() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert speeds() in text
    assert scores() in text


def test_every_line_says_what_was_run_and_where() -> None:
    lines = read()
    assert lines["speed"]["output"]["kinds"].keys() == KINDS.keys()
    for line in lines.values():
        assert line["command"].startswith("simwright ")
        assert line["machine"]["cores"] > 0
        assert line["date"].startswith("20")


def test_the_fast_policy_learns_from_twenty_times_as_many_samples() -> None:
    found = read()["speed"]["output"]
    assert found["ratio"] >= found["target"] == 20
