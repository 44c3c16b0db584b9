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
    """Reach attributes by a template."""

    def __init__(self):
        super().__init__()
        self.max_steps = 1

    def reset(self, env):
        super().reset(env)
        self.max_steps = int("{0.__class__}".format(self) == "x")
