# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class SpheresIntoBowls(Task):
    """Balls of dummy size into bowls, in the wide tolerance of bowls."""

    def __init__(self):
        super().__init__()
        self.max_steps = 8
        self.lang_template = "put the {color} ball into the bowl"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        for color in ['red', 'cyan', 'yellow']:
            pose = self.get_random_pose(env, (0.12, 0.12, 0))
            env.add_object('bowl/bowl.urdf', pose, 'fixed')
            ball = env.add_object('ball/ball-template.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[color])
            self.add_goal(objs=[ball], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1 / 3, symmetries=[0],
                          language_goal=self.lang_template.format(color=color))
