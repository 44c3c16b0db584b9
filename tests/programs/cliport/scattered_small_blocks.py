# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ScatteredSmallBlocks(Task):
    """Many small blocks sorted by colour into two zones."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "sort the small blocks"
        self.task_completed_desc = "done sort the small blocks."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        sides = {}
        for color in ('red', 'green'):
            sides[color] = self.get_random_pose(env, (0.12, 0.12, 0))
            env.add_object('zone/zone.urdf', sides[color], 'fixed', color)
        for color, pose in sides.items():
            blocks = [env.add_object('block/small.urdf', self.get_random_pose(env, (0.01, 0.01, 0.01)), color=utils.COLORS[color]) for _ in range(3)]
            targets = [(utils.apply(pose, (x, 0, 0.005)), pose[1]) for x in (-0.04, 0, 0.04)]
            self.add_goal(objs=blocks, matches=np.ones((3, 3)), targ_poses=targets, replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 2, symmetries=[0, 0, 0],
                          language_goal=self.lang_template)
