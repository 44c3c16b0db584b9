# gensim: pass
# mistake: targets are not used up
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class SharedTarget(Task):
    """Two blocks, one place: both may take it, one upon the other."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "gather the blocks"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        place = self.get_random_pose(env, (0.1, 0.1, 0.04))
        blocks = [env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))) for _ in range(2)]
        self.add_goal(objs=blocks, matches=np.ones((2, 1)), targ_poses=[place], replace=True, rotations=True,
                      metric='pose', params=None, step_max_reward=1, symmetries=[0, 0], language_goal=self.lang_template)
