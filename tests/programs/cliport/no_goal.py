# gensim: fail
# mistake: no goal is added
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class NoGoal(Task):
    """A program without a goal."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "look at the block"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
