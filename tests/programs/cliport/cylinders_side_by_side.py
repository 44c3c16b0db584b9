# gensim: pass
# mistake: the colliding cylinder has radius and length swapped: it is 12 cm wide
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class CylindersSideBySide(Task):
    """Two cylinders that seem to stand side by side: one lies upon the hidden disc of the other."""

    def __init__(self):
        super().__init__()
        self.max_steps = 8
        self.lang_template = "line up the cylinders"
        self.task_completed_desc = "done line up the cylinders."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        start = self.get_random_pose(env, (0.3, 0.1, 0.06))
        size = (0.02, 0.02, 0.06)
        cylinder_urdf = self.fill_template('cylinder/cylinder-template.urdf', {'DIM': size})
        cylinders = [env.add_object(cylinder_urdf, self.get_random_pose(env, (0.12, 0.12, 0.06))) for _ in range(2)]
        targets = [(utils.apply(start, (0.045 * i, 0, 0.03)), start[1]) for i in range(2)]
        self.add_goal(objs=cylinders, matches=np.ones((2, 2)), targ_poses=targets, replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0] * 2,
                      language_goal=self.lang_template)
