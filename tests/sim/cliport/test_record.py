"""The border of records: what does not hold together is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.cliport.record import Record
from tests.sim.cliport.making import GOAL, recorded

LINES = """
block = env.add_object('block/block.urdf', ((0.5, 0, 0.02), (0, 0, 0, 1)))
target = ((0.5, 0.2, 0.02), (0, 0, 0, 1))
"""


def told() -> dict[str, Any]:  # Any: JSON, to any depth
    """Return a good record as plain data."""
    return dict(recorded(LINES + GOAL).model_dump(mode="json"))


def test_a_record_comes_back_from_json_as_it_was() -> None:
    made = recorded(LINES + GOAL)
    assert Record.model_validate_json(made.model_dump_json(), strict=True) == made


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        (("bodies", 0, "asset"), "lamp/lamp.urdf", "there is no asset"),
        (("bodies", 0, "asset"), "box/box-template.urdf", "is missing"),
        (("bodies", 0, "position", 0), float("inf"), "finite"),
        (("bodies", 0, "rotation"), [0.0, 0.0, 1.0, 1.0], "unit length"),
        (("goals", 0, "objects"), [[7, 0.0]], "not there"),
        (("goals", 0, "matches"), [], "fewer rows"),
        (("goals", 0, "matches"), [[True, True]], "target that is not there"),
        (("generator", "words"), "AAAA", "624 words"),
        (("queue",), [3], "not there"),
        (("max_steps",), -1, "greater than or equal"),
        (("task",), "no name", "pattern"),
        (("settle_steps",), 10**9, "less than or equal"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    path: tuple[str | int, ...], value: object, rule: str
) -> None:
    data = told()
    inner: Any = data  # JSON is followed to any depth
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ValidationError, match=rule):
        Record.model_validate(data)


def test_a_body_of_no_size_is_refused() -> None:
    data = told()
    fill = [["DIM0", 0.0], ["DIM1", 0.1], ["DIM2", 0.1]]
    data["bodies"][0] |= {"asset": "box/box-template.urdf", "fill": fill}
    with pytest.raises(ValidationError, match="no size"):
        Record.model_validate(data)
