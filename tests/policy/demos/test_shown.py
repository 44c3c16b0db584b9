"""What a person shows on a robot of their own can be learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from policy.demos.shown import Shown, keep_shown
from policy.demos.store import DemoStore
from policy.pictures import Picture, sample_of
from sim.aim import Aim
from sim.errors import UsageError


def shown(words: str) -> Shown:
    rgb = np.full((320, 160, 3), 90, np.uint8)
    height = np.full((320, 160), 0.0123, np.float32)
    return Shown(Picture(rgb, height), words, Aim((0.4, 0.1), (0.6, -0.2), 0.5))


def test_episodes_are_kept_one_after_another_and_read_as_samples(tmp_path: Path) -> None:
    store = DemoStore(tmp_path / "lab")
    keep_shown(store, "tidy-up", [shown("take the cup"), shown("take the spoon")], "our-lab")
    keep_shown(store, "tidy-up", [shown("take the fork")], "our-lab")
    again = DemoStore(tmp_path / "lab")
    assert (again.plan.domain.name, again.damaged()) == ("our-lab", [])
    rows = list(again.rows("tidy-up", "train"))
    assert [(row["seed"], row["step"], row["steps"]) for row in rows] == [(0, 0, 2), (0, 1, 2), (2, 0, 1)]
    sample = sample_of(rows[2])
    assert (sample.words, sample.turn) == ("take the fork", 0.5)
    assert sample.pick == pytest.approx((0.4, 0.1))
    assert sample.answers()[0].target == pytest.approx((0.6, -0.2))
    assert sample.picture.height[5, 5] == pytest.approx(0.0123, abs=1e-5)


def test_what_cannot_be_learned_from_is_refused(tmp_path: Path) -> None:
    store = DemoStore(tmp_path / "lab")
    with pytest.raises(UsageError, match="has no action"):
        keep_shown(store, "tidy-up", [], "our-lab")
    small = Shown(
        Picture(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.float32)), "", Aim((0, 0), (0, 0))
    )
    with pytest.raises(UsageError, match="they must be"):
        keep_shown(store, "tidy-up", [small], "our-lab")
    assert not (tmp_path / "lab").exists()


def test_two_laboratories_do_not_share_a_store(tmp_path: Path) -> None:
    store = DemoStore(tmp_path / "lab")
    keep_shown(store, "tidy-up", [shown("take the cup")], "our-lab")
    with pytest.raises(UsageError, match="domain 'our-lab'"):
        keep_shown(store, "tidy-up", [shown("take the cup")], "their-lab")
