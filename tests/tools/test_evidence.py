"""The documents show the figures that were measured, and no others."""

from __future__ import annotations

from pathlib import Path

from tools.evidence import MEASURES, ablations, read, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"


def test_the_table_of_the_document_is_the_evidence() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert table() in text
    assert ablations() in text


def test_every_line_of_evidence_names_its_machine_and_date() -> None:
    evidence = read()
    assert set(evidence) <= {measure.name for measure in MEASURES}  # what was never measured has no row
    for line in evidence.values():
        assert line["machine"]["cores"] > 0
        assert line["date"].startswith("20")
