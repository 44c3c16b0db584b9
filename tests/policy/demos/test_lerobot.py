"""The export holds what was recorded, in the places where LeRobot's format v3 has it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from datasets import Dataset

from policy.demos.lerobot import ACTION, DEPTH, TOP, export_lerobot
from policy.demos.record import Wanted, record
from policy.demos.store import DemoStore
from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.verify import Verifier

BOWLS = next(task for task in base_tasks() if task.name == "put-block-in-bowl")


@pytest.fixture
async def store(tmp_path: Path) -> DemoStore:
    store = DemoStore(tmp_path / "demos")
    wanted = Wanted(BOWLS.name, BOWLS.source, {"train": 2, "validation": 1})
    store.begin({wanted.name: wanted.sha256})
    async with Verifier(1) as verifier:
        await record(verifier, store, wanted, lambda now: None)
    return store


def test_every_step_is_there_with_its_action_and_its_words(store: DemoStore, tmp_path: Path) -> None:
    assert export_lerobot(store, tmp_path / "out") == 3
    frames = Dataset.from_parquet(
        str(tmp_path / "out/data/chunk-000/file-000.parquet"), cache_dir=str(tmp_path)
    )
    rows = [*store.rows(BOWLS.name, "train"), *store.rows(BOWLS.name, "validation")]
    sentences = pd.read_parquet(tmp_path / "out/meta/tasks.parquet")
    assert len(frames) == len(rows)
    for frame, row in zip(frames, rows, strict=True):
        assert len(frame["action"]) == len(ACTION)
        assert frame["action"] == pytest.approx([*row["pick_xy"], *row["place_xy"], row["angle"]])
        assert sentences.index[frame["task_index"]] == row["instruction"]
        assert (frame[TOP].size, frame[TOP].mode) == ((160, 320), "RGB")
        assert np.asarray(frame[DEPTH]).max() == pytest.approx(4500, abs=200)
    assert frames["index"][:] == list(range(len(rows)))


def test_the_tables_say_where_each_episode_is(store: DemoStore, tmp_path: Path) -> None:
    export_lerobot(store, tmp_path / "out")
    episodes = pd.read_parquet(tmp_path / "out/meta/episodes/chunk-000/file-000.parquet")
    info = json.loads((tmp_path / "out/meta/info.json").read_text())
    assert (info["codebase_version"], info["splits"]) == ("v3.0", {"train": "0:2", "validation": "2:3"})
    assert info["total_frames"] == episodes["length"].sum() == episodes["dataset_to_index"].iloc[-1]
    assert list(episodes["dataset_from_index"][1:]) == list(episodes["dataset_to_index"][:-1])
    assert (tmp_path / "out" / info["data_path"].format(chunk_index=0, file_index=0)).is_file()


def test_the_statistics_are_those_of_the_actions(store: DemoStore, tmp_path: Path) -> None:
    export_lerobot(store, tmp_path / "out")
    stats = json.loads((tmp_path / "out/meta/stats.json").read_text())
    rows = [*store.rows(BOWLS.name, "train"), *store.rows(BOWLS.name, "validation")]
    turns = [row["angle"] for row in rows]
    assert stats["action"]["mean"][4] == pytest.approx(np.mean(turns))
    assert stats["action"]["count"] == [len(rows)]
    assert np.shape(stats[TOP]["mean"]) == (3, 1, 1)
    assert 0 < stats[TOP]["mean"][0][0][0] < 1


def test_a_folder_that_is_there_is_left_alone(store: DemoStore, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        export_lerobot(store, tmp_path / "out")


def test_nothing_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no demonstrations"):
        export_lerobot(DemoStore(tmp_path / "none"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
