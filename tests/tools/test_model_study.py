"""The document shows what models did, as it was measured; settings without models measure nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.evidence import ROOT
from tools.model_study import CASTS, measure, read, tables

DOCUMENT = ROOT / "docs" / "models.md"
SETTINGS = ROOT / "docs" / "evidence" / "smollm2.toml"


def test_the_tables_of_the_document_are_the_evidence() -> None:
    assert tables() in DOCUMENT.read_text(encoding="utf-8")


def test_every_line_says_what_was_run_and_where() -> None:
    lines = read()
    assert {line["cast"] for line in lines} <= {*CASTS}
    for line in lines:
        assert line["settings"] == SETTINGS.read_text(encoding="utf-8")
        assert line["machine"]["cores"] > 0
        assert line["date"].startswith("20")


def test_settings_that_name_no_model_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "simwright.toml"
    file.write_text("[explore]\nseed = 1\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r'write all = "ENDPOINT:NAME" into \[models\]'):
        next(measure(file, 1, CASTS))
