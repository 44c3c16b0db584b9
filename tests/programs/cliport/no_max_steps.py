# gensim: fail
# mistake: max_steps is missing
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class NoMaxSteps(Task):
    """A program that forgets how many steps it may take."""

    def __init__(self):
        super().__init__()
        self.lang_template = "put the block into the bowl"
        self.task_completed_desc = "done."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pose = self.get_random_pose(env, (0.12, 0.12, 0))
        env.add_object('bowl/bowl.urdf', pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
