"""Export of demonstrations as LeRobotDataset v3, the format of Hugging Face's robot library.

LeRobot itself needs a newer Python than PyBullet has wheels for, so these files are written to the published
format and were never opened by LeRobot. Source: the layout that LeRobot 0.4 documents as "v3.0": episodes
one after another in a few Parquet files, one row group each, and tables beside them that say where each
begins.

A frame is a step, so `fps` is 1. The action is (pick x, pick y, place x, place y, turn), metres and radians.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final  # Any: rows of Parquet and JSON of LeRobot's own shape

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from policy.demos.rows import IMAGE, Row
from policy.demos.seeds import SPLITS, Split
from policy.demos.store import DemoStore
from sim.atomic import LEFTOVER
from sim.errors import UsageError
from sim.pixels import COLUMNS as WIDTH
from sim.pixels import ROWS as HEIGHT

VERSION: Final = "v3.0"
FPS: Final = 1.0
FILE_BYTES: Final = 100 << 20  # a file is closed once it is larger; LeRobot's own limit
CHUNK: Final = 1000  # files in a folder
TOOLS: Final = ("suction", "spatula")

TOP, DEPTH = "observation.images.top", "observation.images.height"
ACTION: Final = ("pick_x", "pick_y", "place_x", "place_y", "turn")
NUMBERS: Final = ("timestamp", "frame_index", "episode_index", "index", "task_index")
FEATURES: Final[dict[str, dict[str, Any]]] = {  # Any: JSON
    TOP: {"dtype": "image", "shape": [HEIGHT, WIDTH, 3], "names": ["height", "width", "channels"]},
    DEPTH: {
        "dtype": "image",
        "shape": [HEIGHT, WIDTH, 1],
        "names": ["height", "width", "channels"],
        "info": {"is_depth_map": True},
    },
    "observation.state": {"dtype": "float32", "shape": [1], "names": ["tool"]},
    "action": {"dtype": "float32", "shape": [len(ACTION)], "names": list(ACTION)},
    **{
        name: {"dtype": "float32" if name == "timestamp" else "int64", "shape": [1], "names": None}
        for name in NUMBERS
    },
}
QUANTILES: Final = {"q01": 0.01, "q10": 0.1, "q50": 0.5, "q90": 0.9, "q99": 0.99}

Stats = dict[str, dict[str, list[Any]]]  # Any: nested lists of numbers, as deep as the feature


@dataclass
class _Export:
    """The files so far: how many frames and episodes, and what is told of each."""

    folder: Path
    file: int = 0
    written: int = 0  # bytes in the file that is open
    writer: pq.ParquetWriter | None = None
    frames: int = 0
    sentences: dict[str, int] = field(default_factory=dict)
    episodes: list[Row] = field(default_factory=list)
    values: dict[str, list[npt.NDArray[np.float64]]] = field(default_factory=dict)

    def add(self, steps: Sequence[Row]) -> None:
        """Write one episode as one row group."""
        frames = [self._frame(number, step) for number, step in enumerate(steps)]
        table = pa.Table.from_pylist(frames, schema=_schema())
        if self.writer is None:
            path = self.folder / _place("data", self.file)
            path.parent.mkdir(parents=True, exist_ok=True)
            self.writer = pq.ParquetWriter(path, _schema(), compression="snappy")
        self.writer.write_table(table)
        self._note(steps, frames)
        self.written += sum(len(step[name]["bytes"]) for step in steps for name in ("rgb", "height"))
        if self.written > FILE_BYTES:
            self.close()

    def close(self) -> None:
        """Close the file that is open; the next episode opens another."""
        if self.writer is not None:
            self.writer.close()
            self.writer, self.written, self.file = None, 0, self.file + 1

    def _frame(self, number: int, step: Row) -> dict[str, Any]:  # Any: see FEATURES
        task = self.sentences.setdefault(step["instruction"], len(self.sentences))
        return {
            TOP: step["rgb"],
            DEPTH: step["height"],
            "observation.state": [float(TOOLS.index(step["tool"]))],
            "action": [*step["pick_xy"], *step["place_xy"], step["angle"]],
            "timestamp": number / FPS,
            "frame_index": number,
            "episode_index": len(self.episodes),
            "index": self.frames + number,
            "task_index": task,
        }

    def _note(self, steps: Sequence[Row], frames: Sequence[Row]) -> None:
        values = {name: _values(name, frames) for name in FEATURES}
        for name, numbers in values.items():
            self.values.setdefault(name, []).append(numbers)
        stats = {
            f"stats/{name}/{key}": value
            for name in values
            for key, value in _stats(name, values[name]).items()
        }
        place = {"chunk_index": self.file // CHUNK, "file_index": self.file % CHUNK}
        self.episodes.append(
            {
                "episode_index": len(self.episodes),
                "tasks": list(dict.fromkeys(step["instruction"] for step in steps)),
                "length": len(steps),
                **{f"data/{key}": value for key, value in place.items()},
                "dataset_from_index": self.frames,
                "dataset_to_index": self.frames + len(steps),
                "meta/episodes/chunk_index": 0,
                "meta/episodes/file_index": 0,
                **stats,
            }
        )
        self.frames += len(steps)


def export_lerobot(store: DemoStore, folder: Path) -> int:
    """Write all demonstrations of a store into a new folder and return how many episodes there are.

    Args:
        store: training comes first, then validation, then test; `splits` of info.json says where each ends.
        folder: must not exist; appears whole or not at all.

    Raises:
        UsageError: if the folder exists, or there are no demonstrations.
    """
    if folder.exists():
        raise UsageError(f"--lerobot {folder}: it exists already. Choose a folder that is not there.")
    if not any(shard.steps for shard in store.shards):
        raise UsageError(f"{store.folder} has no demonstrations to export.")
    building = folder.with_name(f"{LEFTOVER}{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    export, splits = _Export(building), dict[str, str]()
    for split in SPLITS:
        first = len(export.episodes)
        for steps in _episodes(store, split):
            export.add(steps)
        if len(export.episodes) > first:
            splits[split] = f"{first}:{len(export.episodes)}"
    export.close()
    _write_tables(export, splits)
    building.rename(folder)
    return len(export.episodes)


def _episodes(store: DemoStore, split: Split) -> Iterator[list[Row]]:
    for task in store.plan.tasks:
        for _, steps in groupby(store.rows(task, split), key=lambda row: row["seed"]):
            yield list(steps)


def _write_tables(export: _Export, splits: dict[str, str]) -> None:
    meta = export.folder / "meta"
    (meta / "episodes" / "chunk-000").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(export.episodes), export.folder / _place("meta/episodes", 0))
    pq.write_table(_task_table(export.sentences), meta / "tasks.parquet")
    everything = {name: _stats(name, np.concatenate(values)) for name, values in export.values.items()}
    (meta / "stats.json").write_text(json.dumps(everything, indent=4))
    info = {
        "codebase_version": VERSION,
        "robot_type": "simwright",
        "total_episodes": len(export.episodes),
        "total_frames": export.frames,
        "total_tasks": len(export.sentences),
        "chunks_size": CHUNK,
        "data_files_size_in_mb": FILE_BYTES >> 20,
        "video_files_size_in_mb": 200,
        "fps": int(FPS),
        "splits": splits,
        "data_path": "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        "video_path": None,
        "features": FEATURES,
    }
    (meta / "info.json").write_text(json.dumps(info, indent=4))


def _place(folder: str, number: int) -> str:
    return f"{folder}/chunk-{number // CHUNK:03d}/file-{number % CHUNK:03d}.parquet"


def _schema() -> pa.Schema:
    scalars = {"float32": pa.float32(), "int64": pa.int64()}
    fields: list[tuple[str, pa.DataType]] = []
    notes: dict[str, Any] = {}  # Any: JSON of the shape that `datasets` reads
    for name, feature in FEATURES.items():
        kind, shape = feature["dtype"], feature["shape"]
        if kind == "image":
            fields.append((name, IMAGE))
            notes[name] = {"_type": "Image"}
            continue
        value = {"dtype": kind, "_type": "Value"}
        one = name in NUMBERS
        fields.append((name, scalars[kind] if one else pa.list_(scalars[kind], shape[0])))
        notes[name] = value if one else {"feature": value, "length": shape[0], "_type": "List"}
    return pa.schema(fields, metadata={"huggingface": json.dumps({"info": {"features": notes}})})


def _task_table(sentences: dict[str, int]) -> pa.Table:
    """Return the tasks as pandas writes them: the sentence is the index."""
    table = pa.table({"task_index": list(sentences.values()), "task": list(sentences)})
    columns = [
        {"name": name, "field_name": name, "pandas_type": kind, "numpy_type": numpy, "metadata": None}
        for name, kind, numpy in (("task_index", "int64", "int64"), ("task", "unicode", "object"))
    ]
    note = {"index_columns": ["task"], "column_indexes": [], "columns": columns, "pandas_version": "2.0"}
    return table.replace_schema_metadata({"pandas": json.dumps(note)})


def _values(name: str, frames: Sequence[Row]) -> npt.NDArray[np.float64]:
    """Return what statistics are made of: (frames, width), or (pixels, channels) of pictures."""
    if FEATURES[name]["dtype"] != "image":
        return np.array([frame[name] for frame in frames], dtype=np.float64).reshape(len(frames), -1)
    pictures = [np.asarray(Image.open(io.BytesIO(frame[name]["bytes"]))) for frame in frames]
    scale = 255.0 if name == TOP else 1.0
    thinned = np.stack(pictures)[:, ::8, ::8]  # as LeRobot does, statistics look at some pixels
    return thinned.reshape(-1, FEATURES[name]["shape"][2]).astype(np.float64) / scale


def _stats(name: str, values: npt.NDArray[np.float64]) -> dict[str, list[Any]]:  # Any: see Stats
    found = {
        "min": values.min(axis=0),
        "max": values.max(axis=0),
        "mean": values.mean(axis=0),
        "std": values.std(axis=0),
        **{key: np.quantile(values, share, axis=0) for key, share in QUANTILES.items()},
    }
    picture = FEATURES[name]["dtype"] == "image"
    told = {key: (value.reshape(-1, 1, 1) if picture else value).tolist() for key, value in found.items()}
    return {**told, "count": [len(values)]}
