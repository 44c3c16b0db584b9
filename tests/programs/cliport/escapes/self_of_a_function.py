# all: rejected
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
    """Take the module of a bound method."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        random.random.__self__.__reduce__()[0].__globals__["os"].system("true")
