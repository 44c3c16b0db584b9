# gensim: fail
# mistake: objs holds (object, pose) instead of (object, (symmetry, None))
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ObjectWithItsPose(Task):
    """Objects given with their poses."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "put the block in the bowl"
        self.task_completed_desc = "done put the block in the bowl."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        bowl_pose = self.get_random_pose(env, (0.12, 0.12, 0))
        env.add_object('bowl/bowl.urdf', bowl_pose, 'fixed')
        block_pose = self.get_random_pose(env, (0.04, 0.04, 0.04))
        blocks = [(env.add_object('block/block.urdf', block_pose), block_pose)]
        self.add_goal(objs=blocks, matches=np.ones((1, 1)), targ_poses=[bowl_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
