"""The notebooks of the documents run, and print what they show."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from tools.notebook import FOLDER, Cell, run_cells


def printed(cells: list[Cell]) -> list[str]:
    """Return what code cells printed; pictures and values may differ in their last bits elsewhere."""
    outputs = (output for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"])
    return ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs_and_prints_what_it_shows(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMWRIGHT_WORKSPACE", str(tmp_path))
    cells: list[Cell] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = printed(copy.deepcopy(cells))
    assert shown
    run_cells(cells)
    assert printed(cells) == shown


def test_the_last_expression_of_a_cell_is_its_output() -> None:
    cells: list[Cell] = [
        {"cell_type": "code", "source": ["x = 2\n", "print(x)\n", "x + 1"], "outputs": []},
        {"cell_type": "code", "source": ["x += 1"], "outputs": []},
    ]
    run_cells(cells)
    assert [output["output_type"] for output in cells[0]["outputs"]] == ["stream", "execute_result"]
    assert cells[0]["outputs"][1]["data"] == {"text/plain": "3"}
    assert (cells[1]["outputs"], cells[1]["execution_count"]) == ([], 2)


def test_an_error_in_a_cell_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        run_cells([{"cell_type": "code", "source": ["1 / 0"], "outputs": []}])
