# gensim: pass
# mistake: two assets do not exist
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ColorLine(Task):
    """Blocks along a line that does not exist."""

    def __init__(self):
        super().__init__()
        self.max_steps = 8
        self.lang_template = "line up the blocks"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        line_pose = self.get_random_pose(env, (0.2, 0.05, 0.01))
        env.add_object('line/single-green-line.urdf', line_pose, 'fixed')
        for index, color in enumerate(['red', 'green', 'blue']):
            block = env.add_object('block/block-template.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[color])
            target = (utils.apply(line_pose, (-0.08 + 0.08 * index, 0.1, 0.02)), line_pose[1])
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1 / 3,
                          symmetries=[np.pi / 2], language_goal=self.lang_template)
