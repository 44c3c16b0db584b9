"""Scene data is checked where it enters."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.builder import load
from sim.catalog import base_tasks
from sim.spec import SceneSpec
from sim.task import build_scene


def good() -> dict[str, Any]:  # Any: JSON to be spoilt
    return build_scene(load(base_tasks()[0].source), 0).model_dump(mode="json")


def spoil(path: list[str | int], value: object) -> dict[str, Any]:  # Any: JSON
    data = good()
    place: Any = data  # Any: a walk through JSON
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def test_a_scene_survives_json() -> None:
    assert SceneSpec.model_validate(good()).model_dump(mode="json") == good()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["objects", 0, "mass"], float("nan")),
        (["objects", 0, "mass"], -1),
        (["objects", 0, "size"], [0.1, 0.1]),
        (["objects", 0, "size"], [0.1, 0.1, 9.0]),
        (["objects", 0, "kind"], "dragon"),
        (["objects", 0, "color"], "teal"),
        (["objects", 0, "pose", "position"], [float("inf"), 0, 0]),
        (["objects", 0, "script"], "x"),
        (["objects"], []),
        (["goals"], []),
        (["goals", 0, "instruction"], "x" * 301),
        (["goals", 0, "count"], 99),
        (["goals", 0, "slots", 0, "frame"], 40),
        (["goals", 0, "slots", 0, "other"], 0),
        (["goals", 0, "slots", 0, "basis"], "between"),
        (["goals", 0, "slots", 0, "accepts"], [40]),
        (["goals", 0, "slots", 0, "needs"], [40]),
        (["seed"], -1),
        (["task"], "../../etc"),
        (["format"], 2),
    ],
)
def test_what_breaks_a_limit_is_refused(path: list[str | int], value: object) -> None:
    with pytest.raises(ValidationError):
        SceneSpec.model_validate(spoil(path, value))
