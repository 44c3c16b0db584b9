# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class EllsIntoFixtures(Task):
    """Two ells and two fixtures, each to its own."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "insert the {color} ell"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        for color in ['red', 'blue']:
            size = (0.11, 0.11, 0.04)
            pose = self.get_random_pose(env, size)
            env.add_object('insertion/fixture.urdf', pose, 'fixed', color=utils.COLORS[color])
            ell = env.add_object('insertion/ell.urdf', self.get_random_pose(env, size), color=utils.COLORS[color])
            self.add_goal(objs=[ell], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5, symmetries=[2 * np.pi],
                          language_goal=self.lang_template.format(color=color))
