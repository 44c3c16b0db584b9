# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TallTower(Task):
    """Six blocks, one upon the other."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "build a tall tower"
        self.task_completed_desc = "done build a tall tower."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        base_pose = self.get_random_pose(env, (0.1, 0.1, 0.1))
        env.add_object('zone/zone.urdf', base_pose, 'fixed')
        blocks = []
        for _ in range(6):
            blocks.append(env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color='gray'))
        for i, block in enumerate(blocks):
            target = (utils.apply(base_pose, (0, 0, 0.04 * i)), base_pose[1])
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 6, symmetries=[np.pi / 2],
                          language_goal=self.lang_template)
