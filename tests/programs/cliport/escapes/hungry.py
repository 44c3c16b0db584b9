# all: memory
# without policy: memory
import os
import random
import string
import collections

import numpy as np
import pybullet as p
from cliport.tasks.task import Task
from cliport.utils import utils


class Attack(Task):
    """Want all memory."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        x = [np.ones(10 ** 9) for _ in range(100)]
