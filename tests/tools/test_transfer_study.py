"""The study of transfer asks fair questions, does nothing twice, and the document shows what it measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.evidence import Line
from tools.transfer_study import Study, read, run, tables

DOCUMENT = Path(__file__).parents[2] / "docs" / "policies.md"
UNSEEN = "put-block-in-bowl"
WHO = (f"scratch-{UNSEEN}", f"adapted-{UNSEEN}", "generated")
OWN = "inside(block -> bowl) by all"


def study(workspace: Path) -> Study:
    return Study(workspace, 2, 10, 3000, 300, 16, 5, 100, (UNSEEN,), (1,))


def line(command: str, output: Line) -> Line:
    return {"name": "", "command": command, "date": "2026-11-27", "machine": {}, "output": output}


def begun(workspace: Path, signature: str) -> Path:
    """Write what a study has done so far, up to the look at the unseen task."""
    kept = [{"name": "stack-two", "signature": "on(block -> block)"}, {"name": "b", "signature": signature}]
    done = [
        line("explore --kept 2", {"run": "run-0001", "kept": kept}),
        line(f"verify {UNSEEN} --seeds 1", {"signature": OWN}),
    ]
    path = workspace / "study.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in done))
    return path


def test_a_task_whose_signature_was_generated_is_not_unseen(tmp_path: Path) -> None:
    begun(tmp_path, OWN)
    with pytest.raises(SystemExit, match="put-block-in-bowl is not unseen: b was generated"):
        list(run(study(tmp_path), "tasks"))


def test_what_was_done_is_not_done_again(tmp_path: Path) -> None:
    """Nothing is run here: every command of the study has its line already."""
    path = begun(tmp_path, "other")
    few = f"--demos few --tasks {UNSEEN} -k 5 --batch 16 --steps 300"
    rest = [
        "demos run-0001 -n 10 --name generated",
        f"demos {UNSEEN} -n 5 --name few",
        "train --demos generated --batch 16 --steps 3000 --name generated",
        f"adapt generated {few} --name adapted-{UNSEEN}",
        f"train {few} --name scratch-{UNSEEN}",
        *(f"evaluate {who} --tasks {UNSEEN} --episodes 100" for who in WHO),
        "train --demos generated --tasks stack-two --batch 16 --steps 3000 --name first-1",
        f"evaluate first-1 --tasks {UNSEEN} --episodes 100",
    ]
    with path.open("a") as file:
        file.writelines(f"{json.dumps(line(command, {}))}\n" for command in rest)
    before = path.read_bytes()
    lines = list(run(study(tmp_path), "tasks"))
    assert [one["command"] for one in lines][2:] == rest
    assert {one["part"] for one in lines} == {"tasks"}
    assert path.read_bytes() == before


def test_the_document_shows_the_evidence() -> None:
    lines, text = read(), DOCUMENT.read_text(encoding="utf-8")
    assert {one["part"] for one in lines} == {"tasks", "domain"}
    for table in tables().split("\n\n"):
        assert table in text
    for one in lines:
        assert one["machine"]["cores"] > 0
        assert one["date"].startswith("20")
