# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlocksAtCornersOfSquare(Task):
    """Four blocks, one at each corner of a square, any order."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "arrange the blocks at the corners of the square"
        self.task_completed_desc = "done arrange the blocks at the corners of the square."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        square_size = (0.2, 0.2, 0.0)
        square_pose = self.get_random_pose(env, square_size)
        square_urdf = self.fill_template('square/square-template.urdf', {'DIM': (0.2,), 'HALF': (0.1,)})
        env.add_object(square_urdf, square_pose, 'fixed')

        blocks = []
        for i in range(4):
            blocks.append(env.add_object('stacking/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))))
        targets = [(utils.apply(square_pose, (x, y, 0.02)), square_pose[1]) for x in (-0.1, 0.1) for y in (-0.1, 0.1)]
        self.add_goal(objs=blocks, matches=np.ones((4, 4)), targ_poses=targets, replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[np.pi / 2] * 4,
                      language_goal=self.lang_template)
