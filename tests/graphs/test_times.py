"""How long a run took is the sum over its sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.times import Commit, Times


def write(path: Path, *sessions_s: float) -> None:
    lines = [Commit(attempt=n, committed=1.0, walked_s=0.1, session_s=s) for n, s in enumerate(sessions_s)]
    path.write_text("".join(line.model_dump_json() + "\n" for line in lines))


@pytest.mark.parametrize(
    ("sessions_s", "earlier_s"), [((), 0.0), ((1.0, 5.0), 5.0), ((1.0, 5.0, 2.0, 3.0, 0.5), 8.5)]
)
def test_a_session_counts_up_to_its_last_commit(
    tmp_path: Path, sessions_s: tuple[float, ...], earlier_s: float
) -> None:
    write(tmp_path / "times.jsonl", *sessions_s)
    times = Times(tmp_path / "times.jsonl")
    assert times.run_s - times.session_s == pytest.approx(earlier_s, abs=0.01)


def test_what_is_noted_is_found_by_the_next_session(tmp_path: Path) -> None:
    first = Times(tmp_path / "times.jsonl")
    first.note(0, walked_s=0.25)
    assert Times(tmp_path / "times.jsonl").run_s >= 0.0
    assert (tmp_path / "times.jsonl").read_text().count('"walked_s":0.25') == 1
