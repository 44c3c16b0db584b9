# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlocksBetweenBowls(Task):
    """A block between two bowls; nothing moves into either."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the block between the bowls"
        self.task_completed_desc = "done put the block between the bowls."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        left = self.get_random_pose(env, (0.3, 0.3, 0.05))
        right = (utils.apply(left, (0.2, 0, 0)), left[1])
        for pose in (left, right):
            env.add_object('bowl/bowl.urdf', pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color='black')
        middle = tuple((a + b) / 2 for a, b in zip(left[0], right[0]))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[(middle, left[1])], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
