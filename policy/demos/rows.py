"""What one step of a demonstration looks like on disk: a row of a Parquet file.

The pictures are PNG files inside of the rows, with the note by which `datasets` decodes them. Whatever is
derived can be checked against what it came from: the row holds the whole scene, as JSON.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final  # Any: pyarrow takes and gives rows as plain dictionaries

import pyarrow as pa

from policy.demos.seeds import split_of
from sim.messages import Demonstration, DemoStep, Option
from sim.pixels import pixel_of
from sim.spec import SceneSpec, Tool

Row = Mapping[str, Any]  # Any: one value of each column's own type

IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
PIXEL = pa.list_(pa.int32(), 2)
POINT = pa.list_(pa.float32(), 2)
OPTION = pa.struct(
    [
        ("object", pa.int32()),
        ("pick", POINT),
        ("foot", POINT),
        ("target", POINT),
        ("turn", pa.float32()),
        ("period", pa.float32()),
    ]
)

# Name, type, and what it is: the dataset card prints the last.
COLUMNS: Final[tuple[tuple[str, pa.DataType, str], ...]] = (
    ("task", pa.string(), "name of the task"),
    ("seed", pa.int64(), "of the scene; the split follows from it"),
    ("step", pa.int32(), "0 for the first action of the episode"),
    ("steps", pa.int32(), "how many steps the episode has"),
    ("instruction", pa.string(), "the sentence of the goal that is worked on"),
    ("tool", pa.string(), "suction or spatula"),
    ("rgb", IMAGE, "320 x 160 pixels of 3.125 mm from straight above; row: y, column: x"),
    ("height", IMAGE, "the same pixels, 16 bits, height above the table in units of 0.01 mm"),
    ("segmentation", IMAGE, "the same pixels, 8 bits: 0 the table, i + 1 the object i"),
    ("pick", PIXEL, "row and column where the tool comes down"),
    ("place", PIXEL, "row and column where it lets go, or where a push or a drag ends"),
    ("angle", pa.float32(), "radians by which it turns in between, counterclockwise from above"),
    ("pick_xy", POINT, "the pick in metres, unrounded, in the frame of the table"),
    ("place_xy", POINT, "the place in metres"),
    ("options", pa.list_(OPTION), "all moves that would have served as well; empty for ropes and piles"),
    ("scene", pa.string(), "objects, poses and goals, JSON"),
)

_SCALARS: Final = {pa.string(): "string", pa.int64(): "int64", pa.int32(): "int32", pa.float32(): "float32"}


@dataclass(frozen=True)
class Told:
    """What all rows of an episode share; `scene` is JSON, empty where nobody knows the scene."""

    task: str
    seed: int
    tool: Tool
    scene: str


def schema() -> pa.Schema:
    """Return the schema of a file, with the note that tells `datasets` what is a picture."""
    features = {name: _feature(kind) for name, kind, _ in COLUMNS}
    note = json.dumps({"info": {"features": features}})
    fields = [(name, kind) for name, kind, _ in COLUMNS]
    return pa.schema(fields, metadata={"huggingface": note})


def rows_of(task: str, scene: SceneSpec, demonstration: Demonstration) -> list[Row]:
    """Return a row for each step of a recorded episode."""
    text = scene.model_dump_json()
    steps = demonstration.steps
    return rows_of_steps(Told(task, scene.seed, scene.tool, text), steps)


def rows_of_steps(told: Told, steps: Sequence[DemoStep]) -> list[Row]:
    """Return a row for each step of an episode of which this is told."""
    whole = {**asdict(told), "steps": len(steps)}
    return [{**whole, "step": number, **_step(step)} for number, step in enumerate(steps)]


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Return rows as a table.

    Raises:
        ValueError: if a row is of another split than the first.
    """
    splits = {split_of(row["seed"]) for row in rows}
    if len(splits) > 1:
        raise ValueError(f"one file holds one split, not {sorted(splits)}")
    return pa.Table.from_pylist(list(rows), schema=schema())


def _step(step: DemoStep) -> Row:
    return {
        "instruction": step.instruction,
        "rgb": _image(step.rgb),
        "height": _image(step.height),
        "segmentation": _image(step.segmentation),
        "pick": pixel_of(step.pick),
        "place": pixel_of(step.place),
        "angle": step.turn,
        "pick_xy": step.pick,
        "place_xy": step.place,
        "options": [_option(option) for option in step.options],
    }


def _image(png: str) -> Row:
    return {"bytes": base64.b64decode(png), "path": None}


def _option(option: Option) -> Row:
    return option.model_dump()


def _feature(kind: pa.DataType) -> Any:  # noqa: ANN401 - Any: JSON of the shape that `datasets` writes
    if kind == IMAGE:
        return {"_type": "Image"}
    if pa.types.is_struct(kind):
        return {field.name: _feature(field.type) for field in kind}
    if pa.types.is_fixed_size_list(kind):
        return {"feature": _feature(kind.value_type), "length": kind.list_size, "_type": "List"}
    if pa.types.is_list(kind):
        return {"feature": _feature(kind.value_type), "_type": "List"}
    return {"dtype": _SCALARS[kind], "_type": "Value"}
