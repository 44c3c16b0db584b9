"""Records made from a few lines in GenSim's style; shared by the tests of `sim.cliport`."""

from __future__ import annotations

import textwrap
from pathlib import Path

from sim.cliport.record import Record
from sim.cliport.recorder import record

PROGRAMS = Path(__file__).parents[2] / "programs" / "cliport"
HEAD = """
import os
import random
import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils

class Made(Task):
    def __init__(self):
        super().__init__()
        self.max_steps = 5
        self.lang_template = "move it"
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
"""
GOAL = """
self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True,
              metric="pose", params=None, step_max_reward=1, symmetries=[np.pi / 2], language_goal="move it")
"""


def source_of(reset: str) -> str:
    """Return a program whose `reset` has these lines."""
    return HEAD + textwrap.indent(textwrap.dedent(reset).strip("\n"), " " * 8) + "\n"


def recorded(reset: str, seed: int = 0) -> Record:
    """Record such a program."""
    return record(compile(source_of(reset), "program.py", "exec"), "Made", seed)


def planted(name: str) -> str:
    """Return the text of a planted program."""
    return (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
