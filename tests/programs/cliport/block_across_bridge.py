# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlockAcrossBridge(Task):
    """A plank across two blocks."""

    def __init__(self):
        super().__init__()
        self.max_steps = 8
        self.lang_template = "build a bridge"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        size = (0.12, 0.04, 0.02)
        base = self.get_random_pose(env, (0.15, 0.06, 0.08))
        blocks = [env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))) for _ in range(2)]
        plank = env.add_object(self.fill_template('box/box-template.urdf', {'DIM': size}), self.get_random_pose(env, size))
        legs = [(utils.apply(base, (side * 0.04, 0, -0.02)), base[1]) for side in (-1, 1)]
        self.add_goal(objs=blocks, matches=np.ones((2, 2)), targ_poses=legs, replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5,
                      symmetries=[np.pi / 2] * 2, language_goal=self.lang_template)
        self.add_goal(objs=[plank], matches=np.ones((1, 1)), targ_poses=[(utils.apply(base, (0, 0, 0.03)), base[1])], replace=False, rotations=True, metric="pose", params=None,
                      step_max_reward=0.5, symmetries=[np.pi], language_goal=self.lang_template)
