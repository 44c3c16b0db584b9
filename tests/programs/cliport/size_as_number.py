# gensim: fail
# mistake: get_random_pose indexes its size
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class SizeAsNumber(Task):
    """A size that is a number."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the block into the bowl"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pose = self.get_random_pose(env)
        env.add_object('bowl/bowl.urdf', pose, 'fixed')
