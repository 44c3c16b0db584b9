"""What comes back from a program's process is believed only if it is a scene that it could have made."""

from __future__ import annotations

import json
from typing import Any  # Any: JSON that the tests forge, piece by piece

import pytest

from sim.border import Refused, admit
from sim.builder import answer
from sim.catalog import base_tasks
from sim.messages import BuildRequest
from sim.program import parse_program

SOURCE = next(task.source for task in base_tasks() if task.name == "put-block-in-bowl")
NAME = parse_program(SOURCE).class_name
REQUEST = BuildRequest(source=SOURCE, seeds=(0, 1))
HONEST = answer(REQUEST).model_dump(mode="json")
LOOSE_ZONE = HONEST["scenes"][0]["objects"][0] | {"kind": "zone", "size": [0.15, 0.15, 0.001], "fixed": False}


def forged(path: str, value: object) -> bytes:
    """Change one value of an honest answer; the path's last step may be new."""
    data = json.loads(json.dumps(HONEST))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = data  # Any: as above
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(data).encode()


def test_an_honest_answer_passes_for_every_base_task() -> None:
    for task in base_tasks():
        request = BuildRequest(source=task.source, seeds=(0,))
        honest = answer(request)
        said = honest.model_dump_json().encode()
        assert admit(said, request, parse_program(task.source).class_name) == honest


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("scenes", [], "other seeds"),
        ("scenes.0.seed", 7, "other seeds"),
        ("scenes.0.seed", 1, "other seeds"),
        ("scenes.0.seed", "0", "valid integer"),
        ("full", [0, 1], "other seeds"),
        ("scenes.0.task", "Another", "calls itself Another"),
        ("scenes.0.extra", 1, "not permitted"),
        ("scenes.0.objects.0.mass", 0.2, "weighs 0.2 kg"),
        ("scenes.0.objects.0.mass", float("nan"), "finite"),
        ("scenes.0.objects.0.pose.position.0", 1e9, "less than or equal to 2"),
        ("scenes.0.objects.0.size.0", 0.5, "has a size that no bowl has"),
        ("scenes.0.objects.0", LOOSE_ZONE, "is loose"),
        ("scenes.0.objects.0.variant", "star", "has the shape 'star'"),
        ("scenes.0.objects.0.parts", [[0.0, 0.0, 0.0]], "has 1 parts"),
        ("scenes.0.goals.0.instruction", "put it\x1b[2J", "cannot be shown"),
        ("scenes.0.goals.0.slots.0.accepts", [0], "relative to itself"),
        ("scenes.0.goals.0.slots.0.accepts", [2], "moves what is fixed"),
        ("scenes.0.goals.0.slots.0.needs", [0], "need each other"),
        ("failure", {"verdict": "solved", "reason": ""}, "failure.verdict"),
        ("failure", {"verdict": "crashed", "reason": ""}, "failure.verdict"),
        ("failure", {"verdict": "error", "reason": "x" * 9999}, "at most 2000"),
    ],
)
def test_a_forged_answer_is_refused(path: str, value: object, complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        admit(forged(path, value), REQUEST, NAME)


@pytest.mark.parametrize(
    "said", [b"", b"null", b"[" * 10_000, b"\xff", b'{"full":[' + b"9" * 5000 + b"]}", b"{}{}"]
)
def test_noise_is_refused(said: bytes) -> None:
    with pytest.raises(Refused):
        admit(said, REQUEST, NAME)


def test_so_many_errors_that_listing_them_were_work_are_only_counted() -> None:
    with pytest.raises(Refused, match="values are wrong"):
        admit(forged("scenes", [{}] * 2000), REQUEST, NAME)


def test_a_failure_reaches_nobody_with_control_characters() -> None:
    failure = {"verdict": "error", "reason": "a\x1b[2J\u202eb", "traceback": "one\ntwo\x07"}
    told = admit(forged("failure", failure), REQUEST, NAME).failure
    assert told is not None
    assert (told.reason, told.traceback) == ("a?[2J?b", "one\ntwo?")
