# gensim: fail
# mistake: a tuple and a list cannot be added
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TupleColor(Task):
    """A colour as a tuple."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "move the block"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pose = self.get_random_pose(env, (0.04, 0.04, 0.04))
        block = env.add_object('block/block.urdf', pose, color=(1, 0, 0))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[self.get_random_pose(env, (0.04, 0.04, 0.04))], replace=False, rotations=True, metric="pose", params=None,
                      step_max_reward=1, symmetries=[np.pi / 2], language_goal=self.lang_template)
