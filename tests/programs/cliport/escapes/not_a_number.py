# all: error
# without policy: error
import os
import random
import string
import collections

import numpy as np
import pybullet as p
from cliport.tasks.task import Task
from cliport.utils import utils


class Attack(Task):
    """Put a body nowhere."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        env.add_object("block/block.urdf", ((float("nan"), 0, 0.02), (0, 0, 0, 1)))
