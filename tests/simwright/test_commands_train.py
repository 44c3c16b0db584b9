"""`simwright train` and `simwright evaluate`: the whole way from demonstrations to a score."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simwright.door import Knock


@pytest.mark.slow
def test_demonstrations_become_a_policy_that_is_scored(knock: Knock, tmp_path: Path) -> None:
    assert knock("demos", "block-insertion", "-n", "2").code == 0
    ran = knock("train", "--demos", "block-insertion", "--steps", "2", "--batch", "2", "--json")
    assert {"policy", "steps", "seconds", "samples_per_s"} <= set(ran.data)
    again = knock("train", "--demos", "block-insertion", "--steps", "3", "--batch", "2")
    assert (again.code, "planned" in again.err) == (2, True)
    table = tmp_path / "table.md"
    scored = knock("evaluate", "block-insertion", "--episodes", "2", "--report", str(table), "--json")
    assert set(scored.data["tasks"]) == {"block-insertion"}
    assert {"success", "low", "high", "episodes"} <= set(scored.data["tasks"]["block-insertion"])
    assert "| block-insertion |" in table.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("train", "--demos", "none"), "no demonstrations 'none'"),
        (("evaluate", "none"), "no policy"),
    ],
)
def test_what_is_not_there_is_a_clear_error(knock: Knock, words: tuple[str, ...], said: str) -> None:
    ran = knock(*words)
    assert ran.code == 2
    assert said in ran.err
