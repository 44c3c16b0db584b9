# gensim: fail
# mistake: the default size is a number
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PoseWithoutSize(Task):
    """A random pose for nothing in particular."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the block on the zone"
        self.task_completed_desc = "done put the block on the zone."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env)
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[np.pi / 2],
                      language_goal=self.lang_template)
