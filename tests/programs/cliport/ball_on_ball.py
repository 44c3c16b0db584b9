# gensim: fail
# mistake: a ball on a ball rolls off
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BallOnBall(Task):
    """A ball on a ball."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "stack the balls"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        first = env.add_object('sphere/sphere.urdf', self.get_random_pose(env, (0.06, 0.06, 0.06)))
        second = env.add_object('ball/ball.urdf', self.get_random_pose(env, (0.06, 0.06, 0.06)))
        base = self.get_random_pose(env, (0.06, 0.06, 0.06))
        up = (utils.apply(base, (0.008, 0, 0.06)), base[1])
        self.add_goal(objs=[first], matches=np.ones((1, 1)), targ_poses=[base], replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5, symmetries=[0],
                      language_goal=self.lang_template)
        self.add_goal(objs=[second], matches=np.ones((1, 1)), targ_poses=[up], replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5, symmetries=[0],
                      language_goal=self.lang_template)
