# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TowerThenBall(Task):
    """A box tower, and a ball beside it, in one program with randomised sizes."""

    def __init__(self):
        super().__init__()
        self.max_steps = 12
        self.lang_template = "stack the boxes"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        base = self.get_random_pose(env, (0.08, 0.08, 0.04))
        height = 0
        for index in range(3):
            size = self.get_random_size(0.04, 0.06, 0.04, 0.06, 0.02, 0.04)
            urdf = self.fill_template('box/box-template.urdf', {'DIM': size})
            box = env.add_object(urdf, self.get_random_pose(env, size), color=utils.COLORS[random.choice(['red', 'green'])])
            target = (utils.apply(base, (0, 0, height + size[2] / 2)), base[1])
            height += size[2]
            self.add_goal(objs=[box], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1 / 3, symmetries=[np.pi],
                          language_goal=self.lang_template)
