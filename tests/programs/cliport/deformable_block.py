# gensim: fail
# mistake: suction holds rigid bodies only
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class DeformableBlock(Task):
    """A block in the list of soft things."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the soft block on the zone"
        self.task_completed_desc = "done put the soft block on the zone."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.12, 0.12, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), category='deformable')
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[np.pi / 2],
                      language_goal=self.lang_template)
