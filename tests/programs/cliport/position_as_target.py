# gensim: fail
# mistake: targ_poses holds a position whose numbers are double
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PositionAsTarget(Task):
    """The position of a pose, where the pose belongs."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "put the block on the pallet"
        self.task_completed_desc = "done put the block on the pallet."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        pallet_pose = self.get_random_pose(env, (0.3, 0.3, 0.02))
        env.add_object('pallet/pallet.urdf', pallet_pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pallet_pose[0]], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
