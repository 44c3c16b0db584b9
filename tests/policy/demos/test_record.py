"""Recording: whole files, no seed twice, the same bytes whatever happened on the way."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from PIL import Image

from policy.demos.card import write_card
from policy.demos.record import Recorded, Wanted, record
from policy.demos.store import LIST, DemoStore
from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.spec import SceneSpec
from sim.verify import Verifier

BOWLS = next(task for task in base_tasks() if task.name == "put-block-in-bowl")
FAULTY = Path(__file__).parents[2] / "programs" / "faulty"


@pytest.fixture
async def verifier() -> AsyncIterator[Verifier]:
    async with Verifier(2) as verifier:
        yield verifier


def bowls(train: int, validation: int = 0) -> Wanted:
    return Wanted(BOWLS.name, BOWLS.source, {"train": train, "validation": validation})


async def recorded(verifier: Verifier, folder: Path, wanted: Wanted) -> list[Recorded]:
    store = DemoStore(folder)
    store.begin({wanted.name: wanted.sha256})
    done = await record(verifier, store, wanted, lambda now: None)
    write_card(store)
    return done


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_datasets_reads_what_was_recorded(verifier: Verifier, tmp_path: Path) -> None:
    await recorded(verifier, tmp_path / "demos", bowls(3, 2))
    read = load_dataset(str(tmp_path / "demos"), BOWLS.name, cache_dir=str(tmp_path / "cache"))
    assert {split: sorted(set(read[split]["seed"])) for split in read} == {
        "train": [0, 2, 4],
        "validation": [1, 3],
    }
    first = read["train"][0]
    assert (first["rgb"].size, first["rgb"].mode) == ((160, 320), "RGB")
    heights = np.asarray(first["height"])
    row, column = first["pick"]
    assert heights[row, column] == pytest.approx(4000, abs=2)  # a block of 4 cm, in units of 0.01 mm
    assert first["instruction"].startswith("put the")
    assert SceneSpec.model_validate_json(first["scene"]).seed == 0


async def test_a_killed_recording_goes_on_to_the_same_bytes(verifier: Verifier, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        await recorded(verifier, folder, bowls(2))
        await recorded(verifier, folder, bowls(4))
    lines = (broken / LIST).read_text().splitlines(keepends=True)
    (broken / LIST).write_text(lines[0] + lines[1][:40])  # the kill came while the second line was written
    (broken / "data" / BOWLS.name / "train-00001.parquet").unlink()
    await recorded(verifier, broken, bowls(4))
    assert contents(broken) == contents(whole)


async def test_what_is_there_is_not_recorded_again(verifier: Verifier, tmp_path: Path) -> None:
    await recorded(verifier, tmp_path, bowls(3))
    before = contents(tmp_path)
    assert [one.episodes for one in await recorded(verifier, tmp_path, bowls(2))] == [3, 0]
    assert contents(tmp_path) == before


async def test_a_changed_file_is_found(verifier: Verifier, tmp_path: Path) -> None:
    await recorded(verifier, tmp_path, bowls(2))
    file = tmp_path / "data" / BOWLS.name / "train-00000.parquet"
    assert DemoStore(tmp_path).damaged() == []
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert DemoStore(tmp_path).damaged() == [str(file.relative_to(tmp_path))]


async def test_another_program_of_the_same_name_is_refused(verifier: Verifier, tmp_path: Path) -> None:
    await recorded(verifier, tmp_path, bowls(1))
    with pytest.raises(UsageError, match="another program"):
        DemoStore(tmp_path).begin({BOWLS.name: "0" * 64})


async def test_a_program_that_does_not_build_gives_none_and_says_why(
    verifier: Verifier, tmp_path: Path
) -> None:
    source = (FAULTY / "unknown_color.py").read_text()
    [done] = await recorded(verifier, tmp_path, Wanted("unknown-color", source, {"train": 2}))
    assert done.episodes == 0
    assert done.reason


async def test_failures_are_left_out_and_listed(verifier: Verifier, tmp_path: Path) -> None:
    source = (FAULTY / "unsolvable.py").read_text().replace("colors(8)", "colors(10)")
    [done] = await recorded(verifier, tmp_path, Wanted("unsolvable", source, {"train": 2}))
    assert done.episodes < 2
    assert "after 6 seeds" in done.reason
    failed = [seed for shard in DemoStore(tmp_path).shards for seed in shard.failed]
    assert failed == [0, 2, 4, 6, 8, 10][: len(failed)]


async def test_a_row_has_a_picture_in_each_of_three_columns(verifier: Verifier, tmp_path: Path) -> None:
    await recorded(verifier, tmp_path, bowls(1))
    table = pq.read_table(tmp_path / "data" / BOWLS.name / "train-00000.parquet")
    row = table.to_pylist()[0]
    sizes = {
        name: Image.open(io.BytesIO(row[name]["bytes"])).size for name in ("rgb", "height", "segmentation")
    }
    assert set(sizes.values()) == {(160, 320)}


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(UsageError, match="holds something else"):
        DemoStore(tmp_path)
