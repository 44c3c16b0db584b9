"""The documents show the figures that were measured, and no others."""

from __future__ import annotations

from pathlib import Path

from simwright.soak import read_looks, verdicts
from tools.evidence import MEASURES, ablations, read, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"


def test_the_table_of_the_document_is_the_evidence() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert table() in text
    assert ablations() in text


def test_every_line_of_evidence_names_its_machine_and_date() -> None:
    evidence = read()
    assert set(evidence) == {measure.name for measure in MEASURES}
    for line in evidence.values():
        assert line["machine"]["cores"] > 0
        assert line["date"].startswith("20")


def test_the_two_hours_are_judged_by_the_looks_that_are_kept() -> None:
    output = read()["two hours"]["output"]
    looks = read_looks(DOCUMENT.parent / "evidence" / "soak.jsonl")
    assert (len(looks), looks[-1].attempts) == (output["looks"], output["attempts"])
    assert [verdict.model_dump(mode="json") for verdict in verdicts(looks)] == output["verdicts"]
    assert all(verdict.holds for verdict in verdicts(looks))
