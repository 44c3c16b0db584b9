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
    """Clear what is recorded so far, by a private name."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        env.add_object("block/block.urdf", ((0.5, 0, 0.02), (0, 0, 0, 1)))
        self._session.bodies.clear()
