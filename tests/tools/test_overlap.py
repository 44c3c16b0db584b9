"""The document shows how attempts overlap as it was measured."""

from __future__ import annotations

import json

from tools.evidence import ROOT
from tools.overlap import EVIDENCE, remembered, table


def test_the_document_has_the_figures_of_the_evidence() -> None:
    line = json.loads(EVIDENCE.read_text(encoding="utf-8"))
    assert table(line) in (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    assert line["most_in_flight"] <= line["allowed"]


def test_a_prompt_is_answered_alike_each_time() -> None:
    answers = iter("abc")
    mind = remembered(lambda body: next(answers))
    first, other = {"messages": ["x"]}, {"messages": ["y"]}
    assert [mind(first), mind(other), mind(first)] == ["a", "b", "a"]
