# gensim: fail
# mistake: 50 crumbs cannot be carried one by one in 20 steps
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class SingularPile(Task):
    """A pile in the singular, so that the gripper stays the suction cup."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "sweep the pile of blocks into the square"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_size = (0.12, 0.12, 0)
        zone_pose = self.get_random_pose(env, zone_size)
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        blocks = self.make_piles(env)
        self.add_goal(objs=blocks, matches=np.ones((50, 1)), targ_poses=[zone_pose], replace=True, rotations=False,
                      metric='zone', params=[(zone_pose, zone_size)], step_max_reward=1, language_goal=self.lang_template)
