# gensim: pass
# mistake: the zone is a loose body
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class RigidZone(Task):
    """A zone that is not fixed: it falls through the table, its place stays."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "put the box on the square"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_pose = self.get_random_pose(env, (0.15, 0.15, 0))
        env.add_object('zone/zone.urdf', zone_pose)
        size = self.get_random_size(0.03, 0.06, 0.03, 0.06, 0.02, 0.05)
        box = env.add_object(self.fill_template('box/box-template.urdf', {'DIM': size}), self.get_random_pose(env, size))
        self.add_goal(objs=[box], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[np.pi],
                      language_goal=self.lang_template)
