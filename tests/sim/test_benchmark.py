"""The benchmark's figures are of real episodes, and a leak would show."""

from __future__ import annotations

import io
import json
import math
import tempfile
from itertools import islice
from pathlib import Path

import pytest

from sim.benchmark import SOFT_EVERY, _mixed, is_soft, measure_leaks, measure_speed, serve
from sim.figures import LeakFigures, SpeedFigures, SpeedRequest
from tests.sim.scenes import blocks_in_bowls, box_to_corner, only, pyramid, thing

RIGID = [box_to_corner(1), blocks_in_bowls(1)]
PILE = only(thing("pile", "red", (0.5, 0, 0)))


def test_speed_is_measured_on_every_scene() -> None:
    found = measure_speed([*RIGID, pyramid(1)])
    fast = found.motions["fast"]
    assert found.episodes == 3
    assert fast.cpu_s_per_action is not None
    assert 1e-4 < fast.cpu_s_per_action.median < 0.1
    assert fast.cpu_s_per_reset is not None
    assert fast.cpu_s_per_reset.median <= fast.cpu_s_per_reset.p90 < 0.1
    assert fast.soft_cpu_s_per_action is None
    assert found.image_ms < 30
    assert found.peak_rss_mb > 20  # of this process, which holds more than a simulator's
    assert sum(found.breakdown.values()) == pytest.approx(1, abs=0.01)
    # Sampled: of three episodes, any of the smaller shares may be missing.
    assert set(found.breakdown) <= {"load", "settle", "sweep", "judge", "oracle", "other"}


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = measure_leaks(RIGID, 40)
    assert (found.episodes, len(found.rss_mb), found.bodies) == (40, 20, (3, 3))
    assert found.soft_episodes == 0
    assert found.flat


def test_a_file_that_is_left_behind_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "crumb").touch()
    assert measure_leaks(RIGID[:1], 20).temporary_files == 1


def test_soft_scenes_are_played_seldom_but_are_played() -> None:
    assert is_soft(PILE)
    drawn = list(islice(_mixed([*RIGID, PILE]), 2 * SOFT_EVERY))
    assert [n for n, scene in enumerate(drawn) if scene is PILE] == [0, SOFT_EVERY]
    assert list(islice(_mixed([PILE]), 2)) == [PILE, PILE]


def test_requests_and_answers_are_lines_of_json() -> None:
    request = SpeedRequest(scenes=(RIGID[0],)).model_dump_json().encode() + b"\n"
    answers = io.BytesIO()
    serve(io.BytesIO(request * 2), answers)
    first, second = answers.getvalue().splitlines()
    assert SpeedFigures.model_validate_json(first).episodes == 1
    assert json.loads(second)["motions"].keys() == {"fast"}


@pytest.mark.slow
def test_many_episodes_leave_memory_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found: LeakFigures = measure_leaks([*RIGID, PILE], 160)
    assert found.soft_episodes == math.ceil(160 / SOFT_EVERY)
    assert found.flat, found
