"""`simwright demos`, with the real simulator."""

from __future__ import annotations

from pathlib import Path

from tests.simwright.door import Knock


def test_demonstrations_are_recorded_and_told_as_data(knock: Knock) -> None:
    ran = knock("demos", "block-insertion", "-n", "2", "--json")
    assert ran.code == 0
    assert {"episodes", "steps", "seconds", "bytes_per_step", "path"} <= set(ran.data)
    assert (ran.data["episodes"], ran.data["short"]) == (2, {})
    assert 0 < ran.data["bytes_per_step"] < 60_000
    assert (Path(ran.data["path"]) / "README.md").is_file()


def test_too_few_demonstrations_are_a_no_with_the_reason(knock: Knock, tmp_path: Path) -> None:
    eight = Path(__file__).parents[1] / "programs" / "faulty" / "unsolvable.py"
    program = tmp_path / "ten.py"
    program.write_text(eight.read_text().replace("colors(8)", "colors(10)"))
    ran = knock("demos", str(program), "-n", "1")
    assert ran.code == 1
    assert "fewer than asked for" in ran.err


def test_a_name_that_leads_elsewhere_is_refused(knock: Knock) -> None:
    ran = knock("demos", "block-insertion", "--name", "../elsewhere")
    assert ran.code == 2
    assert "../elsewhere" in ran.err


def test_damaged_demonstrations_are_refused(knock: Knock) -> None:
    path = Path(knock("demos", "block-insertion", "-n", "1", "--json").data["path"])
    file = next(path.rglob("*.parquet"))
    file.write_bytes(b"")
    ran = knock("demos", "block-insertion", "-n", "2")
    assert ran.code == 2
    assert file.name in ran.err
