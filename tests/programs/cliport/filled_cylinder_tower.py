# gensim: pass
# mistake: radius and length are swapped between the two shapes of the asset
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class FilledCylinderTower(Task):
    """Two cylinders on each other; what is seen and what collides differ."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "stack the cylinders"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        size = (0.02, 0.02, 0.06)
        urdf = self.fill_template('cylinder/cylinder-template.urdf', {'DIM': size})
        poses = [self.get_random_pose(env, (0.1, 0.1, 0.06)) for _ in range(2)]
        cylinders = [env.add_object(urdf, pose) for pose in poses]
        base = self.get_random_pose(env, (0.1, 0.1, 0.06))
        targets = [base, (utils.apply(base, (0, 0, 0.06)), base[1])]
        for cylinder, target in zip(cylinders, targets):
            self.add_goal(objs=[cylinder], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5, symmetries=[0],
                          language_goal=self.lang_template)
