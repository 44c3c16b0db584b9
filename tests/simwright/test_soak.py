"""A long run is judged by its quarters; what grows, slows down or stands still is noticed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from graphs.ledger import Ledger
from simwright.soak import Sample, samples, verdicts
from tests.simwright.door import Knock, entry

LOOKS = 40
Change = Callable[[int], dict[str, float | bool]]


def run_of(change: Change) -> list[Sample]:
    """Make up a run in which nothing is wrong, but for what is changed at each look."""
    good = [
        {
            "seconds": 180.0 * number,
            "rss_mb": 400.0 if number > 5 else 200.0,  # it warms up
            "children_mb": 150.0,
            "files": 40 + number % 3,
            "threads": 12,
            "children": 4,
            "checkpoint_bytes": 100_000,
            "attempts": 30 * number,
            "kept": 20 * number,
            "signatures": 18 * number,
            "exhausted": False,
        }
        for number in range(LOOKS + 1)
    ]
    return [Sample.model_validate({**look, **change(number)}) for number, look in enumerate(good)]


def broken(change: Change) -> list[str]:
    return [verdict.what for verdict in verdicts(run_of(change)) if not verdict.holds]


def test_a_good_run_holds_in_everything() -> None:
    assert broken(lambda n: {}) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda n: {"rss_mb": 400.0 + 2 * n}, "memory of the run, MB"),
        (lambda n: {"children_mb": 150.0 + n}, "memory of builders and simulators, MB"),
        (lambda n: {"files": 40 + n}, "open files"),
        (lambda n: {"threads": 12 + n}, "threads"),
        (lambda n: {"checkpoint_bytes": 6_000_000 if n == 20 else 1}, "checkpoints, bytes"),
        (lambda n: {"attempts": int(30 * n - 0.2 * n * n)}, "attempts a minute"),
        (lambda n: {"kept": min(20 * n, 500)}, "kept tasks"),
        (lambda n: {"signatures": min(18 * n, 450)}, "coverage, signatures"),
    ],
)
def test_what_grows_slows_down_or_stands_still_is_noticed(change: Change, what: str) -> None:
    assert broken(change) == [what]


def test_programs_that_are_being_built_are_no_growth() -> None:
    late = {"children": 6, "children_mb": 240.0}
    assert broken(lambda n: late if n > 20 and n % 3 else {}) == []


def test_processes_that_are_left_behind_are_growth() -> None:
    assert broken(lambda n: {"children": 5, "children_mb": 190.0} if n > 20 else {}) == [
        "memory of builders and simulators, MB"
    ]


def test_an_exhausted_author_may_stand_still() -> None:
    assert broken(lambda n: {"kept": min(20 * n, 500), "exhausted": n > 30}) == []


def test_a_few_looks_are_no_soak() -> None:
    with pytest.raises(ValueError, match="3 looks are too few"):
        verdicts(run_of(lambda n: {})[:3])


def test_a_process_is_looked_at_until_it_ends(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    for number in range(3):
        ledger.append(entry(number, outcome="kept" if number else "dropped"))
    (tmp_path / "checkpoints.sqlite").write_bytes(b"x" * 500)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.8)"]) as child:
        seen = list(samples(psutil.Process(child.pid), tmp_path, 0.05))
    assert len(seen) > 2
    assert (seen[-1].attempts, seen[-1].kept, seen[-1].signatures) == (3, 2, 1)
    assert max(sample.rss_mb for sample in seen) > 1  # it has none while it begins or ends
    assert seen[0].checkpoint_bytes == 500


def test_looks_that_were_kept_are_judged_alike(tmp_path: Path, knock: Knock) -> None:
    looks = run_of(lambda n: {"threads": 12 + n})
    file = tmp_path / "soak.jsonl"
    file.write_text("".join(f"{look.model_dump_json()}\n" for look in looks), encoding="utf-8")
    ran = knock("benchmark", "soak", "--judge", str(file), "--json")
    assert ran.code == 1
    assert ran.data["looks"] == LOOKS + 1
    assert [one["what"] for one in ran.data["verdicts"] if not one["holds"]] == ["threads"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "there is no file"),
        ("{}\n", "line 1 of"),
        ("nothing\n", "line 1 of"),
        ("", "0 looks are too few"),
    ],
)
def test_a_file_without_looks_is_refused(
    content: str | None, complaint: str, tmp_path: Path, knock: Knock
) -> None:
    file = tmp_path / "soak.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    ran = knock("benchmark", "soak", "--judge", str(file))
    assert ran.code == 2
    assert complaint in ran.err


def test_a_soak_begins_in_a_new_workspace(tmp_path: Path, knock: Knock) -> None:
    (tmp_path / "runs").mkdir()
    ran = knock("benchmark", "soak", "--hours", "0.01", "--workspace", str(tmp_path))
    assert ran.code == 2
    assert "has runs already" in ran.err
