# gensim: pass
# mistake: the rewards add up to 2
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TooMuchReward(Task):
    """Two goals that are worth 1 each: the first one ends the episode."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the block into the bowl"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        for color in ['red', 'blue']:
            bowl_pose = self.get_random_pose(env, (0.12, 0.12, 0))
            env.add_object('bowl/bowl.urdf', bowl_pose, 'fixed', color=utils.COLORS[color])
            block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[bowl_pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1,
                          symmetries=[np.pi / 2], language_goal=self.lang_template)
