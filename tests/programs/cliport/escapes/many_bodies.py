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
    """Make more bodies than there are numbers."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        for _ in range(10 ** 4): env.add_object("block/block.urdf", ((0.5, 0, 0.02), (0, 0, 0, 1)))
