# all: rejected
# without policy: built
import os
import random
import string
import collections

import numpy as np
import pybullet as p
from cliport.tasks.task import Task
from cliport.utils import utils


class Attack(Task):
    """Replace the reward of the base class."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        Task.reward = lambda self: (1.0, {})
