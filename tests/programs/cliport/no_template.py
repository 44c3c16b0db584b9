# gensim: fail
# mistake: lang_template is missing
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class NoTemplate(Task):
    """A program that resets by words that it has not."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pass
