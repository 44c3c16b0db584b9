"""What `simwright convert` prints and writes."""

from __future__ import annotations

from pathlib import Path

from tests.sim.cliport.making import PROGRAMS
from tests.simwright.door import Knock


def test_the_program_is_data_and_the_verdicts_are_notes(knock: Knock) -> None:
    ran = knock("convert", str(PROGRAMS / "block_insertion.py"), "--seeds", "1", "--out", "mine.py")
    assert ran.code == 0
    assert ran.out == ""
    assert "kept: mine.py" in ran.err
    assert "self.goal(inserted(ell, fixture)" in Path("mine.py").read_text(encoding="utf-8")


def test_what_is_not_kept_is_not_written(knock: Knock) -> None:
    ran = knock("convert", str(PROGRAMS / "missing_asset.py"), "--seeds", "1", "--out", "mine.py", "--json")
    assert ran.code == 1
    assert (ran.data["kept"], ran.data["original"]["verdict"]) == (False, "solved")
    assert not Path("mine.py").exists()


def test_a_program_of_ours_is_used_wrongly(knock: Knock) -> None:
    ran = knock("convert", "put-block-in-bowl")
    assert ran.code == 2
    assert "simwright verify" in ran.err
