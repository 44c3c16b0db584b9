"""Run the notebooks of the documents in this process, and write what their cells give beneath them.

`python -m tools.notebook` does that for docs/notebooks; a test runs the same cells. No Jupyter is needed: a
cell is plain Python, and its last expression is what it gives.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"

Cell = dict[str, Any]  # Any: notebooks are JSON, format 4


def main() -> None:
    """Run every notebook and write it back with its outputs."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        run_cells(notebook["cells"])
        path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")


def run_cells(cells: list[Cell]) -> None:
    """Run code cells in order, in one namespace, and set their numbers and outputs.

    Raises:
        Exception: whatever a cell raises.
    """
    namespace: dict[str, object] = {"__name__": "__notebook__"}
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, start=1):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            value = _run("".join(cell["source"]), namespace)
        cell["execution_count"] = number
        cell["outputs"] = _outputs(printed.getvalue(), value, number)


def _run(source: str, namespace: dict[str, object]) -> object:
    """Run a cell; return the value of its last expression, None if it ends otherwise."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<cell>", "exec"), namespace)
        return None
    tree.body.pop()
    exec(compile(tree, "<cell>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


def _outputs(printed: str, value: object, number: int) -> list[Cell]:
    outputs: list[Cell] = []
    if printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": printed.splitlines(keepends=True)})
    if value is not None:
        html = getattr(value, "_repr_html_", None)
        data = {"text/html": html()} if html else {"text/plain": repr(value)}
        outputs.append(
            {"output_type": "execute_result", "execution_count": number, "data": data, "metadata": {}}
        )
    return outputs


if __name__ == "__main__":
    main()
