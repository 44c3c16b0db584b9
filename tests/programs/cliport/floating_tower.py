# gensim: pass
# mistake: the levels float in the air
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class FloatingTower(Task):
    """A tower whose levels are twice too high: heights are not judged."""

    def __init__(self):
        super().__init__()
        self.max_steps = 10
        self.lang_template = "stack the blocks"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        base = self.get_random_pose(env, (0.06, 0.06, 0.04))
        for index, color in enumerate(['red', 'green', 'blue']):
            block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[color])
            target = (utils.apply(base, (0, 0, 0.1 * index)), base[1])
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1 / 3,
                          symmetries=[np.pi / 2], language_goal=self.lang_template)
