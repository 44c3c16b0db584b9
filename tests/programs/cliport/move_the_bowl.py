# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class MoveTheBowl(Task):
    """A bowl that is moved itself."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the bowl on the square"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_pose = self.get_random_pose(env, (0.15, 0.15, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        bowl = env.add_object('bowl/bowl.urdf', self.get_random_pose(env, (0.12, 0.12, 0)))
        self.add_goal(objs=[bowl], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
