# gensim: fail
# mistake: a body is a number
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class NumberHasNoParts(Task):
    """What add_object returns, taken apart."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the ball in the container"
        self.task_completed_desc = "done put the ball in the container."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        container = env.add_object('container/container-template.urdf', self.get_random_pose(env, (0.1, 0.1, 0.05)), 'fixed')
        ball = env.add_object('ball/ball-template.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[ball[0]], matches=np.ones((1, 1)), targ_poses=[container[1]], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
