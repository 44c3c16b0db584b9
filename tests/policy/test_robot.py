"""A laboratory's robot is two methods: the example of the document is run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any  # Any: what a program of the document defines

import numpy as np

from policy.model import Decision
from policy.pictures import Floats, Picture
from policy.robot import follow
from sim.aim import Aim

DOCUMENT = Path(__file__).parents[2] / "docs" / "policies.md"


class Straight:
    """Always the same aim."""

    def decide(self, picture: Picture, words: str) -> Decision:
        heat: Floats = np.full((160, 80), 1 / 12_800, np.float32)
        return Decision(Aim((0.5, 0.1), (0.6, -0.2), 0.5), heat, heat)


class Table:
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def observe(self) -> Picture:
        self.asked.append("look")
        return Picture(np.zeros((320, 160, 3), np.uint8), np.zeros((320, 160), np.float32))

    def act(self, aim: Aim) -> str:
        self.asked.append(f"pick at {aim.pick}")
        return "nothing was held"


def test_a_policy_looks_before_each_action_and_goes_on_after_trouble() -> None:
    table = Table()
    steps = list(follow(Straight(), table, ["put it there", "put it there"]))
    assert table.asked == ["look", "pick at (0.5, 0.1)"] * 2
    assert [step.trouble for step in steps] == ["nothing was held"] * 2


def test_nobody_acts_once_there_is_no_sentence() -> None:
    table = Table()
    assert list(follow(Straight(), table, [])) == []
    assert table.asked == []


def test_the_laboratory_of_the_document_runs() -> None:
    """Its camera and arm are stand-ins that the test hands in; everything between them is the document's."""
    text = DOCUMENT.read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(# my_lab\.py\n.*?)```", text, flags=re.DOTALL)
    names: dict[str, Any] = {}  # Any: see the import
    exec(compile(program, "my_lab.py", "exec"), names)
    moves: list[tuple[str, tuple[float, ...]]] = []

    class Camera:
        def grab(self) -> tuple[Any, Any]:  # Any: arrays
            return np.zeros((480, 640, 3), np.uint8), np.full((480, 640), 1.0, np.float32)

    class Arm:
        def pick_at(self, *pose: float) -> bool:
            moves.append(("pick", pose))
            return True

        def place_at(self, *pose: float) -> None:
            moves.append(("place", pose))

        def go_home(self) -> None:
            moves.append(("home", ()))

    lab = names["Lab"](Camera(), Arm())
    steps = list(follow(Straight(), lab, ["put it there"]))
    assert steps[0].picture.height.shape == (320, 160)
    assert [what for what, _ in moves] == ["pick", "place", "home"]
