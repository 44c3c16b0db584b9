"""A GenSim library is read leniently in what is there, and strictly in each entry."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from memory.gensim import Found, read_gensim
from sim.errors import UsageError

TASK = {
    "task-name": "put-ball",
    "task-description": "Put\n the ball away.",
    "assets-used": ["ball/ball.urdf"],
}


def put(folder: Path, place: str, content: object) -> Path:
    """Write a file below a folder: text as it is, all else as JSON."""
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def reasons(found: Found) -> dict[tuple[str, str], str]:
    return {(fault.file, fault.entry): fault.reason for fault in found.faults}


def test_programs_alone_are_a_library(tmp_path: Path) -> None:
    put(tmp_path, "put_ball.py", "x = 1\n")
    put(tmp_path, "__init__.py", "")
    found = read_gensim(tmp_path)
    assert [(e.file, e.name, e.description, e.source) for e in found.entries] == [
        ("put_ball.py", "put-ball", "", "x = 1\n")
    ]
    assert found.faults == ()


def test_gensims_own_folders_are_known_and_the_base_tasks_come_first(tmp_path: Path) -> None:
    put(tmp_path, "prompts/data/generated_tasks.json", {"put-ball": TASK})
    put(tmp_path, "prompts/data/generated_task_codes.json", ["put_ball.py", "align_box.py"])
    put(tmp_path, "cliport/generated_tasks/put_ball.py", "x = 1\n")
    put(tmp_path, "cliport/tasks/align_box.py", "x = 2\n")
    found = read_gensim(tmp_path)
    assert [(entry.name, entry.description) for entry in found.entries] == [
        ("align-box", ""),
        ("put-ball", "Put the ball away."),
    ]
    assert found.faults == ()


def test_what_is_wrong_with_an_entry_is_told_and_the_others_go_in(tmp_path: Path) -> None:
    put(tmp_path, "put_ball.py", "x = 1\n")
    put(tmp_path, "again.py", "x = 1\n")
    wrong = {
        "put-ball": TASK,
        "no-program": TASK | {"task-name": "no-program"},
        "../../x": TASK,
        "no-description": {"task-name": "no-description"},
        "two-names": TASK,
        "a-list": [1],
    }
    put(tmp_path, "generated_tasks.json", wrong)
    put(tmp_path, "base_tasks.json", [TASK])
    put(tmp_path, "base_task_codes.json", ["gone.py", "../put_ball.py", 7])
    put(tmp_path, "generated_task_codes.json", "{")
    found = read_gensim(tmp_path)
    assert [entry.name for entry in found.entries] == ["again"]
    told = reasons(found)
    assert "has no program" in told["", "no-program"]
    assert "has no program" not in told.get(("", "put-ball"), "")
    assert "letters, digits" in told["generated_tasks.json", "../../x"]
    assert "task-description: field required" in told["generated_tasks.json", "no-description"]
    assert "calls itself 'put-ball'" in told["generated_tasks.json", "two-names"]
    assert "{task-name" in told["generated_tasks.json", "a-list"]
    assert "no object of names" in told["base_tasks.json", ""]
    assert "not there" in told["base_task_codes.json", "gone.py"]
    assert "letters, digits" in told["base_task_codes.json", "../put_ball.py"]
    assert "letters, digits" in told["base_task_codes.json", "7"]
    assert "no JSON" in told["generated_task_codes.json", ""]
    assert "same program as again.py" in told["put_ball.py", ""]


def test_nothing_that_leads_out_of_the_folder_is_read(tmp_path: Path) -> None:
    outside, library = tmp_path / "outside", tmp_path / "library"
    put(outside, "secret.py", "the-secret = 1\n")
    put(outside, "base_tasks.json", {"secret": TASK})
    put(library, "good.py", "x = 1\n")
    (library / "linked.py").symlink_to(outside / "secret.py")
    (library / "base_tasks.json").symlink_to(outside / "base_tasks.json")
    (library / "tasks").symlink_to(outside)
    (library / "prompts").symlink_to(outside)
    found = read_gensim(library)
    assert [entry.name for entry in found.entries] == ["good"]
    assert {fault.file for fault in found.faults} == {"linked.py", "base_tasks.json"}
    assert all("is a link" in fault.reason for fault in found.faults)


def test_pipes_giants_and_odd_names_are_refused_by_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    os.mkfifo(tmp_path / "generated_tasks.json")
    (tmp_path / "giant.py").write_bytes(b"#" * ((1 << 20) + 1))
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe")
    (tmp_path / "\x1b[2J.py").write_text("x = 1\n")
    put(tmp_path, "base_tasks.json", "[" * 100_000)
    found = read_gensim(tmp_path)
    assert found.entries == ()
    told = reasons(found)
    assert "no plain file" in told["pipe.py", ""]
    assert "no plain file" in told["generated_tasks.json", ""]
    assert "1,048,577 bytes" in told["giant.py", ""]
    assert "UTF-8" in told["bytes.py", ""]
    assert "letters, digits" in told["?[2J.py", ""]
    assert "no JSON" in told["base_tasks.json", ""]
    assert all((fault.file + fault.reason).isprintable() for fault in found.faults)


@pytest.mark.parametrize("place", ["nowhere", "empty", "file"])
def test_a_folder_that_is_none_says_what_to_give(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    put(tmp_path, "file", "")
    with pytest.raises(UsageError, match="give"):
        read_gensim(tmp_path / place)
